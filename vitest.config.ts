import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { measureSlowness, TEST_LIMIT_MS } from './test/support/patience.ts';
import { tellSkipped } from './test/support/tell-skipped.ts';

/** Ends what hangs; the full matrices are one test each, of ten times the size. */
const limitMs = TEST_LIMIT_MS * measureSlowness() * (process.env['FULL'] === undefined ? 1 : 10);

/**
 * Tests use real files, sockets and processes, and wait for them: three workers keep the two cores busy. A worker
 * goes from file to file, so no file may leave anything behind: a process, and a window, for each was a third of the work.
 */
const running = {
  pool: 'forks',
  maxWorkers: 3,
  isolate: false,
  testTimeout: limitMs,
  hookTimeout: limitMs,
} as const;

// Agents and commands that tests start as processes need not compile the same program each time.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

export default defineConfig({
  test: {
    ...running,
    reporters: [
      ['default', { summary: false }],
      tellSkipped(),
      ['json', { outputFile: 'node_modules/.cache/test-results.json' }],
    ],
    projects: [
      {
        extends: true,
        test: { name: 'node', include: ['test/**/*.test.ts'], exclude: ['test/renderer/**'] },
      },
      {
        extends: './vite.renderer.config.ts',
        root: '.',
        test: {
          ...running,
          name: 'screens',
          environment: 'jsdom',
          include: ['test/renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['test/renderer/support/each-file.ts'],
        },
      },
    ],
  },
});
