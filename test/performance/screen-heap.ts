/** Owns: what a page holds after a working day of polling: its heap after a collection. */
import type { Browser, CDPSession } from '@playwright/test';
import type { Size } from '../e2e/sizes.ts';
import type { StateServer } from '../e2e/state-server.ts';
import { RECEIPT_STEP_MS, shopAt } from './shop-day.ts';

const DAY_MS = 8 * 3_600_000;
/** Faster than they come, slow enough that each is drawn. */
const STEP_MS = 20;
const BYTES_PER_MB = 1_000_000;

export interface ScreenHeap {
  readonly snapshots: number;
  /** After the first, after half of, and after all snapshots. */
  readonly atStartMb: number;
  readonly halfwayMb: number;
  readonly atEndMb: number;
}

export async function measureHeap(
  browser: Browser,
  server: StateServer,
  { view, width, height }: Size,
): Promise<ScreenHeap> {
  const page = await browser.newPage({ viewport: { width, height } });
  const session = await page.context().newCDPSession(page);
  server.play(shopAt(0, DAY_MS));
  await page.goto(`${server.origin}/?view=${view}`);
  await page.locator('main').first().waitFor();
  const snapshots = DAY_MS / RECEIPT_STEP_MS;
  const play = async (from: number, to: number): Promise<number> => {
    for (let receipts = from; receipts <= to; receipts += 1) {
      server.play(shopAt(receipts, DAY_MS));
      await page.waitForTimeout(STEP_MS);
    }
    return heapMb(session);
  };
  const atStartMb = await play(1, 10);
  const halfwayMb = await play(11, snapshots / 2);
  const atEndMb = await play(snapshots / 2 + 1, snapshots);
  await page.close();
  return { snapshots, atStartMb, halfwayMb, atEndMb };
}

async function heapMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.send('HeapProfiler.disable');
  return usedSize / BYTES_PER_MB;
}
