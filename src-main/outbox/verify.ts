/**
 * Owns: checking that the rows are what was stored: the end of them at start, all of them when asked
 * (`doctor --deep`, decisions 17).
 */
import type { DatabaseSync } from 'node:sqlite';
import { isKnownState } from './answers.ts';
import { CHAIN_START, hashPayload, link, sameBytes } from './chain.ts';
import { readMark } from './marks.ts';
import { bytes, isLane, LEDGER_PLACE, number, optionalNumber, text, type Row } from './rows.ts';

export interface Verdict {
  readonly rows: number;
  /** Numbers of the rows that do not fit or follow a row that is missing, at most `FAULTS_MAX`. */
  readonly faults: readonly number[];
}

const FAULTS_MAX = 20;
/** Rows at the end that are checked at every start: some milliseconds. */
export const TAIL_ROWS = 500;
/** States whose payload may be forgotten. */
const SETTLED: ReadonlySet<unknown> = new Set(['delivered', 'discarded', 'recorded']);

interface Link {
  readonly seq: number;
  readonly link: Uint8Array;
}

/** Checks links and payloads of all rows from number `fromSeq` on; the first row's link is taken as given. */
export function verifyChain(database: DatabaseSync, fromSeq = 1): Verdict {
  const rows = database
    .prepare(
      'SELECT e.*, p.payload FROM entries e LEFT JOIN payloads p ON p.seq = e.seq WHERE e.seq >= ? ORDER BY e.seq',
    )
    .iterate(fromSeq);
  const prunedTo = Number(readMark(database, 'pruned_to'));
  const faults: number[] = [];
  let previous: Link | undefined = fromSeq === 1 ? { seq: 0, link: CHAIN_START } : undefined;
  let count = 0;
  for (const row of rows) {
    count += 1;
    const seq = number(row['seq']);
    const follows = seq === (previous?.seq ?? fromSeq - 1) + 1;
    const sound = follows ? fits(row, previous?.link) : seq <= prunedTo + 1 && fits(row, undefined);
    if (!sound && faults.length < FAULTS_MAX) faults.push(seq);
    previous = { seq, link: bytes(row['chain']) };
  }
  return { rows: count, faults };
}

function fits(row: Row, previous: Uint8Array | undefined): boolean {
  const { state, payload } = row;
  if (!isLane(row['lane']) || !isKnownState(state)) return false;
  if (typeof payload === 'string' && !sameBytes(hashPayload(payload), bytes(row['payload_hash'])))
    return false;
  if (payload === null && !SETTLED.has(state) && row['at'] !== LEDGER_PLACE) return false;
  return previous === undefined || sameBytes(relink(row, previous), bytes(row['chain']));
}

function relink(row: Row, previous: Uint8Array): Uint8Array {
  const optionalKey = (column: string): Uint8Array | null =>
    row[column] instanceof Uint8Array ? row[column] : null;
  return link(previous, {
    party: text(row['party']),
    label: text(row['label']),
    identity: bytes(row['identity']),
    alias: optionalKey('alias'),
    claim: optionalKey('claim'),
    facts: text(row['facts']),
    fileId: optionalNumber(row['file_id']),
    at: text(row['at']),
    occurredAtMs: number(row['occurred_at_ms']),
    takenAtMs: number(row['taken_at_ms']),
    payloadHash: bytes(row['payload_hash']),
  });
}

export interface DeepVerdict extends Verdict {
  /** `ok`, or SQLite's first complaint about pages and indexes. */
  readonly structure: string;
}

/** Everything, row by row and page by page: about ten seconds for a million receipts. */
export function verifyDeep(database: DatabaseSync): DeepVerdict {
  const row = database.prepare('PRAGMA integrity_check(1)').get();
  return { ...verifyChain(database), structure: text(row?.['integrity_check']) };
}

/** The first of the last `TAIL_ROWS` numbers. */
export function tailStart(database: DatabaseSync): number {
  const last = number(database.prepare('SELECT max(seq) AS seq FROM entries').get()?.['seq']);
  return Math.max(last - TAIL_ROWS + 1, 1);
}
