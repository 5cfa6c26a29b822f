/**
 * Owns: what is left to the plan, and what the next receipt needs (widget B.8). Pure.
 * Promises: nothing is said that one receipt, or a handful, cannot bring about.
 */
import type { Hint } from '../contract/figures.ts';

/** Receipts of the period from which on its own average is worth more than the planned one. */
const OWN_AVERAGE_FROM = 5;
const LEFT_RECEIPTS_MAX = 30;
/** A receipt of half to two and a half times the average is within reach. */
const REACH = { from: 0.5, to: 2.5 };
const ITEMS_REACH = { from: 2, to: 6 };
/** Below the fourth place differences are binary dust. */
const DUST = 1e-6;

export function leftOf(fact: number | null, plan: number | null): number | null {
  return fact === null || plan === null || fact >= plan ? null : plan - fact;
}

/** A mean of the period, the sales that it is made of, and its plan. */
export interface Mean {
  readonly fact: number | null;
  readonly qty: number | null;
  readonly plan: number | null;
}

/** ⌈left / average⌉ up to 30; null: unknown or too many to say. */
export function leftReceiptsOf(left: number | null, { fact, qty, plan }: Mean): number | null {
  const average = fact !== null && qty !== null && qty >= OWN_AVERAGE_FROM ? fact : plan;
  if (left === null || average === null || average <= 0) return null;
  const receipts = Math.ceil(left / average - DUST);
  return receipts <= LEFT_RECEIPTS_MAX ? receipts : null;
}

/** What the whole of the next receipt must be for the mean to reach its plan; null: reached, or unknown. */
function neededOf({ fact, qty, plan }: Mean): number | null {
  if (fact === null || qty === null || plan === null || qty <= 0 || fact >= plan) return null;
  return plan * (qty + 1) - fact * qty;
}

/** «чек от 530 ₽ вернёт средний к плану», «3 товара в следующем чеке». */
export function hintsOf(average: Mean | undefined, items: Mean | undefined): readonly Hint[] {
  const hints: Hint[] = [];
  const amount = average ? neededOf(average) : null;
  const usual = average?.fact ?? 0;
  if (amount !== null && amount >= usual * REACH.from && amount <= usual * REACH.to)
    hints.push({ kind: 'averageReceipt', amount: Math.ceil(amount - DUST) });
  const needed = items ? neededOf(items) : null;
  const pieces = needed === null ? 0 : Math.ceil(needed - DUST);
  if (pieces >= ITEMS_REACH.from && pieces <= ITEMS_REACH.to)
    hints.push({ kind: 'itemsInReceipt', items: pieces });
  return hints;
}
