/** Owns: from the rename of a receipt to the frame that shows its money, over the real agent and service. */
import type { Browser } from '@playwright/test';
import type { Size } from '../e2e/sizes.ts';
import { openStand } from '../e2e/stand.ts';
import { readDrawing, watchDrawing } from './drawn.ts';

/** So large that no average and no amount of one receipt looks like the income. */
const FIRST = 500_000;
const AMOUNT = 137;
const SHOWN_MS_MAX = 30_000;
/** A till is idle between receipts: what follows the last one must not be in the way of the next. */
const REST_MS = 100;

/** Milliseconds of each receipt, dropped one after the other. */
export async function measureDrops(
  browser: Browser,
  { width, height }: Size,
  receipts: number,
): Promise<number[]> {
  const stand = await openStand({ plans: { income: 38_000, count: 95 } });
  const page = await browser.newPage({ viewport: { width, height } });
  try {
    await watchDrawing(page);
    await page.goto(await stand.address('strip'));
    await page.getByText(incomeAfter(-1)).first().waitFor({ timeout: SHOWN_MS_MAX });
    stand.sell({ amount: FIRST });
    await page.getByText(incomeAfter(0)).first().waitFor({ timeout: SHOWN_MS_MAX });
    const droppedAtMs: number[] = [];
    for (let number = 1; number <= receipts; number += 1) {
      stand.sell({ amount: AMOUNT });
      // `sell` returns right after its rename.
      droppedAtMs.push(Date.now());
      await page.getByText(incomeAfter(number)).first().waitFor({ timeout: SHOWN_MS_MAX });
      await page.waitForTimeout(REST_MS);
    }
    const drawn = await readDrawing(page);
    return droppedAtMs.map((atMs, index) => {
      const shown = drawn.find(({ text }) => incomeAfter(index + 1).test(text));
      return (shown?.atMs ?? Number.NaN) - atMs;
    });
  } finally {
    await page.close();
    await stand.leave();
  }
}

/** The income after so many receipts as the strip writes it; −1: before the first. */
function incomeAfter(receipts: number): RegExp {
  const income = receipts < 0 ? 0 : FIRST + receipts * AMOUNT;
  const text = new Intl.NumberFormat('ru-RU').format(income).replaceAll(/\s/g, '\\s');
  return new RegExp(`(?<!\\d|\\d\\s)${text}\\s₽`);
}
