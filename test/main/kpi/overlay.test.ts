import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../support/random.ts';
import { openShop, type Shop } from './overlay-shop.ts';

const RUNS = process.env['FULL'] ? 1_000 : 120;
const STEPS = 60;
/** Reports that are minutes behind the receipts. */
const LAG_MS_MAX = 300_000;
/** Half of the runs cross midnight at the store. */
const NOON_MS = Date.parse('2026-11-30T12:00:00+03:00');
const STARTS = [Date.parse('2026-11-30T23:59:50+03:00'), NOON_MS];
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
  await shop.clock.walk(4_000 + LAG_MS_MAX);
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
      const lagMs = seed % 2 === 0 ? 0 : random.below(LAG_MS_MAX);
      const wavers = seed % 5 === 0;
      const shop = openShop(random, random.pick(STARTS), () => (wavers ? random.below(lagMs + 1) : lagMs));
      const jumps = seed % 3 === 0;
      const pauses = lagMs > 0 ? [0, 100, 1_500, 6_000, 30_000] : [0, 1, 100, 700, 1_500];
      for (let step = 0; step < STEPS; step += 1) {
        const chance = random.below(10);
        if (chance < 3) sellAndLook(shop);
        else if (chance < 4) shop.sellElsewhere();
        else if (chance < 7) shop.post(random.pick(FATES));
        else if (chance < 8) shop.reports.receiptDelivered();
        else if (jumps && random.below(4) === 0)
          shop.clock.setWall(shop.clock.now() + random.below(40_000) - 20_000);
        expectNothingTwice(shop, `seed ${seed}, step ${step}`);
        await shop.clock.walk(random.pick(pauses));
        expectNothingTwice(shop, `seed ${seed}, after step ${step}`);
        if (shop.shown()) looked += 1;
      }
      await comeToRest(shop);
      expect(shop.shown()).toEqual({ ...shop.atServer(), approximate: false });
      await shop.reports.stop();
    }
    expect(looked).toBeGreaterThan(RUNS * STEPS * 0.5);
  });

  test('of a till alone stay until a report moves, however far behind the server is', async () => {
    for (const lagMs of [0, 1_000, 45_000, 290_000]) {
      const shop = openShop(seededRandom(7), NOON_MS, () => lagMs);
      shop.failReports.share = 0;
      await shop.clock.walk(10_000);
      for (let sold = 0; sold < 3; sold += 1) shop.sell();
      const truth = shop.truth();
      const reported = (): number => shop.reported().sales;
      const before = reported();
      shop.post('accepted');
      while (shop.hasWaiting() || reported() === before) {
        if (reported() === before) expect(shop.shown()).toEqual({ ...truth, approximate: true });
        shop.post('accepted');
        await shop.clock.walk(500);
      }
      await shop.reports.stop();
    }
  });

  test('that leave with a report which moved otherwise are marked until the next one', async () => {
    const shop = openShop(seededRandom(3), NOON_MS, () => 45_000);
    shop.failReports.share = 0;
    await shop.clock.walk(10_000);
    shop.sellElsewhere();
    await shop.clock.walk(41_000);
    shop.sell();
    shop.post('accepted');
    const seen: string[] = [];
    for (let turn = 0; turn < 400; turn += 1) {
      await shop.clock.walk(200);
      const shown = shop.shown();
      if (!shown) continue;
      const { sales, approximate } = shown;
      const state = `${sales > shop.reported().sales ? 'added' : 'bare'}${approximate ? ', marked' : ''}`;
      if (seen.at(-1) !== state) seen.push(state);
    }
    expect(seen).toEqual(['added, marked', 'bare, marked', 'bare']);
    await shop.reports.stop();
  });
});
