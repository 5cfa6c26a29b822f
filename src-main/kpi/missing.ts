/**
 * Owns: what HEADO does not have, or perhaps not, by what keeps it: numbers and sums. Pure.
 * Promises: nothing is «sent» that lies anywhere else; a sum that is not known is null, never a part of it.
 */
import type { Missing, MissingWhy } from '../contract/snapshot.ts';
import { sumOf } from './money.ts';

/** Receipts that one thing keeps: one, or many with their sum. */
export interface Kept {
  readonly why: MissingWhy;
  readonly count: number;
  /** Roubles; null: not known. */
  readonly amount: number | null;
}

/** What needs a person stands first. */
const ORDER: readonly MissingWhy[] = ['refused', 'aside', 'file', 'unconfirmed', 'held', 'waiting'];

export function sumMissing(kept: readonly Kept[]): readonly Missing[] {
  return ORDER.flatMap((why) => {
    const of = kept.filter((each) => each.why === why && each.count > 0);
    const isKnown = of.every(({ amount }) => amount !== null);
    const count = of.reduce((sum, each) => sum + each.count, 0);
    return count > 0 ? [{ why, count, amount: isKnown ? sumOf(of, ({ amount }) => amount ?? 0) : null }] : [];
  });
}
