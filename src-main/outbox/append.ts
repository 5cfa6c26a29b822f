/**
 * Owns: adding a row to the end of the chain. All rows come through here, so numbers and links have no gaps.
 */
import type { DatabaseSync } from 'node:sqlite';
import { CHAIN_START, link, type ChainedRow } from './chain.ts';
import type { OutboxContext } from './context.ts';
import { splitKeys } from './keys.ts';
import { bytes, number, type Row } from './rows.ts';

/** How far the database has come; kept in memory, moved by every row that is added and every batch frozen. */
export interface Tail {
  seq: number;
  link: Uint8Array;
  /** The last batch that was frozen. */
  batch: number;
  /** The last file that was read, and the last record that was put on the shelf: not every file gives rows. */
  file: number;
  shelved: number;
}

export interface AppendedRow extends ChainedRow {
  readonly lane: string;
  readonly state: string;
  readonly settledAtMs: number | null;
  readonly rebuilt: boolean;
  /** Further names, one after the other (`keys.ts`). */
  readonly more: Uint8Array | null;
  /** JSON of what tells it from its like; null: nothing does. */
  readonly marks: string | null;
  /** Undefined: only the identity is remembered. */
  readonly payload: string | undefined;
}

/** What was added last; the start of the chain for an empty table. */
export function readTail(database: DatabaseSync): Tail {
  const row = database.prepare('SELECT seq, chain FROM entries ORDER BY seq DESC LIMIT 1').get();
  const last = readLastNumbers(database);
  return row
    ? { seq: number(row['seq']), link: bytes(row['chain']), ...last }
    : { seq: 0, link: CHAIN_START, ...last };
}

/** Forgetting never lowers them: the last file stays, the others count on. */
export function readLastNumbers(database: DatabaseSync): Pick<Tail, 'batch' | 'file' | 'shelved'> {
  const row = database
    .prepare(
      `SELECT (SELECT max(id) FROM batches) AS batch, (SELECT max(id) FROM files) AS file,
         (SELECT seq FROM sqlite_sequence WHERE name = 'shelf') AS shelved`,
    )
    .get();
  return { batch: number(row?.['batch']), file: number(row?.['file']), shelved: number(row?.['shelved']) };
}

/** Adds one row and its keys inside the caller's transaction; its keys name it from then on. */
export function createAppender(context: OutboxContext): (row: AppendedRow) => void {
  const { database, tail, recent } = context;
  const entry = database.prepare(
    `INSERT INTO entries (seq, lane, party, label, state, identity, alias, claim, facts, file_id, at,
       occurred_at_ms, taken_at_ms, settled_at_ms, rebuilt, payload_hash, chain, more, marks)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const payload = database.prepare('INSERT INTO payloads (seq, payload) VALUES (?, ?)');
  const addKey = database.prepare(
    'INSERT INTO keys (key, seq) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET seq = excluded.seq',
  );
  return (row) => {
    const seq = tail.seq + 1;
    const chain = link(tail.link, row);
    entry.run(
      seq,
      row.lane,
      row.party,
      row.label,
      row.state,
      row.identity,
      row.alias,
      row.claim,
      row.facts,
      row.fileId,
      row.at,
      row.occurredAtMs,
      row.takenAtMs,
      row.settledAtMs,
      row.rebuilt ? 1 : 0,
      row.payloadHash,
      chain,
      row.more,
      row.marks,
    );
    if (row.payload !== undefined) payload.run(seq, row.payload);
    addKey.run(row.identity, seq);
    if (row.claim) addKey.run(row.claim, seq);
    for (const key of splitKeys(row.alias)) addKey.run(key, seq);
    for (const key of splitKeys(row.more)) addKey.run(key, seq);
    tail.seq = seq;
    tail.link = chain;
    if (row.state === 'waiting' && !row.rebuilt) recent.add(seq, asStored(seq, row));
  };
}

/** The row as `freeze.ts` would read it. */
function asStored(seq: number, row: AppendedRow): Row {
  return {
    seq,
    party: row.party,
    label: row.label,
    occurred_at_ms: row.occurredAtMs,
    taken_at_ms: row.takenAtMs,
    payload_hash: row.payloadHash,
    rebuilt: 0,
    doubt: null,
    resends: 0,
    payload: row.payload ?? null,
    identity: row.identity,
    alias: row.alias,
    claim: row.claim,
    more: row.more,
    marks: row.marks,
  };
}
