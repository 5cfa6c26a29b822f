import { defineConfig } from 'vitest/config';

/** Tests use real files, sockets and processes; two workers suit the two cores they are measured on. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
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
