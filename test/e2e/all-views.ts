/** Owns: going through all views of a till that works, in either language. */
import { expect, type Page } from '@playwright/test';
import { readScreen } from './screen-text.ts';
import { sizes, type View } from './sizes.ts';

/** Opens a view at one of its sizes. */
export async function show(page: Page, view: View, name: string): Promise<void> {
  const size = sizes.find((each) => each.name === name);
  if (!size) throw new Error(`no size ${name}`);
  await page.setViewportSize(size);
  await page.goto(`${new URL(page.url()).origin}/?view=${view}`);
  await expect(page.getByRole('main')).toBeVisible();
}

/** What every view says, by its name. */
export async function readEverything(page: Page): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  const read = async (name: string): Promise<void> => {
    await expect(page.locator('main[aria-busy="true"]')).toHaveCount(0);
    said.set(name, await readScreen(page));
  };
  for (const size of sizes) {
    await show(page, size.view, size.name);
    await expect(page.getByText(/Выручка|Средний чек/).first()).toBeVisible();
    await read(size.name);
  }
  for (const period of [0, 1]) {
    await page.getByRole('group').first().getByRole('button').nth(period).click();
    for (const index of [0, 1, 2]) {
      await page.getByRole('tab').nth(index).click();
      await expect(page.getByRole('row').nth(1)).toBeVisible();
      await read(`tab ${index} of period ${period}`);
    }
  }
  await page.goto(page.url().replace('full', 'service'));
  await expect(page.getByRole('region').nth(8)).toBeVisible();
  await read('service');
  for (const index of [0, 1]) {
    await page.getByRole('banner').getByRole('button').nth(index).click();
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/^(Сервис|Service)$/);
    await read(`page ${index} of the service view`);
    if (index === 0) await page.getByRole('banner').getByRole('button').first().click();
  }
  for (let step = 2; step <= 5; step += 1) {
    await page.getByRole('banner').getByRole('button').last().click();
    await read(`step ${step}`);
  }
  await show(page, 'strip', 'strip-1366');
  await page.getByRole('button').last().click();
  await read('menu');
  return said;
}
