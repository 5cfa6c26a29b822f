/**
 * Owns: which own receipts the server's report cannot contain yet, and what they add to it (decisions 29). Pure.
 * Promises: nothing is counted twice: a receipt is added only where the first report that says what the latest does
 * was here before its first byte left; reports that say the same contain the same. One that was posted before the
 * figures moved may be missing from both, a server may be minutes behind: that is told (`perhapsMissing`) until the
 * next report.
 */
import type { MetricRole } from '../contract/figures.ts';
import type { Answered, Metric, Moved, PeriodRange } from '../reports/model.ts';
import type { OwnReceipt } from './model.ts';
import { sumOf, toMoney } from './money.ts';

/** A server that says nothing new for so long after it took a receipt does not count it. */
const ACKNOWLEDGED_MS_MAX = 15 * 60_000;

/** What the receipts are held against. */
export interface Reported {
  readonly range: Pick<PeriodRange, 'fromMs' | 'toMs'>;
  readonly answer: Pick<Answered<unknown>, 'answeredAtMs'>;
  /** Null: nothing is known of reports before `answer`. */
  readonly moved: Moved | null;
}

/** The receipts of the period that the report cannot contain. */
export function pendingReceipts(receipts: readonly OwnReceipt[], reported: Reported): readonly OwnReceipt[] {
  const movedAtMs = reported.moved?.atMs ?? reported.answer.answeredAtMs;
  return receipts.filter(
    (receipt) =>
      counts(receipt, reported) && (receipt.firstPostAtMs === null || receipt.firstPostAtMs > movedAtMs),
  );
}

/**
 * The receipts that are pending no more since the latest report alone: it moved, by them or by others of the store.
 * Empty where it moved by exactly what they come to, and from the next report on.
 */
export function perhapsMissing(
  receipts: readonly OwnReceipt[],
  reported: Reported,
  income: Metric | undefined,
): readonly OwnReceipt[] {
  const { moved, answer } = reported;
  if (moved?.atMs !== answer.answeredAtMs) return [];
  const left = receipts.filter((receipt) => {
    const { firstPostAtMs } = receipt;
    const isPosted = firstPostAtMs !== null && firstPostAtMs <= moved.atMs;
    return isPosted && firstPostAtMs > (moved.before?.atMs ?? -Infinity) && counts(receipt, reported);
  });
  return isMovedBy(left, income, moved) ? [] : left;
}

function isMovedBy(left: readonly OwnReceipt[], income: Metric | undefined, { before }: Moved): boolean {
  const was = before?.made.find(({ id }) => id === income?.id);
  if (typeof income?.fact !== 'number' || typeof was?.fact !== 'number') return false;
  const { income: amount, receipts } = sumPending(left);
  const isCounted = income.qty === null || was.qty === null || income.qty - was.qty === receipts;
  return isCounted && toMoney(income.fact - was.fact) === amount;
}

function counts(
  { occurredAtMs, refused, acknowledgedAtMs }: OwnReceipt,
  { range, answer }: Reported,
): boolean {
  const isForgotten =
    acknowledgedAtMs !== null && answer.answeredAtMs - acknowledgedAtMs > ACKNOWLEDGED_MS_MAX;
  return !refused && !isForgotten && occurredAtMs >= range.fromMs && occurredAtMs < range.toMs;
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
