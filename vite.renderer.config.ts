import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { checksums, inventory, onLog } from './vite.inventory.ts';

const DIST = join(import.meta.dirname, 'dist');

/** Bundles the screens into `dist/screens/`: plain files that any host can serve. */
export default defineConfig({
  root: 'src-renderer',
  base: './',
  plugins: [react(), inventory(), checksums(DIST)],
  build: {
    // Debian 12's Chromium, and the one inside Electron 45.
    target: 'chrome140',
    outDir: '../dist/screens',
    emptyOutDir: true,
    // The content policy allows no `data:` scripts or styles.
    assetsInlineLimit: 0,
    // All of it is 8 kB; a style sheet of its own would hold up the view that it belongs to.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { onLog },
  },
});
