import { defineConfig } from 'vitest/config';

/** Tests use real files, sockets and processes, and wait for them: three workers keep the two cores busy. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 30_000,
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
          testTimeout: 30_000,
        },
      },
    ],
  },
});
