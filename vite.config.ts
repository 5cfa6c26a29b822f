import { defineConfig, type Plugin } from 'vite';

/** Bundles the agent and its command line into `dist/`, with everything it needs beside Node itself. */
export default defineConfig({
  plugins: [withoutFetchAdapter()],
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'dist',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: { 'heado-till': 'src-main/hosts/cli/main.ts' },
      output: {
        format: 'esm',
        entryFileNames: '[name].js',
        chunkFileNames: 'parts/[name]-[hash].js',
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
 * The transport names axios's `http` adapter; its `fetch` adapter tries `Response` while loading, which makes
 * Node load a second HTTP client: 18 MB of memory on every till for nothing.
 */
function withoutFetchAdapter(): Plugin {
  const empty = '\0axios-without-fetch';
  return {
    name: 'axios-without-fetch',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === './fetch.js' && importer?.includes('/axios/lib/adapters/') === true ? empty : undefined,
    load: (id) => (id === empty ? 'export const getFetch = () => undefined;' : undefined),
  };
}
