/**
 * Owns: deciding at start whether an opened database can be trusted. The small tables are checked by SQLite
 * itself; of the large ones the end: rows, keys, batches, and the indexes by which open entries are found.
 * Promises: some milliseconds, however large the database.
 */
import type { DatabaseSync } from 'node:sqlite';
import { KEY_BYTES } from './keys.ts';
import { LANES, number, toMembers } from './rows.ts';
import { ASIDE } from './schema.ts';
import { TAIL_ROWS, tailStart, verifyChain, verifyDeep } from './verify.ts';

/** True when nothing contradicts itself. Throws SQLite's own error for pages that cannot be read. */
export function isSound(database: DatabaseSync): boolean {
  const from = tailStart(database);
  return (
    areSmallTablesWhole(database) &&
    verifyChain(database, from).faults.length === 0 &&
    doKeysFit(database, from) &&
    doIndexesFit(database, from) &&
    doBatchesFit(database)
  );
}

/** The same for every page and row: about ten seconds for a million receipts. */
export function isSoundThroughout(database: DatabaseSync): boolean {
  const { faults, structure } = verifyDeep(database);
  return structure === 'ok' && faults.length === 0 && doKeysFit(database, 1) && isSound(database);
}

function areSmallTablesWhole(database: DatabaseSync): boolean {
  return ['marks', 'counters', 'shelf'].every((table) =>
    database
      .prepare(`PRAGMA integrity_check(${table})`)
      .all()
      .every((row) => row['integrity_check'] === 'ok'),
  );
}

/** Every key of a row leads to a row that has it: this one, or the one that took its place. */
function doKeysFit(database: DatabaseSync, from: number): boolean {
  const listed = ['alias', 'more'].map(
    (column) => `UNION ALL SELECT substr(${column}, 1 + n * ${KEY_BYTES}, ${KEY_BYTES}) FROM entries, places
         WHERE seq >= ?1 AND length(${column}) > n * ${KEY_BYTES}`,
  );
  const lost = database.prepare(
    `WITH RECURSIVE places(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM places WHERE n + 1 < (
         SELECT max(coalesce(length(alias), 0), coalesce(length(more), 0)) / ${KEY_BYTES} FROM entries WHERE seq >= ?1))
     SELECT 1 FROM (
       SELECT identity AS key FROM entries WHERE seq >= ?1
       UNION ALL SELECT claim FROM entries WHERE seq >= ?1 AND claim IS NOT NULL ${listed.join(' ')}) own
     LEFT JOIN keys k ON k.key = own.key LEFT JOIN entries e ON e.seq = k.seq
     WHERE e.seq IS NULL OR (own.key NOT IN (e.identity, coalesce(e.claim, x''))
       AND instr(coalesce(e.alias, x''), own.key) = 0 AND instr(coalesce(e.more, x''), own.key) = 0) LIMIT 1`,
  );
  return lost.get(from) === undefined;
}

function doIndexesFit(database: DatabaseSync, from: number): boolean {
  const lanes = LANES.map((lane) => `'${lane}'`).join();
  const count = (how: string, where: string): number =>
    number(
      database.prepare(`SELECT count(*) AS n FROM entries ${how} WHERE ${where} AND seq >= ?`).get(from)?.[
        'n'
      ],
    );
  const waiting = `state = 'waiting' AND lane IN (${lanes})`;
  return (
    count('NOT INDEXED', waiting) === count('INDEXED BY entries_waiting', waiting) &&
    count('NOT INDEXED', ASIDE) === count('INDEXED BY entries_aside', ASIDE)
  );
}

function doBatchesFit(database: DatabaseSync): boolean {
  const newest = `id > (SELECT max(id) FROM batches) - ${TAIL_ROWS}`;
  const odd = database.prepare(
    `SELECT 1 FROM batches WHERE ${newest} AND state NOT IN ('open', 'accepted', 'dissolved')`,
  );
  const found = database.prepare(
    `SELECT id, members FROM batches NOT INDEXED WHERE ${newest} AND state = 'open'`,
  );
  const indexed = database.prepare("SELECT id, members FROM batches WHERE state = 'open'");
  const open = indexed.all();
  const known = new Set(open.map((row) => row['id']));
  return (
    odd.get() === undefined &&
    found.all().every((row) => known.has(row['id'] ?? null)) &&
    open.every((row) => areMembersNumbers(row['members']))
  );
}

function areMembersNumbers(value: Parameters<typeof toMembers>[0]): boolean {
  try {
    return toMembers(value).length > 0;
  } catch {
    return false;
  }
}
