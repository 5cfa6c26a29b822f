/** The strip and its till: figures that come from files and reports, and what becomes of them when things break. */
import { expect, test, type Page } from '@playwright/test';
import { openStand, type Stand, type StandOptions } from './stand.ts';

const PLANS = { income: 38_000, average: 400, complexity: 2.5, count: 95 };

let stand: Stand;
test.afterEach(() => stand.leave());

async function openStrip(page: Page, options: StandOptions = { plans: PLANS }): Promise<void> {
  stand = await openStand(options);
  await page.setViewportSize({ width: 1024, height: 64 });
  await page.goto(await stand.address('strip'));
}

const approximate = (page: Page) => page.getByText('≈').first();

test('a dropped receipt moves the income at once, marked, and the next report settles it', async ({
  page,
}) => {
  await openStrip(page);
  await expect(page.getByRole('main')).toContainText('0 ₽');
  stand.sell({ amount: 1_250 });
  await expect(page.getByRole('main')).toContainText('1 250 ₽');
  await expect(approximate(page)).toBeVisible();
  await expect(approximate(page)).toBeHidden();
  await expect(page.getByRole('main')).toContainText('1 250 ₽');
});

test('a return moves it back, and the server agrees in the end', async ({ page }) => {
  await openStrip(page);
  stand.sell({ amount: 2_000 });
  stand.sell({ amount: 3_000 });
  stand.sell({ amount: 500, kind: 'return' });
  await expect(page.getByRole('main')).toContainText('4 500 ₽');
  await expect(approximate(page)).toBeHidden();
  await expect(page.getByRole('main')).toContainText('4 500 ₽');
});

test('without the network the figures stay and move, the queue is told, and all is well afterwards', async ({
  page,
}) => {
  await openStrip(page);
  stand.sell({ amount: 1_000 });
  await expect(page.getByRole('main')).toContainText('1 000 ₽');
  await stand.network.cut();
  stand.sell({ amount: 700 });
  stand.sell({ amount: 300 });
  await expect(page.getByRole('main')).toContainText('2 000 ₽');
  await expect(page.locator('[data-link="offline"]')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('2 чека');
  await stand.network.heal();
  await expect(page.locator('[data-link="ok"]')).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText('2 чека');
  await expect(page.getByRole('main')).toContainText('2 000 ₽');
});

test('the page finds its agent again after a crash, with the figures it had', async ({ page }) => {
  await openStrip(page);
  stand.sell({ amount: 1_640 });
  await expect(page.getByRole('main')).toContainText('1 640 ₽');
  await expect(approximate(page)).toBeHidden();
  await stand.restart();
  stand.sell({ amount: 360 });
  await expect(page.getByRole('main')).toContainText('2 000 ₽');
});

test('a key that HEADO refuses is told in words, and receipts keep being stored', async ({ page }) => {
  await openStrip(page, { wrongKey: true });
  stand.sell({ amount: 900 });
  await expect(page.locator('[data-link="action"]')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/ключ/i);
  expect(stand.heado.registered()).toBe(0);
});

test('without a plan there is no percentage and no colour', async ({ page }) => {
  await openStrip(page, {});
  stand.sell({ amount: 800 });
  await expect(page.getByRole('main')).toContainText('800 ₽');
  await expect(page.getByRole('main')).toContainText('план не задан');
  await expect(page.getByRole('main')).not.toContainText('%');
  await expect(page.locator('[data-pace="ahead"], [data-pace="behind"]')).toHaveCount(0);
});

test('names that would be programs elsewhere are text here', async ({ page }) => {
  const hostile = '<img src=x onerror="document.title=\'owned\'">\u202eгрозный';
  stand = await openStand({ plans: PLANS });
  stand.sell({ amount: 500, seller: hostile, itemName: hostile });
  await page.setViewportSize({ width: 1024, height: 600 });
  await page.goto(await stand.address('full'));
  await page.getByRole('tab', { name: 'Продавцы' }).click();
  await expect(page.getByRole('table').first()).toContainText('<img');
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.title()).not.toContain('owned');
});
