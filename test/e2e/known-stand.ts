/** Owns: a till and a HEADO with the known day: the other stores sold already, this one is about to. */
import type { Browser, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { localTimeIn, showOffset, zoneOffsetMinutes } from '../simulator/times.ts';
import { OTHER_STORES, PLANS, sumOf, TODAY, YESTERDAY, type Sums } from './known-day.ts';
import { openStand, todayIn, type SaleFacts, type Stand } from './stand.ts';

export type PeriodType = 'day' | 'month';

export interface KnownStand extends Stand {
  /** The strip, at rest: HEADO has told everything. */
  readonly page: Page;
  /** What was dropped, by the period that it belongs to. */
  readonly sales: Readonly<Record<PeriodType, readonly SaleFacts[]>>;
  readonly sold: Readonly<Record<PeriodType, Sums>>;
}

export async function openKnownDay(browser: Browser): Promise<KnownStand> {
  const stores = OTHER_STORES.map(({ storeExtId, name }) => ({ storeExtId, name }));
  const stand = await openStand({ plans: PLANS.day, monthPlans: PLANS.month, stores });
  await sellElsewhere(stand);
  const page = await browser.newPage({ viewport: { width: 1366, height: 64 } });
  await page.goto(await stand.address('strip'));
  // The first report of the day tells whence stores moved.
  await expect(page.getByRole('main')).toContainText('3 из 3');
  for (const sale of [YESTERDAY, ...TODAY]) stand.sell(sale);
  await expect(page.getByRole('main')).toContainText('2 из 3');
  await expect(page.getByText('≈')).toHaveCount(0);
  const isThisMonth = todayIn(stand.zone).day > 1;
  const sales = { day: TODAY, month: isThisMonth ? [...TODAY, YESTERDAY] : TODAY };
  return { ...stand, page, sales, sold: { day: sumOf(sales.day), month: sumOf(sales.month) } };
}

/** As the tills of other stores do: straight to HEADO. */
async function sellElsewhere({ heado, zone }: Stand): Promise<void> {
  const nowMs = Date.now();
  const ts = localTimeIn(zone, nowMs) + showOffset(zoneOffsetMinutes(zone, nowMs));
  const receipts = OTHER_STORES.map(({ storeExtId, sold: amount }) => ({
    ...{ amount, discount: 0, ts, cashier: 'Кто-то', extId: `X-${storeExtId}` },
    ...{ positions: [{ name: 'Товар', count: 1, total: amount }], poskey: `@${storeExtId}/K1` },
  }));
  const params = { receipts, agent: { name: 'another till', version: '1' } };
  const method = 'purchaseRegisterBatch';
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await fetch(heado.deviceUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (!(await answer.text()).includes('"result"')) throw new Error('HEADO refused the other stores');
}
