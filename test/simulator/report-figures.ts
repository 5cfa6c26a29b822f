/**
 * Owns the sums behind reports: income, sales, lines and items, of a store and of each seller.
 * Promises whole units of 1/10000 throughout, and that returns subtract from income and items.
 * A return is no sale, so it does not change the number of sales: the documents do not say, shops count so.
 */
import type { RegisteredReceipt } from './account.ts';
import { unitsPerOne } from './fields.ts';
import type { MetricName } from './plans.ts';

export interface Figures {
  incomeUnits: number;
  /** Sales, returns not counted. */
  sales: number;
  /** Sales that have positions. */
  salesWithItems: number;
  lines: number;
  itemUnits: number;
}

function noFigures(): Figures {
  return { incomeUnits: 0, sales: 0, salesWithItems: 0, lines: 0, itemUnits: 0 };
}

/** A return's totals may come with or without their sign; the amount's sign is what counts (guide 7.4). */
function lineSign({ receipt }: RegisteredReceipt): number {
  if (receipt.amountUnits >= 0) return 1;
  const sumUnits = receipt.lines.reduce((sum, line) => sum + line.totalUnits, 0);
  return sumUnits > 0 ? -1 : 1;
}

/** The figures of all the receipts together. */
export function sumReceipts(receipts: readonly RegisteredReceipt[]): Figures {
  const figures = noFigures();
  for (const { receipt } of receipts) {
    const direction = receipt.amountUnits < 0 ? -1 : 1;
    figures.incomeUnits += receipt.amountUnits;
    figures.lines += receipt.lines.length;
    for (const line of receipt.lines) figures.itemUnits += direction * line.countUnits;
    if (direction < 0) continue;
    figures.sales += 1;
    if (receipt.lines.length > 0) figures.salesWithItems += 1;
  }
  return figures;
}

const nobody = 'Без продавца';

interface SellerShare {
  readonly seller: string;
  readonly incomeUnits: number;
  readonly lines: number;
  readonly itemUnits: number;
}

function shares(entry: RegisteredReceipt): SellerShare[] {
  const { receipt } = entry;
  const cashier = receipt.cashier === undefined || receipt.cashier === '' ? nobody : receipt.cashier;
  if (receipt.lines.length === 0) {
    return [{ seller: cashier, incomeUnits: receipt.amountUnits, lines: 0, itemUnits: 0 }];
  }
  const sign = lineSign(entry);
  const direction = receipt.amountUnits < 0 ? -1 : 1;
  return receipt.lines.map((line) => ({
    seller: line.seller === undefined || line.seller === '' ? cashier : line.seller,
    incomeUnits: sign * line.totalUnits,
    lines: 1,
    itemUnits: direction * line.countUnits,
  }));
}

/** The figures of each seller: who is named on a position, else the cashier (guide 7.3, seller). */
export function sumBySeller(receipts: readonly RegisteredReceipt[]): Map<string, Figures> {
  const sellers = new Map<string, Figures>();
  for (const entry of receipts) {
    const named = new Set<string>();
    for (const share of shares(entry)) {
      const figures = sellers.get(share.seller) ?? noFigures();
      sellers.set(share.seller, figures);
      figures.incomeUnits += share.incomeUnits;
      figures.lines += share.lines;
      figures.itemUnits += share.itemUnits;
      if (!named.has(share.seller)) countSale(figures, entry);
      named.add(share.seller);
    }
  }
  return sellers;
}

function countSale(figures: Figures, { receipt }: RegisteredReceipt): void {
  if (receipt.amountUnits < 0) return;
  figures.sales += 1;
  if (receipt.lines.length > 0) figures.salesWithItems += 1;
}

/** To `places` decimals, half up away from zero, without binary dust. */
export function round(value: number, places: number): number {
  const factor = 10 ** places;
  return (Math.sign(value) * Math.round(Math.abs(value) * factor + 1e-9)) / factor;
}

/** The figure that a metric shows, in ones; 0 where nothing was sold. */
export function factOf(metric: MetricName, figures: Figures): number {
  const ratio = (units: number, count: number): number => (count === 0 ? 0 : units / unitsPerOne / count);
  if (metric === 'income') return figures.incomeUnits / unitsPerOne;
  if (metric === 'average') return round(ratio(figures.incomeUnits, figures.sales), 4);
  if (metric === 'complexity') return round(ratio(figures.itemUnits, figures.salesWithItems), 4);
  return figures.sales;
}
