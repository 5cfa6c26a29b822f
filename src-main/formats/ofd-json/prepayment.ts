/**
 * Owns: which lines of a fiscal receipt count where goods are paid in advance (decisions 5, `receipts.prepayment`).
 * `settlement`: an advance is not sent, its settlement is. `payment`: the advance is sent, and a settlement only
 * as far as it is not paid by advance. So no rouble counts twice.
 * Promises: the lines that are returned add up to the total that is returned where they did before.
 */
import type { Method } from './vocabulary.ts';
import { PREPAID } from './vocabulary.ts';
import { abs, negate, sum, ZERO, type Decimal } from '../../base/decimal.ts';

export interface FiscalLine {
  readonly name: string;
  readonly quantity: string | number;
  readonly total: Decimal;
  /** Tag 1214. */
  readonly method: Method;
}

export interface FiscalSums {
  readonly total: Decimal;
  readonly lines: readonly FiscalLine[];
  /** What was paid, by attribute name; zero sums are not listed. */
  readonly payments: ReadonlyMap<string, Decimal>;
}

/** 1 full prepayment, 2 part of it, 3 advance. */
const isAdvance = ({ method }: FiscalLine): boolean => method <= 3;
/** What was handed over on credit was revenue then (6); paying it is none (7). */
const isCreditPaid = ({ method }: FiscalLine): boolean => method === 7;

function minus(a: Decimal, b: Decimal): Decimal {
  return sum([a, negate(b)]);
}

/** Sums of means of payment cannot be told apart by line: one means takes the whole change, several are left out. */
function repay(payments: ReadonlyMap<string, Decimal>, total: Decimal): ReadonlyMap<string, Decimal> {
  const [only, second] = [...payments.keys()];
  return only === undefined || second !== undefined ? new Map() : new Map([[only, total]]);
}

/** Without the lines that are `left` out; undefined when none is left. */
function leaveOut(sums: FiscalSums, left: (line: FiscalLine) => boolean): FiscalSums | undefined {
  const lines = sums.lines.filter((line) => !left(line));
  if (lines.length === sums.lines.length) return sums;
  if (lines.length === 0) return undefined;
  const advance = sum(sums.lines.filter(left).map((line) => line.total));
  const total = minus(sums.total, advance);
  return { total, lines, payments: repay(sums.payments, total) };
}

/** Takes `prepaid` off the settled lines, the largest first. */
function reduce(lines: readonly FiscalLine[], prepaid: Decimal): FiscalLine[] {
  let left = prepaid;
  const byTotal = lines.filter((line) => !isAdvance(line)).sort((a, b) => b.total - a.total);
  const reduced = new Map<FiscalLine, Decimal>();
  for (const line of byTotal) {
    const part = line.total < left ? line.total : left;
    reduced.set(line, minus(line.total, part));
    left = minus(left, part);
  }
  const totals = lines.map((line) => ({ ...line, total: reduced.get(line) ?? line.total }));
  return totals.filter((line) => abs(line.total) > ZERO);
}

function pay(sums: FiscalSums): FiscalSums | undefined {
  const prepaid = sums.payments.get(PREPAID) ?? ZERO;
  if (prepaid === ZERO) return sums;
  const total = minus(sums.total, prepaid);
  if (total === ZERO) return undefined;
  const payments = new Map([...sums.payments].filter(([name]) => name !== PREPAID));
  return { total, lines: reduce(sums.lines, prepaid), payments };
}

/** What of a receipt is sent under the setting; undefined when nothing is. The same object when nothing changes. */
export function applyPrepayment(sums: FiscalSums, setting: 'settlement' | 'payment'): FiscalSums | undefined {
  const earned = leaveOut(sums, isCreditPaid);
  if (!earned) return undefined;
  return setting === 'settlement' ? leaveOut(earned, isAdvance) : pay(earned);
}
