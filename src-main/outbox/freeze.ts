/**
 * Owns: choosing the next batch of a lane and writing it down before its first byte leaves.
 * Promises: at most one undecided batch per lane (also a unique index); only rows whose payload is what was
 * stored are sent.
 */
import { hash } from 'node:crypto';
import { problem } from '../base/problem.ts';
import { hashPayload, sameBytes } from './chain.ts';
import type { OutboxContext } from './context.ts';
import type { LedgerMember } from './ledger-line.ts';
import type { Batch, FreezeRule, Lane } from './port.ts';
import {
  bytes,
  ENTRY_COLUMNS,
  hex,
  KEY_COLUMNS,
  number,
  text,
  toEntry,
  toLedgerMember,
  toMembers,
  type Row,
} from './rows.ts';
import { SUSPECT } from './schema.ts';
import type { OutboxProblem } from './take.ts';

export interface Freezer {
  /** Freezes by the rule unless the lane has an undecided batch. Inside the caller's transaction. */
  freeze(rule: FreezeRule): void;
  /** A batch frozen by this process and not posted yet: handed out once. */
  takeFresh(lane: Lane): Batch | undefined;
  /** The names of the members of a batch that this process froze: handed out once. */
  takeNames(batch: number): readonly LedgerMember[] | undefined;
}

/** SHA-256 over the hashes of the payloads, in order. */
export function hashBodies(rows: readonly Row[]): Uint8Array {
  return hash('sha256', Buffer.concat(rows.map((row) => bytes(row['payload_hash']))), 'buffer');
}

/** True when the payload is what was stored. */
export function hasOwnPayload(row: Row): boolean {
  return sameBytes(hashPayload(text(row['payload'])), bytes(row['payload_hash']));
}

