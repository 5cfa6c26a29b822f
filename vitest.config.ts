import { defineConfig } from 'vitest/config';
import { measureSlowness, TEST_LIMIT_MS } from './test/support/patience.ts';

/** Ends what hangs; the full matrices are one test each, of ten times the size. */
const limitMs = TEST_LIMIT_MS * measureSlowness() * (process.env['FULL'] === undefined ? 1 : 10);
const limits = { testTimeout: limitMs, hookTimeout: limitMs };

/** Tests use real files, sockets and processes, and wait for them: three workers keep the two cores busy. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 3,
    ...limits,
    reporters: [
      ['default', { summary: false }],
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
          name: 'screens',
          environment: 'jsdom',
          include: ['test/renderer/**/*.test.{ts,tsx}'],
          ...limits,
        },
      },
    ],
  },
});
