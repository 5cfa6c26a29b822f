/**
 * Owns: the PIN of the service view: who has opened it, and how often a wrong one may be tried.
 * Promises: a wrong PIN makes everybody wait longer before the next attempt, whoever made it; the comparison takes
 * the same time for every PIN; nothing stays open that nobody uses.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';

/** The service view closes itself so long after its last use (widget: "closes after 60 s idle"). */
export const OPEN_MS = 60_000;
/** After the first wrong PIN; doubled with every further one. */
const WAIT_MS_FIRST = 1_000;
const WAIT_MS_MAX = 5 * 60_000;
/** Sessions that are open at once; the oldest gives its place. */
const OPEN_MAX = 32;

export interface Gate {
  /** How long the service view is open for this session now; or how long to wait before the next attempt. */
  unlock(
    session: string,
    given: string,
    pin: string | undefined,
  ): { openForMs: number } | { retryInMs: number };
  lock(session: string): void;
  /** Undefined: it is open, and stays so for its whole time again. Else how long to wait before an attempt. */
  use(session: string, pin: string | undefined): { retryInMs: number } | undefined;
}

export function createGate(clock: Clock): Gate {
  /** By session: until when, on the clock that only grows. A PIN that was changed closes all. */
  const open = new Map<string, { readonly untilMs: number; readonly pin: string }>();
  let wrong = 0;
  let blockedUntilMs = -Infinity;

  const retryInMs = (): number => Math.max(Math.ceil(blockedUntilMs - clock.monotonicMs()), 0);

  function admit(session: string, pin: string): void {
    open.delete(session);
    open.set(session, { untilMs: clock.monotonicMs() + OPEN_MS, pin });
    for (const oldest of open.keys()) {
      if (open.size <= OPEN_MAX) break;
      open.delete(oldest);
    }
  }

  return {
    unlock(session, given, pin) {
      if (pin === undefined) return { openForMs: OPEN_MS };
      const waitMs = retryInMs();
      if (waitMs > 0) return { retryInMs: waitMs };
      if (!isSame(given, pin)) {
        open.delete(session);
        blockedUntilMs = clock.monotonicMs() + Math.min(WAIT_MS_FIRST * 2 ** wrong, WAIT_MS_MAX);
        wrong += 1;
        return { retryInMs: retryInMs() };
      }
      wrong = 0;
      admit(session, pin);
      return { openForMs: OPEN_MS };
    },
    lock: (session) => void open.delete(session),
    use(session, pin) {
      if (pin === undefined) return undefined;
      const found = open.get(session);
      if (found?.pin !== pin || found.untilMs <= clock.monotonicMs()) return { retryInMs: retryInMs() };
      admit(session, pin);
      return undefined;
    },
  };
}

/** By their hashes, which are of equal length. */
function isSame(given: string, pin: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', pin, 'buffer'));
}
