/**
 * Owns: a walk over one table from its oldest row, one window per step, that forgets what is old on its way.
 * Promises: a walk ends at a window in which nothing is old, as what lies behind it is younger still; once a day it goes
 * on to the end of the table: where a wrong clock dated the oldest rows they may look young for years, or for ever.
 */
import type { DatabaseSync } from 'node:sqlite';
import { entryMoment } from './forgetting.ts';
import { number, type Row } from './rows.ts';

/** Rows per transaction: a few milliseconds, so that no receipt waits for housekeeping. */
const ROWS_PER_STEP = 500;
/** What is forgotten is told by days. */
const WHOLE_EVERY_MS = 86_400_000;

export interface Walked {
  readonly forgotten: readonly Row[];
  /** There may be more to do in the next window. */
  readonly more: boolean;
}

export interface Walk {
  /** Forgets in the next window what is older than `beforeMs`. */
  step(beforeMs: number, nowMs: number): Walked;
}

/**
 * `rows`: what is looked at, as `id`, `taken_at_ms`, `occurred_at_ms`, `kept` (1: not to be forgotten); `forget` gets rows
 * of it.
 */
export function createWalk(database: DatabaseSync, rows: string, forget: (row: Row) => void): Walk {
  const window = database.prepare(`SELECT * FROM (${rows}) WHERE id > ? ORDER BY id LIMIT ${ROWS_PER_STEP}`);
  let after = 0;
  let wholeAtMs = -Infinity;
  let isWhole = false;

  return {
    step(beforeMs, nowMs) {
      if (after === 0) isWhole = Math.abs(nowMs - wholeAtMs) >= WHOLE_EVERY_MS;
      if (after === 0 && isWhole) wholeAtMs = nowMs;
      const seen = window.all(after);
      const old = seen.filter((row) => entryMoment(row, nowMs) < beforeMs);
      const forgotten = old.filter((row) => row['kept'] !== 1);
      forgotten.forEach(forget);
      const more = (isWhole || old.length > 0) && seen.length === ROWS_PER_STEP;
      after = more ? number(seen.at(-1)?.['id']) : 0;
      return { forgotten, more };
    },
  };
}
