/**
 * Owns: what the screens ask of the outbox: entries in the order they were taken, with their payloads, and when
 * each may have left first. Only reads; every question is bounded.
 */
import type { DatabaseSync } from 'node:sqlite';
import { toState } from './answers.ts';
import type { EntryState, Lane } from './port.ts';
import { number, text, toLane, toMembers, type Row } from './rows.ts';
import { ASIDE, FLYING } from './schema.ts';

export interface TakenRow {
  readonly seq: number;
  readonly lane: Lane;
  readonly party: string;
  readonly state: EntryState;
  /** Milliseconds since 1970 UTC, as all times here. */
  readonly occurredAtMs: number;
  readonly takenAtMs: number;
  readonly facts: string;
  /** Empty once it was forgotten. */
  readonly payload: string;
}

export interface TakenRows {
  /** Entries stored after `seq`, oldest first. */
  after(seq: number, limit: number): TakenRow[];
  /** Entries stored before `seq`, newest first. */
  before(seq: number, limit: number): TakenRow[];
  /** Receipts stored before `seq` that can still be sent: waiting, in flight, slow. */
  unsentBefore(seq: number, limit: number): TakenRow[];
  /** Receipts that can still be sent. */
  countUnsent(): number;
  state(seq: number): EntryState | undefined;
  /**
   * When the first batch of each entry was frozen, for batches of receipts frozen at `sinceMs` or later: no byte of
   * it left before.
   */
  firstFrozen(sinceMs: number): ReadonlyMap<number, number>;
  /** Files taken since an instant and still kept, by format. */
  filesByFormat(sinceMs: number): { readonly id: string; readonly files: number }[];
}

const COLUMNS = `e.seq, e.lane, e.party, e.state, e.occurred_at_ms, e.taken_at_ms, e.facts, p.payload,
  e.seq IN (${FLYING}) AS flying FROM entries e LEFT JOIN payloads p ON p.seq = e.seq`;

export function createTakenRows(database: DatabaseSync): TakenRows {
  const after = database.prepare(`SELECT ${COLUMNS} WHERE e.seq > ? ORDER BY e.seq LIMIT ? + 0`);
  const before = database.prepare(`SELECT ${COLUMNS} WHERE e.seq < ? ORDER BY e.seq DESC LIMIT ? + 0`);
  const waiting = database.prepare(
    `SELECT ${COLUMNS} WHERE e.lane = 'receipts' AND e.state = 'waiting' AND e.seq < ? ORDER BY e.seq LIMIT ? + 0`,
  );
  const slow = database.prepare(
    `SELECT ${COLUMNS} WHERE ${ASIDE} AND e.state = 'slow' AND e.seq < ? ORDER BY e.seq LIMIT ? + 0`,
  );
  const unsent = database.prepare(
    `SELECT (SELECT count(*) FROM entries WHERE lane = 'receipts' AND state = 'waiting')
       + (SELECT count(*) FROM entries WHERE ${ASIDE} AND state = 'slow') AS n`,
  );
  const state = database.prepare(`SELECT state, seq IN (${FLYING}) AS flying FROM entries WHERE seq = ?`);
  const batches = database.prepare(
    "SELECT members, frozen_at_ms FROM batches WHERE lane = 'receipts' ORDER BY id DESC",
  );

  return {
    after: (seq, limit) => after.all(seq, limit).map(toTakenRow),
    before: (seq, limit) => before.all(seq, limit).map(toTakenRow),
    unsentBefore: (seq, limit) => [...waiting.all(seq, limit), ...slow.all(seq, limit)].map(toTakenRow),
    countUnsent: () => number(unsent.get()?.['n']),
    state(seq) {
      const row = state.get(seq);
      return row && toState(row, row['flying'] === 1);
    },
    firstFrozen(sinceMs) {
      const first = new Map<number, number>();
      for (const row of batches.iterate()) {
        const frozenAtMs = number(row['frozen_at_ms']);
        if (frozenAtMs < sinceMs) break;
        // Newest first: an earlier batch of the same entry replaces a later one.
        for (const seq of toMembers(row['members'])) first.set(seq, frozenAtMs);
      }
      return first;
    },
    filesByFormat: (sinceMs) =>
      database
        .prepare(
          'SELECT format, count(*) AS n FROM files WHERE gone = 0 AND taken_at_ms >= ? GROUP BY format',
        )
        .all(sinceMs)
        .map((row) => ({ id: text(row['format']), files: number(row['n']) })),
  };
}

function toTakenRow(row: Row): TakenRow {
  return {
    seq: number(row['seq']),
    lane: toLane(row['lane']),
    party: text(row['party']),
    state: toState(row, row['flying'] === 1),
    occurredAtMs: number(row['occurred_at_ms']),
    takenAtMs: number(row['taken_at_ms']),
    facts: text(row['facts']),
    payload: text(row['payload']),
  };
}
