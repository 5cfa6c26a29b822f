/**
 * Owns: what this till's own receipts come to: the card at the end of a shift, the best receipt of the day. Pure.
 * Promises: receipts in quarantine are money in the drawer and count here.
 */
import { toMoney, sumOf } from './money.ts';
import type { Zone } from '../base/zone.ts';
import type { LastReceipt, ShiftCard } from '../contract/snapshot.ts';
import { sumMissing, type Kept } from './missing.ts';
import type { OwnReceipt } from './model.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Before that many receipts the best of the day is no news. */
const BEST_AFTER_RECEIPTS = 5;

export interface ShiftFacts {
  readonly id: string;
  readonly closedAtMs: number;
  /** The shift's own receipts. */
  readonly receipts: readonly OwnReceipt[];
  /** What HEADO lacks of the shift. */
  readonly kept: readonly Kept[];
  /** The day's plan and income of the store, as its report says. */
  readonly plan: number | null;
  readonly storeIncome: number | null;
  readonly weekAgoIncome: number | null;
  readonly zone: Zone;
}

export function makeShiftCard(facts: ShiftFacts): ShiftCard {
  const { id, closedAtMs, receipts, kept, plan, storeIncome, weekAgoIncome, zone } = facts;
  const income = sumOf(receipts, ({ amount }) => amount);
  const sales = receipts.filter((receipt) => receipt.receipts === 1);
  const withItems = sales.filter(({ items }) => items > 0).length;
  const items = sumOf(receipts, (receipt) => receipt.items);
  return {
    id,
    closedAtMs,
    income,
    receipts: sales.length,
    average: sales.length > 0 ? toMoney(income / sales.length) : null,
    itemsPerReceipt: withItems > 0 ? items / withItems : null,
    plan,
    storeIncome,
    weekAgoIncome,
    bestHour: bestHour(receipts, zone),
    missing: sumMissing(kept),
  };
}

/** The hour on the store's clock that brought most, the earlier of equals. */
function bestHour(receipts: readonly OwnReceipt[], zone: Zone): ShiftCard['bestHour'] {
  const hours = Map.groupBy(receipts, ({ occurredAtMs }) => {
    const offsetMs = zone.offsetMinutesAt(occurredAtMs) * MINUTE_MS;
    return Math.floor((occurredAtMs + offsetMs) / HOUR_MS) * HOUR_MS - offsetMs;
  });
  const sums = [...hours].map(([fromMs, of]) => ({ fromMs, income: sumOf(of, ({ amount }) => amount) }));
  sums.sort((one, other) => other.income - one.income || one.fromMs - other.fromMs);
  return sums[0] ?? null;
}

/** The last of the day's own receipts; null before the first. Best: larger than every earlier sale of the day. */
export function lastReceiptOf(receipts: readonly OwnReceipt[]): LastReceipt | null {
  const inTime = receipts.toSorted((one, other) => one.occurredAtMs - other.occurredAtMs);
  const last = inTime.pop();
  if (!last) return null;
  const { occurredAtMs: atMs, amount } = last;
  const earlier = inTime.filter((receipt) => receipt.receipts === 1);
  const best = earlier.length >= BEST_AFTER_RECEIPTS && earlier.every((receipt) => receipt.amount < amount);
  return { atMs, amount, bestOfDay: best };
}
