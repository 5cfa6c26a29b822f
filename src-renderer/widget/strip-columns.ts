/** Owns: what a strip of a given width has room for: content drops from the right, revenue and «left» stay. Pure. */
export interface StripColumns {
  /** Figures beside the main one. */
  readonly others: 0 | 1 | 2;
  readonly rating: boolean;
}

const ONE_FROM = 860;
const TWO_FROM = 960;
const RATING_FROM = 1_020;

/** `width` in CSS pixels. */
export function stripColumns(width: number): StripColumns {
  return {
    others: width >= TWO_FROM ? 2 : width >= ONE_FROM ? 1 : 0,
    rating: width >= RATING_FROM,
  };
}
