import crypto from 'node:crypto';
import http from 'node:http';
import { defineConfig, type Plugin } from 'vite';
import { inventory, onLog } from './vite.inventory.ts';

/** Where axios looks at a global that makes Node load a second HTTP client. */
const FORM_OF_NODE = "typeof G.FormData !== 'undefined' ? G.FormData : undefined";

/** Bundles the agent and its command line into `dist/`, with everything it needs beside Node itself. */
export default defineConfig({
  plugins: [withoutUnusedParts(), plainBuiltins(), asciiOnly(), inventory()],
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'dist',
    emptyOutDir: true,
    // Names stay, so that a stack trace can be read; blanks and comments only cost memory.
    minify: false,
    rolldownOptions: {
      onLog,
      input: { 'heado-till': 'src-main/hosts/cli/main.ts' },
      output: {
        format: 'esm',
        entryFileNames: '[name].js',
        chunkFileNames: 'parts/[name]-[hash].js',
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
        banner: shebang,
      },
    },
  },
  ssr: { noExternal: true, target: 'node' },
});

/** The entry is started by its name from the shell, without the door that SIGUSR1 opens for debuggers. */
function shebang(chunk: { isEntry: boolean }): string {
  return chunk.isEntry ? '#!/usr/bin/env -S node --disable-sigusr1' : '';
}

/**
 * What axios loads and this program never uses costs memory on every till: its `fetch` adapter and its look at
 * `FormData`, which make Node load a second HTTP client of 8 MB; HTTP/2; forms, with a list of all file types;
 * redirects, which are never followed; proxies, which are ours to choose (`heado/agents.ts`).
 */
function withoutUnusedParts(): Plugin {
  const empty: Readonly<Record<string, string>> = {
    './fetch.js': 'export const getFetch = () => undefined;',
    http2: 'export default { constants: {} };',
    'form-data': 'export default undefined;',
    'follow-redirects': 'export default {};',
    'https-proxy-agent': 'export default undefined; export const HttpsProxyAgent = undefined;',
  };
  const mark = '\0without:';
  const left = new Set([...Object.keys(empty), FORM_OF_NODE]);
  return {
    name: 'without-unused-parts',
    enforce: 'pre',
    resolveId: (source, importer) =>
      importer?.includes('/axios/lib/') === true && source in empty ? mark + source : undefined,
    load(id) {
      if (!id.startsWith(mark)) return undefined;
      left.delete(id.slice(mark.length));
      return empty[id.slice(mark.length)];
    },
    transform(code, id) {
      if (!id.endsWith('/axios/lib/utils.js') || !code.includes(FORM_OF_NODE)) return undefined;
      left.delete(FORM_OF_NODE);
      return { code: code.replace(FORM_OF_NODE, 'undefined'), map: null };
    },
    buildEnd(error) {
      if (!error && left.size > 0)
        this.error(`axios no longer loads ${[...left].join(', ')}: look at this list`);
    },
  };
}

/**
 * Importing `node:http` or `node:crypto` reads every name they have, and among them are some that load what no one
 * asked for: a second HTTP client, the cryptography of browsers. Asked for as values they give only what is used.
 */
function plainBuiltins(): Plugin {
  const mark = '\0plain:';
  const modules: Readonly<Record<string, object>> = { http, crypto };
  return {
    name: 'plain-builtins',
    enforce: 'pre',
    resolveId(source) {
      const name = source.replace(/^node:/, '');
      return name in modules ? mark + name : undefined;
    },
    load(id) {
      const name = id.startsWith(mark) ? id.slice(mark.length) : '';
      const all = Object.entries(Object.getOwnPropertyDescriptors(modules[name] ?? {}));
      const names = all.flatMap(([key, { get }]) => (get ? [] : [key])).join(', ');
      if (names === '') return undefined;
      return `const all = process.getBuiltinModule('node:${name}'); export default all; export const { ${names} } = all;`;
    },
  };
}

/** One Russian word in a script would make Node keep all of it in two bytes a character. */
function asciiOnly(): Plugin {
  return {
    name: 'ascii-only',
    generateBundle(_options, bundle) {
      for (const part of Object.values(bundle)) if (part.type === 'chunk') part.code = inAscii(part.code);
    },
  };
}

function inAscii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
