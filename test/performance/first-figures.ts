/** Owns: from the navigation to the first figure on the screen, from a snapshot that is at hand; nothing is cached. */
import type { Browser } from '@playwright/test';
import type { Size } from '../e2e/sizes.ts';
import type { StateServer } from '../e2e/state-server.ts';
import { readDrawing, watchDrawing } from './drawn.ts';
import { shopAt } from './shop-day.ts';
import { slowDown } from './update-tasks.ts';

/** The income of the first snapshot. */
const FIGURE = /24\s672/;

export async function measureFirstFigure(
  browser: Browser,
  server: StateServer,
  { view, width, height }: Size,
  slower: number,
): Promise<number> {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  await watchDrawing(page);
  await slowDown(page, slower);
  server.play(shopAt(0, 0));
  await page.goto(`${server.origin}/?view=${view}`);
  await page.getByText(FIGURE).first().waitFor();
  await page.waitForTimeout(300);
  const first = (await readDrawing(page)).find(({ text }) => FIGURE.test(text));
  await context.close();
  return first?.sinceMs ?? Number.NaN;
}
