/** Many sellers and many stores: everything is there, and the own row is always in sight. */
import { expect, test } from '@playwright/test';
import { openStand, type Stand } from './stand.ts';

const SELLERS = 300;
const STORES = 200;

let stand: Stand;
test.afterEach(() => stand.leave());
test.use({ viewport: { width: 1024, height: 600 } });

test('300 sellers stand in the order of their income', async ({ page }) => {
  stand = await openStand({ plans: { income: 100_000 } });
  for (let number = 1; number <= SELLERS; number += 1)
    stand.sell({ amount: number * 10, seller: `Продавец${number} Имя Отчество` });
  await page.goto(await stand.address('full'));
  await page.getByRole('tab', { name: 'Продавцы' }).click();
  const rows = page.getByRole('tabpanel').locator('tbody tr');
  await expect(rows.filter({ hasText: 'Продавец' })).not.toHaveCount(0);
  await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(SELLERS);
  await expect(page.getByRole('tabpanel')).toContainText('3 000 ₽');
  const own = page.locator('tr[data-own="true"]').first();
  await expect(own).toContainText('Продавец300');
  await expect(own).toBeInViewport();
});

test('200 stores are ranked, and the own one is in sight', async ({ page }) => {
  const others = Array.from({ length: STORES - 1 }, (_, index) => ({
    storeExtId: `S${index + 2}`,
    name: `Магазин № ${index + 2}`,
  }));
  stand = await openStand({ plans: { income: 10_000 }, stores: others });
  stand.sell({ amount: 5_000 });
  await page.goto(await stand.address('full'));
  await page.getByRole('tab', { name: 'Рейтинг' }).click();
  const own = page.locator('tr[data-own="true"]').first();
  await expect(own).toContainText('Тюмень');
  await expect(own).toBeInViewport();
  await expect
    .poll(() => page.getByRole('tabpanel').locator('tbody tr').count())
    .toBeGreaterThanOrEqual(STORES);
});
