/**
 * Owns: how often a wrong PIN may be tried.
 * Promises: every wrong PIN makes the session that gave it wait longer before its next attempt, also when the agent is
 * started again meanwhile; a session that gave none is never kept out by one that did; but it does not begin anew either:
 * its own first wrong one costs as much as those of all others together let fear, up to a ceiling.
 */
import type { Clock } from '../../base/clock.ts';
import type { PinRecord, WrongPins } from './source.ts';

/** After the first wrong PIN; doubled with every further one. */
const WAIT_MS_FIRST = 1_000;
const WAIT_MS_MAX = 5 * 60_000;
/**
 * So many wrong ones of others count for a session: its first costs 64 s then. More would make a technician who errs once
 * pay for whoever guesses all night.
 */
const OTHERS_MAX = 6;
/**
 * A record that cannot be read counts as so many wrong PINs: 32 s now, 64 s after the next wrong one. Whoever can
 * damage the file could as well write a 0 into it, so it was an accident of the disk; it may neither give a guesser
 * his first quick attempts back nor keep a technician, who knows the PIN, out for a minute.
 */
const UNKNOWN: WrongPins = { inRow: 6, untilMs: Infinity, sessions: [] };
/** Sessions that are known at once; the one that gave its wrong PIN first gives its place. */
const SESSIONS_MAX = 32;

export interface Attempts {
  /** How long this session has to wait before its next attempt. */
  waitMs(session: string): number;
  /** A wrong one was given; how long to wait now. */
  refuse(session: string): number;
  /** The right one was given. */
  forgive(session: string): void;
  remember(record: PinRecord | undefined): void;
}

interface Own {
  readonly inRow: number;
  /** On the clock that only grows. */
  readonly untilMs: number;
}

export function createWrongPins(clock: Clock): Attempts {
  const own = new Map<string, Own>();
  /** Of all sessions since the last right one. */
  let inRow = 0;
  /** What is not known of sessions: all of them wait. */
  let allUntilMs = -Infinity;
  let record: PinRecord | undefined;

  const leftMs = (untilMs: number): number => Math.max(Math.ceil(untilMs - clock.monotonicMs()), 0);

  function keep(waitMs: number): void {
    const wall = (untilMs: number): number => clock.now() + leftMs(untilMs);
    const sessions = [...own].map(([name, each]) => ({ ...each, name, untilMs: wall(each.untilMs) }));
    record?.keep({ inRow, untilMs: wall(allUntilMs), sessions }, waitMs);
  }

  /** Never longer than the wait was: the wall clock may have been set back. */
  function toMonotonic(untilMs: number, after: number): number {
    return clock.monotonicMs() + Math.min(Math.max(untilMs - clock.now(), 0), waitAfter(after));
  }

  function goOnFrom(kept: WrongPins): void {
    if (kept.inRow > inRow) allUntilMs = Math.max(allUntilMs, toMonotonic(kept.untilMs, kept.inRow));
    inRow = Math.max(inRow, kept.inRow);
    for (const { name, ...each } of kept.sessions) {
      const known = own.get(name);
      if (known && known.inRow >= each.inRow) continue;
      own.set(name, { inRow: each.inRow, untilMs: toMonotonic(each.untilMs, each.inRow) });
    }
  }

  return {
    waitMs: (session) => leftMs(Math.max(own.get(session)?.untilMs ?? -Infinity, allUntilMs)),
    refuse(session) {
      const before = Math.max(own.get(session)?.inRow ?? 0, Math.min(inRow, OTHERS_MAX));
      inRow += 1;
      const waitMs = waitAfter(before + 1);
      own.delete(session);
      own.set(session, { inRow: before + 1, untilMs: clock.monotonicMs() + waitMs });
      for (const oldest of own.keys()) {
        if (own.size <= SESSIONS_MAX) break;
        own.delete(oldest);
      }
      // Before anybody hears of it: a guesser may pull the plug at the answer.
      keep(waitMs);
      return waitMs;
    },
    forgive(session) {
      const wasWrong = own.delete(session) || inRow > 0;
      inRow = 0;
      if (wasWrong) keep(0);
    },
    remember(next) {
      record = next;
      if (next) goOnFrom(next.kept() ?? UNKNOWN);
    },
  };
}

/** After so many wrong ones in a row. */
function waitAfter(inRow: number): number {
  return inRow === 0 ? 0 : Math.min(WAIT_MS_FIRST * 2 ** (inRow - 1), WAIT_MS_MAX);
}
