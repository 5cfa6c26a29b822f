/**
 * Owns: which own receipts the server's report cannot contain yet, and what they add to it (decisions 29). Pure.
 * Promises: nothing is counted twice: a receipt is added only where the report's answer was here before the first
 * byte of it left. One that was posted while a report was on its way may miss from both, until the next report.
 */
import type { MetricRole } from '../contract/figures.ts';
import type { Answered, Metric, PeriodRange } from '../reports/model.ts';
import type { OwnReceipt } from './model.ts';
import { sumOf, toMoney } from './money.ts';

/** The receipts of the period that `answer` cannot contain. */
export function pendingReceipts(
  receipts: readonly OwnReceipt[],
  answer: Pick<Answered<unknown>, 'answeredAtMs'>,
  range: Pick<PeriodRange, 'fromMs' | 'toMs'>,
): readonly OwnReceipt[] {
  return receipts.filter(
    ({ occurredAtMs, firstPostAtMs, refused }) =>
      !refused &&
      occurredAtMs >= range.fromMs &&
      occurredAtMs < range.toMs &&
      (firstPostAtMs === null || firstPostAtMs > answer.answeredAtMs),
  );
}

/** What pending receipts come to. */
export interface Pending {
  readonly income: number;
  readonly items: number;
  readonly receipts: number;
  /** Sales that have items: what items per receipt are divided by, in the server's report too. */
  readonly withItems: number;
}

export function sumPending(receipts: readonly OwnReceipt[]): Pending {
  const sales = receipts.filter((receipt) => receipt.receipts === 1);
  return {
    income: sumOf(receipts, ({ amount }) => amount),
    items: sumOf(receipts, ({ items }) => items),
    receipts: sales.length,
    withItems: sales.filter(({ items }) => items > 0).length,
  };
}

/**
 * The metric's fact with what is pending. `qty`: the sales that the metric is a mean of. Roles whose sums are not
 * known here stay as the server gave them, and so does a mean without its quantity.
 */
export function addPending(
  role: MetricRole,
  { fact, qty }: Pick<Metric, 'fact' | 'qty'>,
  pending: Pending,
): number | null {
  if (fact === null) return null;
  if (role === 'income') return toMoney(fact + pending.income);
  if (role === 'count') return fact + pending.receipts;
  if (role === 'average') return meanWith(fact, qty, pending.income, pending.receipts);
  if (role === 'items') return meanWith(fact, qty, pending.items, pending.withItems);
  return fact;
}

function meanWith(mean: number, qty: number | null, sum: number, count: number): number {
  if (qty === null || (sum === 0 && count === 0)) return mean;
  const all = qty + count;
  return all > 0 ? toMoney((mean * qty + sum) / all) : mean;
}
