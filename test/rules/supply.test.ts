/** What is shipped beside our own code: known, licensed, pinned, and told by the build itself (docs/supply-chain.md). */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..', '..');
const DIST = join(ROOT, 'dist');

const sbom = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(z.object({ group: z.string().optional(), name: z.string(), version: z.string() })),
});
const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});

const locked = Object.entries(lockFile.parse(readJson('package-lock.json')).packages).filter(
  ([path]) => path !== '',
);

function readJson(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'));
}

/** `name version` of every package whose code is in the build in `folder`. */
function bundled(...folder: string[]): string[] {
  const { components } = sbom.parse(readJson('dist', ...folder, 'sbom.cdx.json'));
  return components.map(
    ({ group, name, version }) => `${group === undefined ? '' : `${group}/`}${name} ${version}`,
  );
}

it('every package in a build has its licence in the notices beside it', () => {
  for (const folder of [[], ['screens']]) {
    const notices = readFileSync(join(DIST, ...folder, 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    const named = [...notices.matchAll(/^(\S+ \S+) \([^)]+\)$/gm)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(10);
    expect(named.toSorted()).toEqual(bundled(...folder).toSorted());
  }
});

it('what is shipped is among the dependencies, where an audit looks, and not among the tools', () => {
  const shipped = new Set(
    locked.flatMap(([path, { version, dev }]) =>
      dev === true ? [] : [`${path.slice(path.lastIndexOf('node_modules/') + 13)} ${version}`],
    ),
  );
  const missing = [...bundled(), ...bundled('screens')].filter((name) => !shipped.has(name));
  expect(missing).toEqual([]);
});

it('every installed package is pinned by its content and runs no script of its own', () => {
  expect(locked.length).toBeGreaterThan(100);
  expect(locked.filter(([, each]) => !each.integrity?.startsWith('sha512-'))).toEqual([]);
  expect(locked.filter(([, each]) => each.hasInstallScript === true)).toEqual([]);
});

it('the checksums name every built file as it is', () => {
  const lines = readFileSync(join(DIST, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
  const told = lines.map((line) => line.split('  '));
  for (const [sum, name = ''] of told) {
    expect(
      createHash('sha256')
        .update(readFileSync(join(DIST, name)))
        .digest('hex'),
      name,
    ).toBe(sum);
  }
  const files = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(told.length).toBe(files.length - 1);
});
