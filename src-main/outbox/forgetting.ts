/**
 * Owns: how far forgetting may go, whatever the clocks say. It has a clock of its own, kept over restarts, that follows
 * the confirmed time and never gains more than a day a day on it: a clock that was years ahead for a minute, even one
 * that HEADO confirmed, costs at most what would have been forgotten tomorrow.
 * Price: a till that was switched off for a month keeps everything a month longer.
 */
import type { DatabaseSync } from 'node:sqlite';
import { commit, type OutboxContext } from './context.ts';
import { readMark, writeMark } from './marks.ts';
import { number, type Row } from './rows.ts';

const DAY_MS = 86_400_000;
/** Written down this often: what a crash loses of it is made up for at the next start. */
const KEEP_EVERY_MS = 3_600_000;

/** This program did not exist before: an older date is no evidence of anything. */
const EVIDENCE_FROM_MS = Date.UTC(2026, 0, 1);

/** Milliseconds since 1970 UTC. */
export interface ForgettingTime {
  /** What is kept for N days goes when it is N days older than this. */
  readonly untilMs: number;
  /** The confirmed time when that was decided; a date after it is no date. */
  readonly atMs: number;
}

export interface Forgetting {
  /** The time to forget by; undefined: nothing is forgotten, as nobody vouches for the clock. */
  time(confirmedMs: number | undefined): ForgettingTime | undefined;
  /** The last confirmed time that was written down; undefined: never. */
  confirmedAtMs(): number | undefined;
}

/** Pure. `newestMs`: when the last row was stored; asked for the first time only, undefined where nobody knows. */
export function follow(
  known: ForgettingTime | undefined,
  confirmedMs: number,
  newestMs: number | undefined,
): ForgettingTime {
  const before = known ?? { untilMs: newestMs ?? confirmedMs, atMs: -Infinity };
  // A confirmed time before the last one: that one was wrong, and so was what it gained.
  const gainedMs = Math.min(Math.max(confirmedMs - before.atMs, 0), DAY_MS);
  return { untilMs: Math.min(before.untilMs + gainedMs, confirmedMs), atMs: confirmedMs };
}

/**
 * When a thing was there, by what can be true of it: a date after `nowMs` was written by a wrong clock, and nothing is
 * younger than it says itself. `nowMs` where no date can be true.
 */
export function momentOf(dates: readonly number[], nowMs: number): number {
  const possible = dates.filter((date) => date <= nowMs);
  return possible.length > 0 ? Math.max(...possible) : nowMs;
}

/** The same in SQL, of two columns; `now` is a parameter. */
export function momentSql(one: string, other: string, now: string): string {
  return `coalesce(nullif(max(iif(${one} <= ${now}, ${one}, 0), iif(${other} <= ${now}, ${other}, 0)), 0), ${now})`;
}

export function createForgetting(context: OutboxContext): Forgetting {
  const { database } = context;
  let known = readKnown(database);
  let keptAtMs = known?.atMs ?? -Infinity;

  return {
    time(confirmedMs) {
      if (confirmedMs === undefined) return undefined;
      const next = follow(known, confirmedMs, known ? undefined : newestMoment(database, confirmedMs));
      if (Math.abs(confirmedMs - keptAtMs) >= KEEP_EVERY_MS) {
        commit(context, () => writeMark(database, 'forgetting', `${next.untilMs} ${next.atMs}`));
        keptAtMs = confirmedMs;
      }
      known = next;
      return next;
    },
    confirmedAtMs: () => known?.atMs,
  };
}

function readKnown(database: DatabaseSync): ForgettingTime | undefined {
  const [untilMs, atMs] = readMark(database, 'forgetting').split(' ').map(Number);
  const isKnown = untilMs !== undefined && atMs !== undefined && Number.isFinite(untilMs + atMs);
  return isKnown ? { untilMs, atMs } : undefined;
}

/** Of the row that was stored last, where that says anything. */
function newestMoment(database: DatabaseSync, nowMs: number): number | undefined {
  const row = database
    .prepare('SELECT taken_at_ms, occurred_at_ms FROM entries ORDER BY seq DESC LIMIT 1')
    .get();
  const momentMs = row ? entryMoment(row, nowMs) : 0;
  return momentMs >= EVIDENCE_FROM_MS ? momentMs : undefined;
}

/** Of a row with `taken_at_ms` and `occurred_at_ms`. */
export function entryMoment(row: Row, nowMs: number): number {
  return momentOf([number(row['taken_at_ms']), number(row['occurred_at_ms'])], nowMs);
}
