/**
 * Eight hours of a page that is never reloaded: as many different snapshots as a till makes of 480 reports and a
 * thousand receipts, as fast as the page takes them. What is used after a collection of garbage stays small and flat.
 */
import { expect, test, type CDPSession, type Page } from '@playwright/test';
import type { CurvePoint, Period } from '../../src-main/contract/figures.ts';
import type { Snapshot } from '../../src-main/contract/snapshot.ts';
import { income, MINUTE_MS } from '../renderer/support/figures.ts';
import { allStates, snapshot } from '../renderer/support/snapshots.ts';
import { startStateServer, type StateServer } from './state-server.ts';

const SNAPSHOTS = 1_500;
/** The page may pass over some of a burst; that it has drawn the last one is waited for. */
const BURST = 10;
/** Until everything is loaded and what runs often is compiled. */
const WARM = 300;
const MEASURED_EVERY = 100;
const DAY_MINUTES = 8 * 60;
const HEAP_MB_MAX = 12;
/**
 * 0.4 kB per snapshot of a half. One snapshot that stays has 10 kB, one listener some 0.5 kB. What browsers still learn
 * about a page that runs was measured at 80 to 175 kB here, at 5 to 20 kB after ten times as many.
 */
const GROWTH_KB_MAX = 300;

// A trace keeps what the page was.
test.use({ trace: 'off' });

let server: StateServer;
test.beforeAll(async () => {
  server = await startStateServer(allStates.live);
});
test.afterAll(() => server.close());

/**
 * The page at a moment of the eight hours: figures, ages, curve, sellers, queue and states move. The
 * curve has its full length from the beginning: it grows by right.
 */
function snapshotAt(index: number): Snapshot {
  const base = snapshot();
  const atMs = base.day.curve.fromMs + 9 * 60 * MINUTE_MS + (index / SNAPSHOTS) * DAY_MINUTES * MINUTE_MS;
  const fact = 1_000 + index * 17;
  const points: readonly CurvePoint[] = Array.from({ length: DAY_MINUTES / 5 }, (_, slot) => ({
    atMs: base.day.curve.fromMs + (60 + slot * 5) * MINUTE_MS,
    fact: (fact * slot * 5) / DAY_MINUTES,
    planNow: slot * 260,
  }));
  const moved = (period: Period): Period => ({
    ...period,
    askedAtMs: atMs - (index % 60) * 1_000,
    stale: index % 97 === 0,
    figures: period.figures.map((figure) =>
      figure.id === income.id ? { ...figure, fact, approximate: index % 3 > 0, left: 38_000 - fact } : figure,
    ),
    curve: { ...period.curve, points: period.type === 'day' ? points : period.curve.points },
  });
  return {
    ...base,
    atMs,
    day: moved(base.day),
    month: moved(base.month),
    link: index % 97 === 0 ? 'stale' : 'ok',
    notices: index % 211 === 0 ? allStates.keyRefused.notices : [],
    queue: { ...base.queue, waiting: index % 5 },
    lastReceipt: { atMs, amount: 100 + index, bestOfDay: index % 50 === 0 },
    seller: `Продавец ${index % 7}`,
  };
}

const amountOf = (index: number): string => new Intl.NumberFormat('ru-RU').format(1_000 + index * 17);

async function playOn(page: Page, from: number, to: number): Promise<void> {
  for (let index = from; index < to; index += 1) {
    server.play(snapshotAt(index));
    if (index % BURST === BURST - 1) await page.evaluate(whenDrawn, amountOf(index));
  }
}

/** Runs in the page. */
function whenDrawn(amount: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (document.querySelector('main')?.textContent.includes(amount)) resolve();
      else setTimeout(look);
    };
    look();
  });
}

/** After everything that nobody holds is gone. */
async function usedKb(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return Math.round(usedSize / 1_024);
}

/** Plays on and measures some times meanwhile. */
async function measure(page: Page, devtools: CDPSession, from: number, to: number): Promise<number[]> {
  const used: number[] = [];
  for (let begin = from; begin < to; begin += MEASURED_EVERY) {
    await playOn(page, begin, Math.min(begin + MEASURED_EVERY, to));
    used.push(await usedKb(devtools));
  }
  return used;
}

for (const view of ['strip', 'full'] as const) {
  test(`the ${view} keeps to its heap for a day`, async ({ page }) => {
    await page.setViewportSize({ width: 1024, height: view === 'strip' ? 64 : 600 });
    await page.goto(`${server.origin}/?view=${view}`);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('HeapProfiler.enable');
    // Everything is loaded and warm, the chart too.
    await playOn(page, 0, WARM);
    if (view === 'full')
      await page
        .getByRole('img', { name: /^График/ })
        .locator('path')
        .first()
        .waitFor({ state: 'attached' });
    const first = await measure(page, devtools, WARM, SNAPSHOTS / 2);
    const second = await measure(page, devtools, SNAPSHOTS / 2, SNAPSHOTS);
    const all = [...first, ...second];
    test.info().annotations.push({ type: 'heap, kB', description: all.join(' ') });
    expect(Math.max(...all) / 1_024).toBeLessThanOrEqual(HEAP_MB_MAX);
    // The least of each half: a drawing that has just begun is no leak.
    expect(Math.min(...second) - Math.min(...first)).toBeLessThan(GROWTH_KB_MAX);
  });
}
