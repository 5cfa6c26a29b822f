/**
 * Owns: the ladder of growing delays (guide 5.2: 0, 3, 30, 60 s and so on; decisions 20). Pure.
 */
export interface Ladder {
  /** Delays of the first retries, milliseconds. */
  readonly delaysMs: readonly number[];
  /** Plain delays stop growing here, milliseconds; jitter may add its fifth. */
  readonly capMs: number;
}

/** Tills that lost the same server must not come back in the same instant: delays vary by a fifth either way. */
const JITTER_SHARE = 0.2;

/**
 * The delay before retry number `attempt` (0 = the first retry), milliseconds: the ladder's own steps, then
 * doubling up to the cap, ± 20 %. `random` gives 0 ≤ x < 1.
 */
export function retryDelayMs(ladder: Ladder, attempt: number, random: () => number): number {
  const last = ladder.delaysMs.at(-1) ?? 0;
  const beyond = attempt - ladder.delaysMs.length + 1;
  const plain = ladder.delaysMs[attempt] ?? Math.max(last, 1) * 2 ** Math.min(beyond, 40);
  const capped = Math.min(plain, ladder.capMs);
  return Math.round(capped * (1 + JITTER_SHARE * (2 * random() - 1)));
}
