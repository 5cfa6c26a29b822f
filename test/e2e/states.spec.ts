/**
 * Every state at every size in both themes: no accessibility violation, no text that is too small, no target that
 * a glove misses, nothing that leaves its window, no number that nobody gave, and the same picture as in docs/screens.
 */
import { expect, test } from '@playwright/test';
import { allStates, type StateName } from '../renderer/support/snapshots.ts';
import { prepareAxe, violations } from './axe.ts';
import { findFaults, type Limits } from './layout-faults.ts';
import { hasPictureFont, pictureName, picturedStates } from './pictures.ts';
import { open, standStill, turn } from './open-state.ts';
import { sizes, stateNames, themes, type View } from './sizes.ts';
import { startStateServer, type StateServer } from './state-server.ts';

let server: StateServer;
test.beforeAll(async () => {
  server = await startStateServer(allStates.live);
});
test.afterAll(() => server.close());

const views: readonly View[] = ['strip', 'card', 'panel', 'full'];

for (const view of views) {
  test(`the ${view} is sound in every state at every size in both themes`, async ({ page }) => {
    test.slow();
    await prepareAxe(page);
    await standStill(page);
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    const compares = await hasPictureFont(page, server.origin);
    if (!compares)
      process.stderr.write(`pictures of the ${view}: not compared, this machine has another font\n`);
    const shapes = sizes.filter((size) => size.view === view);
    for (const name of stateNames) {
      let isOpen = false;
      for (const [index, theme] of themes.entries()) {
        for (const size of shapes) {
          const drawn = { state: allStates[name], size, theme };
          // After ten seconds words would stand in the place of the bars.
          await (isOpen && name !== 'loading' ? turn(page, server, drawn) : open(page, server, drawn));
          isOpen = true;
          // What the themes share need not be asked twice.
          const found = await violations(page, index === 0 ? undefined : ['color-contrast']);
          expect.soft(found, `${name} in ${theme} at ${size.name}: accessibility`).toEqual([]);
          const faults = await page.evaluate(findFaults, limitsOf(view, name));
          expect.soft(faults, `${name} in ${theme} at ${size.name}: layout`).toEqual([]);
          if (compares && picturedStates.has(name))
            await expect.soft(page).toHaveScreenshot(pictureName(name, size, theme));
        }
      }
    }
    expect(said).toEqual([]);
  });
}

/** Touch targets of widget, rules: 64 px on the strip and, for a cashier, on the panel, else 48. */
function limitsOf(view: View, name: StateName): Limits {
  // The first run fills the panel with a form and its keys.
  const isLarge = view === 'strip' || (view === 'panel' && name !== 'firstRun');
  return { targetPx: isLarge ? 64 : 48, textPx: 13 };
}
