/**
 * Owns: the pause between two calls that a server's "too often" calls for (-32606, HTTP 429). Pure.
 * Promises: doubles when the server complains, shrinks with every success until there is none.
 */
export interface PaceRule {
  /** The first pause, milliseconds. */
  readonly firstMs: number;
  readonly maxMs: number;
}

/** A second is what a busy server shrugs off; beyond a minute the ladder of retries says it better. */
export const paceRule: PaceRule = { firstMs: 1_000, maxMs: 60_000 };

const KEPT_SHARE = 0.75;
/** Below this share of the first pause a pause is not worth keeping. */
const LEAST_SHARE = 0.25;

export function lowerPace(pauseMs: number, rule: PaceRule): number {
  return Math.min(Math.max(pauseMs * 2, rule.firstMs), rule.maxMs);
}

export function raisePace(pauseMs: number, rule: PaceRule): number {
  const shorter = Math.floor(pauseMs * KEPT_SHARE);
  return shorter < rule.firstMs * LEAST_SHARE ? 0 : shorter;
}
