import { defineConfig } from 'vite';

/** Bundles the agent and its command line into `dist/`, with everything it needs beside Node itself. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'dist',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: { 'heado-till': 'src-main/hosts/cli/main.ts' },
      output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js', banner: shebang },
    },
  },
  ssr: { noExternal: true, target: 'node' },
});

/** The entry is started by its name from the shell. */
function shebang(chunk: { isEntry: boolean }): string {
  return chunk.isEntry ? '#!/usr/bin/env node' : '';
}
