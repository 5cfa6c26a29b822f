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
  /** A database before this one may have sent it. */
  readonly mayBeSent: boolean;
  readonly facts: string;
  /** Empty once it was forgotten. */
  readonly payload: string;
}

export interface FrozenBatch {
  readonly id: number;
  readonly frozenAtMs: number;
  /** Numbers of its entries. */
  readonly members: readonly number[];
}

export interface TakenRows {
  /** Entries stored after `seq`, oldest first. */
  after(seq: number, limit: number): TakenRow[];
  /** Entries stored before `seq`, newest first. */
  before(seq: number, limit: number): TakenRow[];
  /** Receipts stored after `after` and before `before` that can still be sent (waiting, in flight, slow, ejected), oldest first. */
  unsentBetween(after: number, before: number, limit: number): TakenRow[];
  /** Receipts that can still be sent. */
  countUnsent(): number;
  /** Receipts that are out of line and not given up: how many in each state, and what they come to. */
  kept(): { readonly state: EntryState; readonly receipts: number; readonly amount: number | null }[];
  state(seq: number): EntryState | undefined;
  /** Batches of receipts before the one numbered `id`, also those sent by hand, newest first: no byte left before. */
  batchesBefore(id: number, limit: number): FrozenBatch[];
  /** When the oldest receipt that can still be sent was taken; undefined: there is none. */
  oldestUnsentMs(): number | undefined;
  /** Files taken since an instant and still kept, by format. */
  filesByFormat(sinceMs: number): { readonly id: string; readonly files: number }[];
}

const COLUMNS = `e.seq, e.lane, e.party, e.state, e.occurred_at_ms, e.taken_at_ms, e.rebuilt, e.facts, p.payload,
  e.seq IN (${FLYING}) AS flying FROM entries e LEFT JOIN payloads p ON p.seq = e.seq`;

export function createTakenRows(database: DatabaseSync): TakenRows {
  const after = database.prepare(`SELECT ${COLUMNS} WHERE e.seq > ? ORDER BY e.seq LIMIT ? + 0`);
  const before = database.prepare(`SELECT ${COLUMNS} WHERE e.seq < ? ORDER BY e.seq DESC LIMIT ? + 0`);
  const waiting = database.prepare(
    `SELECT ${COLUMNS} WHERE e.lane = 'receipts' AND e.state = 'waiting' AND e.seq > ? AND e.seq < ?
     ORDER BY e.seq LIMIT ? + 0`,
  );
  const aside = database.prepare(
    `SELECT ${COLUMNS} WHERE ${ASIDE} AND e.state IN ('slow', 'ejected') AND e.lane = 'receipts' AND e.seq > ?
     AND e.seq < ? ORDER BY e.seq LIMIT ? + 0`,
  );
  const unsent = database.prepare(
    `SELECT (SELECT count(*) FROM entries WHERE lane = 'receipts' AND state = 'waiting')
       + (SELECT count(*) FROM entries WHERE ${ASIDE} AND state IN ('slow', 'ejected') AND lane = 'receipts') AS n`,
  );
  const kept = database.prepare(
    ["state IN ('doubtful')", ASIDE]
      .map(
        (where) => `SELECT state, count(*) AS n, total(json_extract(facts, '$.amount')) AS amount,
           count(json_extract(facts, '$.amount')) AS known FROM entries WHERE ${where} AND lane = 'receipts' GROUP BY state`,
      )
      .join(' UNION ALL '),
  );
  const state = database.prepare(`SELECT state, seq IN (${FLYING}) AS flying FROM entries WHERE seq = ?`);
  const batches = database.prepare(
    "SELECT id, members, frozen_at_ms FROM batches WHERE lane <> 'signals' AND id < ? ORDER BY id DESC LIMIT ? + 0",
  );

  return {
    after: (seq, limit) => after.all(seq, limit).map(toTakenRow),
    before: (seq, limit) => before.all(seq, limit).map(toTakenRow),
    unsentBetween: (seq, end, limit) =>
      [...waiting.all(seq, end, limit), ...aside.all(seq, end, limit)]
        .map(toTakenRow)
        .sort((one, other) => one.seq - other.seq)
        .slice(0, limit),
    kept: () =>
      kept.all().map((row) => {
        const receipts = number(row['n']);
        const amount = number(row['known']) === receipts ? number(row['amount']) : null;
        return { state: toState(row, false), receipts, amount };
      }),
    countUnsent: () => number(unsent.get()?.['n']),
    state(seq) {
      const row = state.get(seq);
      return row && toState(row, row['flying'] === 1);
    },
    batchesBefore: (id, limit) =>
      batches.all(id, limit).map((row) => ({
        id: number(row['id']),
        frozenAtMs: number(row['frozen_at_ms']),
        members: toMembers(row['members']),
      })),
    oldestUnsentMs() {
      const first = [waiting, aside].map((rows) => rows.get(0, Number.MAX_SAFE_INTEGER, 1));
      const moments = first.filter((row) => row !== undefined).map((row) => number(row['taken_at_ms']));
      return moments.length > 0 ? Math.min(...moments) : undefined;
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
    mayBeSent: row['rebuilt'] === 1,
    facts: text(row['facts']),
    payload: text(row['payload']),
  };
}
