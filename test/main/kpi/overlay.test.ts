import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../support/random.ts';
import { openShop, type Shop } from './overlay-shop.ts';

const RUNS = process.env['FULL'] ? 1_000 : 120;
const STEPS = 60;
/** Half of the runs cross midnight at the store. */
const STARTS = ['2026-11-30T23:59:50+03:00', '2026-11-30T12:00:00+03:00'].map((text) => Date.parse(text));
const FATES = ['accepted', 'accepted', 'accepted', 'answerLost', 'requestLost', 'unsent', 'refused'] as const;

function expectNothingTwice(shop: Shop, place: string): void {
  const shown = shop.shown();
  if (!shown) return;
  const truth = shop.truth();
  expect([
    place,
    shown.sales <= truth.sales,
    shown.returns <= truth.returns,
    shown.count <= truth.count,
  ]).toEqual([place, true, true, true]);
}

/** A sale is on the screen the moment it is made. */
function sellAndLook(shop: Shop): void {
  const before = shop.shown();
  const due = shop.truth();
  shop.sell();
  const after = shop.shown();
  const grown = shop.truth();
  if (!before || !after) return;
  expect(after.sales - before.sales).toBe(grown.sales - due.sales);
  expect(after.returns - before.returns).toBe(grown.returns - due.returns);
}

/** Everything is delivered, and a report is asked and answered after it. */
async function comeToRest(shop: Shop): Promise<void> {
  shop.failReports.share = 0;
  for (let turn = 0; turn < 100 && shop.hasWaiting(); turn += 1) {
    shop.post('accepted');
    await shop.clock.walk(4_000);
  }
  expect(shop.hasWaiting()).toBe(false);
  await shop.clock.walk(4_000);
  shop.reports.refresh();
  await shop.clock.walk(20_000);
  // Where midnight passed just now, the first report of the new day is still on its way.
  if (!shop.shown()) await shop.clock.walk(4_000);
}

describe('own receipts over the report', () => {
  test('are never counted twice, are seen at once, and come to the exact figure at rest', async () => {
    let looked = 0;
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const random = seededRandom(seed);
      const shop = openShop(random, random.pick(STARTS));
      const jumps = seed % 3 === 0;
      for (let step = 0; step < STEPS; step += 1) {
        const chance = random.below(10);
        if (chance < 3) sellAndLook(shop);
        else if (chance < 4) shop.sellElsewhere();
        else if (chance < 7) shop.post(random.pick(FATES));
        else if (chance < 8) shop.reports.receiptDelivered();
        else if (jumps && random.below(4) === 0)
          shop.clock.setWall(shop.clock.now() + random.below(40_000) - 20_000);
        expectNothingTwice(shop, `seed ${seed}, step ${step}`);
        await shop.clock.walk(random.pick([0, 1, 100, 700, 1_500]));
        expectNothingTwice(shop, `seed ${seed}, after step ${step}`);
        if (shop.shown()) looked += 1;
      }
      await comeToRest(shop);
      expect(shop.shown()).toEqual({ ...shop.atServer(), approximate: false });
      await shop.reports.stop();
    }
    expect(looked).toBeGreaterThan(RUNS * STEPS * 0.5);
  });
});
