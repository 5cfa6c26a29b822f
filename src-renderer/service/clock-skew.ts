/** Owns: how far the till's clock is off, in words. Pure. */
import type { ServiceWords } from '../text/words-service.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** A difference below this comes from the way there and back. */
const NOTICED_MS_MIN = 2_000;
/** From here on seconds are left out. */
const MINUTES_FROM_MS = 2 * MINUTE_MS;

/** `skewMs`: our clock minus the server's; null: not known yet. */
export function describeSkew(
  skewMs: number | null,
  words: ServiceWords['facts'],
  count: (n: number) => string,
): string {
  if (skewMs === null) return words.skewUnknown;
  const offMs = Math.abs(skewMs);
  if (offMs < NOTICED_MS_MIN) return words.skewNone;
  const text =
    offMs < MINUTES_FROM_MS
      ? words.seconds(count(Math.round(offMs / SECOND_MS)))
      : words.minutes(count(Math.round(offMs / MINUTE_MS)));
  return skewMs > 0 ? words.skewAhead(text) : words.skewBehind(text);
}
