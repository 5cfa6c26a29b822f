/** Owns: our store's place among the others, where the report gives it. Pure. */
import type { Period } from '../../src-main/contract/figures.ts';

export interface OwnPlace {
  readonly place: number;
  readonly stores: number;
}

export function ownPlace({ rating }: Period): OwnPlace | null {
  if (rating === null || rating.ownPlace === null) return null;
  return { place: rating.ownPlace, stores: rating.rows.length };
}
