/**
 * What a build says of itself, beside what it made: the licences of every package whose code is in it, a CycloneDX
 * list of those packages, and a checksum of every file. The same sources give the same bytes, so anyone can build
 * again and compare (docs/supply-chain.md).
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import sbom from 'rollup-plugin-sbom';
import type { Plugin, Rolldown } from 'vite';
import { z } from 'zod';

const NOTICES = 'THIRD_PARTY_NOTICES.txt';
const SBOM = 'sbom.cdx';
const CHECKSUMS = 'SHA256SUMS';

/** These ask for a notice and nothing else. A build that code under another licence got into fails. */
const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
]);

const aboutPackage = z.object({ name: z.string(), version: z.string(), license: z.string() });
const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
/** The folder of the package that a module belongs to; a package may lie in the folder of another one. */
const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;

/** Its types are Rollup's, which is not installed here: this says that Vite's plugins are the same to it. */
const listPackages: (options: Parameters<typeof sbom>[0]) => Plugin = sbom;

/** Writes the notices and the list of packages beside what is built. */
export function inventory(): Plugin[] {
  return [
    notices(),
    {
      ...listPackages({ outDir: '.', outFilename: SBOM, includeWellKnown: false, saveTimestamp: false }),
      apply: 'build',
    },
  ];
}

/** The list of packages looks for a bundler that is not used here, and warns. */
export const onLog: NonNullable<Rolldown.InputOptions['onLog']> = (level, log, handle) => {
  if (!log.message.includes('auto-registration of tool "rollup"')) handle(level, log);
};

function notices(): Plugin {
  return {
    name: 'notices',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
      const modules = chunks.flatMap((chunk) => chunk.moduleIds);
      const folders = new Set(modules.flatMap((id) => PACKAGE.exec(id.replace(/^\0+/, ''))?.[0] ?? []));
      const found = [...folders].map(readNotice).sort((one, other) => (one.name < other.name ? -1 : 1));
      for (const { name, license, text } of found) {
        if (!license.split(' AND ').every((each) => ALLOWED.has(each)))
          this.error(`${name} is under ${license}: may it be shipped?`);
        if (text === '') this.error(`${name} has no licence text: it asks to be shipped with it`);
      }
      const source = found.map(({ name, license, text }) => `${name} (${license})\n\n${text}\n`);
      this.emitFile({ type: 'asset', fileName: NOTICES, source: source.join(`\n${'-'.repeat(80)}\n\n`) });
    },
  };
}

function readNotice(folder: string): {
  readonly name: string;
  readonly license: string;
  readonly text: string;
} {
  const about = aboutPackage.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const files = readdirSync(folder).filter((name) => LICENCE_FILE.test(name));
  const texts = files.sort().map((name) => readFileSync(join(folder, name), 'utf8').trim());
  return { name: `${about.name} ${about.version}`, license: about.license, text: texts.join('\n\n') };
}

/** The last build of all writes the checksums of `folder`, in the form that `sha256sum --check` reads. */
export function checksums(folder: string): Plugin {
  return {
    name: 'checksums',
    apply: 'build',
    closeBundle() {
      const names = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== CHECKSUMS)
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .sort();
      const lines = names.map((name) => {
        const sum = createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex');
        return `${sum}  ${name}\n`;
      });
      writeFileSync(join(folder, CHECKSUMS), lines.join(''));
    },
  };
}
