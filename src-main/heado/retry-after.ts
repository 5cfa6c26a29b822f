/**
 * Owns: reading the header `Retry-After`. Pure.
 */

/** A server that asks for more is asked again after this long (decisions 20). */
export const RETRY_AFTER_MS_MAX = 15 * 60_000;

/**
 * The wait that the header asks for, milliseconds, cut to `RETRY_AFTER_MS_MAX`. Undefined for rubbish, zero and
 * dates that are past. `serverNowMs`: a date is meant by the server's clock, which may be a day off ours.
 */
export function readRetryAfter(header: string | undefined, serverNowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : readDate(text) - serverNowMs;
  return waitMs > 0 ? Math.min(waitMs, RETRY_AFTER_MS_MAX) : undefined;
}

/** HTTP dates name the day of the week and end in GMT; other texts that `Date` would swallow are no dates. */
function readDate(text: string): number {
  return /^[A-Za-z]{3,9},? .* GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}
