import { defineConfig, type Plugin } from 'vite';

/** Bundles the agent and its command line into `dist/`, with everything it needs beside Node itself. */
export default defineConfig({
  plugins: [withoutUnusedParts(), asciiOnly()],
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'dist',
    emptyOutDir: true,
    // Names stay, so that a stack trace can be read; blanks and comments only cost memory.
    minify: false,
    rolldownOptions: {
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

/** The entry is started by its name from the shell. */
function shebang(chunk: { isEntry: boolean }): string {
  return chunk.isEntry ? '#!/usr/bin/env node' : '';
}

/**
 * What axios loads and this program never uses costs memory on every till: its `fetch` adapter, which makes Node load
 * a second HTTP client of 18 MB; forms, with a list of all file types; redirects, which are never followed; proxies,
 * which are ours to choose (`heado/agents.ts`).
 */
function withoutUnusedParts(): Plugin {
  const empty: Readonly<Record<string, string>> = {
    './fetch.js': 'export const getFetch = () => undefined;',
    'form-data': 'export default undefined;',
    'follow-redirects': 'export default {};',
    'https-proxy-agent': 'export default undefined; export const HttpsProxyAgent = undefined;',
  };
  const mark = '\0without:';
  const left = new Set(Object.keys(empty));
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
    buildEnd(error) {
      if (!error && left.size > 0)
        this.error(`axios no longer loads ${[...left].join(', ')}: look at this list`);
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
