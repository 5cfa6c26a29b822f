import { defineConfig } from '@playwright/test';
import { BROWSER_SWITCHES, findBrowser } from './test/e2e/find-browser.ts';
import { FACT_LIMIT_MS, measureSlowness, TEST_LIMIT_MS } from './test/support/patience.ts';

const slowness = measureSlowness();

/** The screens in a real browser, over the real service, agent and simulator. */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'node_modules/.cache/screens',
  workers: 2,
  fullyParallel: true,
  timeout: TEST_LIMIT_MS * slowness,
  snapshotPathTemplate: 'docs/screens/{arg}{ext}',
  expect: {
    timeout: FACT_LIMIT_MS * slowness,
    // The same browser draws the same pixels; ten leave room for the edges of another version's letters. One digit
    // of the smallest text that changes makes 18.
    toHaveScreenshot: { maxDiffPixels: 10, animations: 'disabled' },
  },
  reporter: [['line'], ['json', { outputFile: 'node_modules/.cache/screen-results.json' }]],
  use: {
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: findBrowser(), args: [...BROWSER_SWITCHES] },
  },
});
