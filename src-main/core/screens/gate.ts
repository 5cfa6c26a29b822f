/**
 * Owns: the PIN of the service view: who has opened it, and how often a wrong one may be tried.
 * Promises: a wrong PIN makes everybody wait longer before the next attempt, whoever made it, also when the agent is
 * started again meanwhile; no PIN at all is a question, not an attempt; the comparison takes the same time for every
 * PIN; nothing stays open that nobody uses.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { PinRecord, WrongPins } from './source.ts';

/** The service view closes itself so long after its last use (widget: "closes after 60 s idle"). */
export const OPEN_MS = 60_000;
/** After the first wrong PIN; doubled with every further one. */
const WAIT_MS_FIRST = 1_000;
const WAIT_MS_MAX = 5 * 60_000;
/**
 * A record that cannot be read counts as so many wrong PINs: 32 s now, 64 s after the next wrong one. Whoever can
 * damage the file could as well write a 0 into it, so it was an accident of the disk; it may neither give a guesser
 * his first quick attempts back nor keep a technician, who knows the PIN, out for a minute.
 */
const UNKNOWN_IN_ROW = 6;
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
  /** Goes on from what the record has, and keeps it there from now on. */
  remember(record: PinRecord | undefined): void;
  /** Undefined: it is open, and stays so for its whole time again. Else how long to wait before an attempt. */
  use(session: string, pin: string | undefined): { retryInMs: number } | undefined;
}

export function createGate(clock: Clock): Gate {
  /** By session: until when, on the clock that only grows. A PIN that was changed closes all. */
  const open = new Map<string, { readonly untilMs: number; readonly pin: string }>();
  let wrong = 0;
  let record: PinRecord | undefined;
  let blockedUntilMs = -Infinity;

  const retryInMs = (): number => Math.max(Math.ceil(blockedUntilMs - clock.monotonicMs()), 0);

  function refuse(): number {
    wrong += 1;
    const waitMs = waitAfter(wrong);
    blockedUntilMs = clock.monotonicMs() + waitMs;
    // Before anybody hears of it: a guesser may pull the plug at the answer.
    record?.keep({ inRow: wrong, untilMs: clock.now() + waitMs }, waitMs);
    return waitMs;
  }

  function forgive(): void {
    if (wrong > 0) record?.keep({ inRow: 0, untilMs: 0 }, 0);
    wrong = 0;
  }

  /** Never longer than the wait was: the wall clock may have been set back. */
  function goOnFrom({ inRow, untilMs }: WrongPins): void {
    if (inRow <= wrong) return;
    wrong = inRow;
    const leftMs = Math.min(Math.max(untilMs - clock.now(), 0), waitAfter(inRow));
    blockedUntilMs = Math.max(blockedUntilMs, clock.monotonicMs() + leftMs);
  }

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
        return { retryInMs: given === '' ? 0 : refuse() };
      }
      forgive();
      admit(session, pin);
      return { openForMs: OPEN_MS };
    },
    lock: (session) => void open.delete(session),
    remember(next) {
      record = next;
      if (next) goOnFrom(next.kept() ?? { inRow: UNKNOWN_IN_ROW, untilMs: Infinity });
    },
    use(session, pin) {
      if (pin === undefined) return undefined;
      const found = open.get(session);
      if (found?.pin !== pin || found.untilMs <= clock.monotonicMs()) return { retryInMs: retryInMs() };
      admit(session, pin);
      return undefined;
    },
  };
}

/** After so many wrong ones in a row. */
function waitAfter(inRow: number): number {
  return Math.min(WAIT_MS_FIRST * 2 ** (inRow - 1), WAIT_MS_MAX);
}

/** By their hashes, which are of equal length. */
function isSame(given: string, pin: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', pin, 'buffer'));
}