/** `spared`: by their last posting nothing was stored. It was counted as it began, so that the next one is not. */
export function createFreezer(context: OutboxContext, spared: Set<number>): Freezer {
  const { database, clock, tail, recent, fresh } = context;
  const open = database.prepare("SELECT 1 FROM batches WHERE lane = ? AND state = 'open'");
  // One row for all: a hundred rows of one number cost more than the hundred entries.
  const waitingSeqs = database.prepare(
    `SELECT json_group_array(seq) AS members FROM (
       SELECT e.seq FROM entries e JOIN payloads p ON p.seq = e.seq
       WHERE e.lane = ? AND e.state = 'waiting' ORDER BY e.seq LIMIT ? + 0)`,
  );
  const waiting = database.prepare(
    `SELECT ${ENTRY_COLUMNS}, ${KEY_COLUMNS} FROM json_each(?) w JOIN entries e ON e.seq = w.value
     JOIN payloads p ON p.seq = e.seq ORDER BY w.key`,
  );
  /** The lengths alone: SQLite reads no long text for them. */
  const payloadBytes = database.prepare(
    `SELECT json_group_array(size) AS sizes FROM (
       SELECT octet_length(p.payload) AS size FROM json_each(?) w JOIN payloads p ON p.seq = w.value ORDER BY w.key)`,
  );
  const single = database.prepare(
    `SELECT ${ENTRY_COLUMNS}, ${KEY_COLUMNS} FROM entries e JOIN payloads p ON p.seq = e.seq
     WHERE e.lane = ? AND e.seq = ? AND (e.state IN ('waiting', 'slow') OR ${SUSPECT})`,
  );
  const insert = database.prepare(
    `INSERT INTO batches (lane, members, first_seq, last_seq, body_hash, state, attempt, uncertain, frozen_at_ms)
     VALUES (?, ?, ?, ?, ?, 'open', 1, ?, ?)`,
  );
  const backInLine = database.prepare(
    `UPDATE entries SET state = 'waiting', retry_at_ms = NULL WHERE seq = ? AND (state = 'slow' OR ${SUSPECT})`,
  );
  // From here on the batch carries the doubt; a row that kept it would be counted again.
  const clearRebuilt = database.prepare(
    'UPDATE entries SET rebuilt = 0 WHERE rebuilt = 1 AND seq IN (SELECT value FROM json_each(?))',
  );
  const countResend = database.prepare(
    'UPDATE entries SET resends = resends + 1 WHERE seq IN (SELECT value FROM json_each(?))',
  );
  const setDamaged = database.prepare(
    "UPDATE entries SET state = 'quarantined', retry_at_ms = NULL, problem = ? WHERE seq = ?",
  );
  /** Of the lane's last batch: there is one undecided at most. */
  const names = new Map<Lane, { readonly batch: number; readonly members: readonly LedgerMember[] }>();

  function choose(rule: FreezeRule): Row[] {
    if (rule.only !== undefined) {
      const row = single.get(rule.lane, rule.only);
      return row ? [row] : [];
    }
    const skip = rule.except ?? new Set();
    const seqs = toMembers(waitingSeqs.get(rule.lane, rule.limit + skip.size)?.['members']);
    const wanted = seqs.filter((seq) => !skip.has(seq)).slice(0, rule.limit);
    const candidates = recent.find(wanted) ?? waiting.all(JSON.stringify(fitting(wanted, rule.bytesMax)));
    let room = rule.bytesMax;
    const beyond = candidates.findIndex((row) => (room -= Buffer.byteLength(text(row['payload']))) < 0);
    return beyond === -1 ? candidates : candidates.slice(0, Math.max(beyond, 1));
  }

  /** A hundred receipts of a megabyte would be read for the one that is sent. At least one. */
  function fitting(seqs: readonly number[], bytesMax: number): readonly number[] {
    let room = bytesMax;
    const sizes = toMembers(payloadBytes.get(JSON.stringify(seqs))?.['sizes']);
    const beyond = sizes.findIndex((size) => (room -= size) < 0);
    return beyond === -1 ? seqs : seqs.slice(0, Math.max(beyond, 1));
  }

  /** A damaged row goes to quarantine; the file in the archive still has the truth. */
  function isSound(row: Row): boolean {
    if (recent.holds(row) || hasOwnPayload(row)) return true;
    const found = problem<OutboxProblem>('outbox.damagedRow', '', { extId: text(row['label']) });
    setDamaged.run(JSON.stringify(found), number(row['seq']));
    context.bump('quarantined', 1);
    return false;
  }

  function freeze(rule: FreezeRule): void {
    if (open.get(rule.lane)) return;
    let chosen = choose(rule);
    while (chosen.length > 0) {
      const rows = chosen.filter(isSound);
      if (rows.length > 0) {
        writeDown(rule, rows);
        return;
      }
      chosen = choose(rule);
    }
  }

  function writeDown({ lane, only, counts }: FreezeRule, rows: readonly Row[]): void {
    const entries = rows.map((row) => toEntry(counts === true && isRepeat(row) ? onceMore(row) : row));
    const seqs = entries.map((entry) => entry.seq);
    if (only !== undefined) backInLine.run(only);
    const uncertain = countRepeats(rows, seqs, counts === true);
    const bodyHash = hashBodies(rows);
    const frozenAtMs = clock.now();
    const { lastInsertRowid } = insert.run(
      lane,
      JSON.stringify(seqs),
      Math.min(...seqs),
      Math.max(...seqs),
      bodyHash,
      uncertain ? 1 : 0,
      frozenAtMs,
    );
    const id = Number(lastInsertRowid);
    const batch = { id: `${context.generation}-${id}`, lane, entries, bodyHash: hex(bodyHash) };
    fresh.add(id, { ...batch, attempt: 1, uncertain, frozenAtMs });
    names.set(lane, { batch: id, members: rows.map(toLedgerMember) });
    tail.batch = id;
  }

  /** True when the server may have some of them already. */
  function countRepeats(rows: readonly Row[], seqs: readonly number[], counts: boolean): boolean {
    const rebuilt = rows.filter((row) => row['rebuilt'] === 1).length;
    const repeats = rows.filter(isRepeat);
    const counted = repeats.filter((row) => row['rebuilt'] !== 1);
    const unanswered = counted.filter((row) => row['doubt'] === 'unanswered').length;
    if (rebuilt > 0) clearRebuilt.run(JSON.stringify(seqs));
    if (counts && repeats.length > 0)
      countResend.run(JSON.stringify(repeats.map((row) => number(row['seq']))));
    context.bump('rebuild_resends', rebuilt);
    context.bump('uncertain_resends', unanswered);
    context.bump('refusal_resends', counted.length - unanswered);
    for (const seq of seqs) spared.delete(seq);
    return rebuilt > 0 || rows.some(isDoubted);
  }

  const isRepeat = (row: Row): boolean => isDoubted(row) && !spared.has(number(row['seq']));

  return {
    freeze,
    takeFresh: (lane) => fresh.take(lane),
    takeNames(batch) {
      const [lane, known] = [...names].find(([, each]) => each.batch === batch) ?? [];
      if (lane) names.delete(lane);
      return known?.members;
    },
  };
}

function isDoubted(row: Row): boolean {
  return typeof row['doubt'] === 'string';
}

/** The row as it is with this sending counted. */
function onceMore(row: Row): Row {
  return { ...row, resends: number(row['resends']) + 1 };
}

/** Batches are known outside as `<generation>-<number>`. */
export function batchNumber(batchId: string): number {
  return Number(batchId.slice(batchId.lastIndexOf('-') + 1));
}
