/**
 * Owns: recognising a database that is older than what lies beside it: a restored copy, or one that lost the end
 * of its write-ahead log. Two independent things tell: the witness (`head.ts`) and the delivery ledger.
 */
import type { DatabaseSync } from 'node:sqlite';
import { readLastNumbers } from './append.ts';
import { sameBytes } from './chain.ts';
import type { Head } from './head.ts';
import { isBatchLine, type BatchLine, type LedgerLine } from './ledger-line.ts';
import { readMark } from './marks.ts';
import { bytes } from './rows.ts';
import { LACKED } from './schema.ts';

type DiscardLine = Extract<LedgerLine, { did: 'discard' }>;

/** True when the witness or the ledger (`lines` of this database) know of something that it does not have. */
export function isBehind(
  database: DatabaseSync,
  head: Head | undefined,
  lines: readonly LedgerLine[],
): boolean {
  if (head !== undefined && lacks(database, head)) return true;
  return lines.some((line, index) => {
    if (isBatchLine(line)) return lacksBatch(database, line);
    return line.did === 'discard' && holdsDiscarded(database, line, lines.slice(index + 1));
  });
}

/**
 * True when the witness saw rows, batches, files or records that the database does not have. Rows that were forgotten
 * are no contradiction.
 */
export function lacks(database: DatabaseSync, { seq, link, batch, file, shelved }: Head): boolean {
  const last = readLastNumbers(database);
  if (batch > last.batch || file > last.file || shelved > last.shelved) return true;
  if (seq === 0) return false;
  const row = database.prepare('SELECT chain FROM entries WHERE seq = ?').get(seq);
  if (!row) return seq > Number(readMark(database, 'pruned_to'));
  return !sameBytes(bytes(row['chain']), link);
}

/** A batch that is still open is no contradiction: the process may have died between the two. */
function lacksBatch(database: DatabaseSync, { batch }: BatchLine): boolean {
  const row = database.prepare('SELECT state FROM batches WHERE id = ?').get(batch);
  return row ? row['state'] === 'dissolved' : batch > readLastNumbers(database).batch;
}

/** A person gave it up, and it could be sent again: not what was mended or brought anew since. */
function holdsDiscarded(
  database: DatabaseSync,
  { at, entries }: DiscardLine,
  since: readonly LedgerLine[],
): boolean {
  const reopened = new Set(
    since.flatMap((line) => (line.did === 'reopen' ? line.entries.map(([name]) => name) : [])),
  );
  const entry = database.prepare(
    `SELECT 1 FROM keys k JOIN entries e ON e.seq = k.seq
     WHERE k.key = ? AND e.taken_at_ms < ? AND e.state IN ${LACKED}`,
  );
  const record = database.prepare("SELECT 1 FROM shelf WHERE digest = ? AND state = 'open'");
  return entries.some(([name]) => {
    if (reopened.has(name)) return false;
    const key = Buffer.from(name, 'hex');
    return entry.get(key, at) !== undefined || record.get(key) !== undefined;
  });
}
