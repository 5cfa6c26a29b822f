/**
 * Owns: asking HEADO for the time when records wait for the clock. A till whose every receipt is held sends
 * nothing, so it would never hear the server's `Date` and hold them for ever (decisions 7).
 * Promises: one question at a time, and at most one a minute.
 */
import type { Clock } from '../base/clock.ts';

const EVERY_MS_MIN = 60_000;

/** `ask`: any call to HEADO; what is learnt from its answer is not this file's business. Must not reject. */
export function createClockAsker(clock: Clock, ask: () => Promise<unknown>): () => void {
  let askedAtMs = -Infinity;
  let asking = false;
  return () => {
    if (asking || clock.monotonicMs() - askedAtMs < EVERY_MS_MIN) return;
    askedAtMs = clock.monotonicMs();
    asking = true;
    void ask().finally(() => (asking = false));
  };
}
