/**
 * Owns: the tables of the outbox and their history. `user_version` counts the migrations that were applied; a
 * database of a newer program is refused, never changed.
 *
 * Payloads lie in a table of their own: settling a batch then rewrites small rows only. `keys` holds every
 * identity, alias and claim in one tree, so uniqueness is decided in the transaction that stores (decisions 16).
 * An entry in flight is stored as `waiting`: what is in flight is what the open batch of its lane lists.
 *
 * SQLite uses a partial index only when the query repeats its condition word for word: whoever asks for entries
 * out of line says `ASIDE` as well as the state, whoever asks for another lane says `lane <> 'receipts'`. It plans
 * by the value of a bound `LIMIT ?`, so it compiles the statement anew each time: what is asked often says `LIMIT ? + 0`.
 */
import { DatabaseSync } from 'node:sqlite';
import { prepareTransact } from './sqlite.ts';

/** The condition of entries that are out of line and may come back. */
export const ASIDE = "state IN ('slow', 'quarantined', 'unconfirmed', 'ejected')";

/** The condition of entries that were refused and are not judged for good. */
export const SUSPECT = "(state = 'ejected' OR (state = 'quarantined' AND retry_at_ms IS NOT NULL))";

/** States of entries that HEADO lacks, or of which nobody knows whether it does. */
export const LACKED = "('waiting', 'slow', 'ejected', 'quarantined', 'unconfirmed', 'doubtful')";

/** The condition of entries that HEADO lacks and that came before they were taken. */
export const CAME_EARLIER = `came_at_ms IS NOT NULL AND state IN ${LACKED}`;

/** Numbers of the entries that may be sent, now or later, without anybody asking for it. */
export const SENDABLE = `SELECT seq FROM entries WHERE state = 'waiting'
  UNION ALL SELECT seq FROM entries WHERE ${ASIDE} AND state = 'slow'
  UNION ALL SELECT seq FROM entries WHERE ${SUSPECT}`;

/** Numbers of the entries in undecided batches. */
export const FLYING = "SELECT m.value FROM batches b, json_each(b.members) m WHERE b.state = 'open'";

const TABLES = `
CREATE TABLE files (
  id INTEGER PRIMARY KEY, folder TEXT NOT NULL, name TEXT NOT NULL, stored_as TEXT NOT NULL,
  format TEXT NOT NULL, sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL, device TEXT NOT NULL,
  inode TEXT NOT NULL, mtime_ms REAL NOT NULL, taken_at_ms INTEGER NOT NULL, closed INTEGER NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0, same_as INTEGER
) STRICT;
CREATE INDEX files_same ON files (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX files_unclosed ON files (taken_at_ms) WHERE closed = 0;
CREATE INDEX files_kept ON files (taken_at_ms) WHERE gone = 0;

CREATE TABLE entries (
  seq INTEGER PRIMARY KEY, lane TEXT NOT NULL, party TEXT NOT NULL, label TEXT NOT NULL,
  state TEXT NOT NULL, identity BLOB NOT NULL, alias BLOB, claim BLOB, facts TEXT NOT NULL,
  file_id INTEGER, at TEXT NOT NULL, occurred_at_ms INTEGER NOT NULL, taken_at_ms INTEGER NOT NULL,
  settled_at_ms INTEGER, batch INTEGER, retry_at_ms INTEGER, problem TEXT, version INTEGER NOT NULL DEFAULT 1,
  rebuilt INTEGER NOT NULL DEFAULT 0, payload_hash BLOB NOT NULL, chain BLOB NOT NULL
) STRICT;
CREATE INDEX entries_waiting ON entries (lane) WHERE state = 'waiting';
CREATE INDEX entries_aside ON entries (state) WHERE state IN ('slow', 'quarantined', 'unconfirmed');
CREATE INDEX entries_other ON entries (lane, occurred_at_ms) WHERE lane <> 'receipts';
CREATE INDEX entries_label ON entries (label);
CREATE INDEX entries_file ON entries (file_id);

CREATE TABLE payloads (seq INTEGER PRIMARY KEY, payload TEXT NOT NULL) STRICT;
CREATE TABLE keys (key BLOB PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT, lane TEXT NOT NULL, members TEXT NOT NULL, first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL, body_hash BLOB NOT NULL, state TEXT NOT NULL, attempt INTEGER NOT NULL,
  uncertain INTEGER NOT NULL, frozen_at_ms INTEGER NOT NULL, settled_at_ms INTEGER, because TEXT
) STRICT;
CREATE UNIQUE INDEX batches_open ON batches (lane) WHERE state = 'open';
CREATE TABLE attempts (
  batch INTEGER NOT NULL, attempt INTEGER NOT NULL, at_ms INTEGER NOT NULL, uncertain INTEGER NOT NULL,
  because TEXT NOT NULL
) STRICT;
CREATE INDEX attempts_batch ON attempts (batch);

CREATE TABLE shelf (
  id INTEGER PRIMARY KEY AUTOINCREMENT, version INTEGER NOT NULL, state TEXT NOT NULL, held INTEGER NOT NULL,
  label TEXT NOT NULL, file_id INTEGER NOT NULL, at TEXT NOT NULL, raw TEXT NOT NULL, problem TEXT NOT NULL,
  digest BLOB NOT NULL UNIQUE, since_ms INTEGER NOT NULL, closed_at_ms INTEGER, reason TEXT
) STRICT;
CREATE INDEX shelf_open ON shelf (id) WHERE state = 'open';
CREATE INDEX shelf_file ON shelf (file_id);

CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/**
 * Since 0.1.0. `resends`: how often a receipt was perhaps sent twice, as decisions 19 counts it. `doubt`: why the
 * server may have an entry already (`unanswered`, `refused`); null: it has not. `came_at_ms`: when the
 * file came whose record was judged again; null: it came when it was taken. `more`: further names of an entry, 16
 * bytes each; `marks`: what tells it from its like. `entries_turns` finds signals by the number
 * of their shift (rows of 0.1.0 have it as identity), `files_inode` the earlier readings of a file. `entries_doubtful`: what
 * waits for `recover` (`doubt.ts`). `files.read_at_ms`: when it was read last;
 * `files.lines`: more lines may follow; `shelf.unfinished`: the record's end is missing; `shelf.rebuilt`: as of entries, perhaps sent before. What an earlier program called
 * closed because it had rested is compared anew. `readings`: large files that are being read now; a row that outlives its
 * process tells that the process died of the file.
 */
const PROMISES = `
ALTER TABLE entries ADD COLUMN resends INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN came_at_ms INTEGER;
CREATE INDEX entries_came ON entries (came_at_ms) WHERE ${CAME_EARLIER};
CREATE INDEX shelf_label ON shelf (label);
CREATE INDEX shelf_place ON shelf (held) WHERE state = 'open';
ALTER TABLE entries ADD COLUMN more BLOB;
ALTER TABLE entries ADD COLUMN marks TEXT;
DROP INDEX entries_label;
CREATE INDEX entries_label ON entries (label, occurred_at_ms);
CREATE INDEX entries_turns ON entries (coalesce(claim, identity), occurred_at_ms) WHERE lane = 'signals';
CREATE INDEX entries_party ON entries (party, occurred_at_ms) WHERE lane = 'signals';
CREATE INDEX files_inode ON files (inode) WHERE gone = 0;
CREATE INDEX shelf_discarded ON shelf (digest) WHERE state = 'discarded';
CREATE INDEX entries_doubtful ON entries (lane) WHERE state = 'doubtful';
ALTER TABLE files ADD COLUMN lines INTEGER NOT NULL DEFAULT 1;
DROP INDEX files_unclosed;
ALTER TABLE files ADD COLUMN read_at_ms INTEGER NOT NULL DEFAULT 0;
CREATE INDEX files_read ON files (folder, read_at_ms) WHERE gone = 0;
UPDATE files SET closed = 0, read_at_ms = taken_at_ms WHERE gone = 0 AND stored_as <> '';
ALTER TABLE shelf ADD COLUMN unfinished INTEGER NOT NULL DEFAULT 0;
ALTER TABLE shelf ADD COLUMN rebuilt INTEGER NOT NULL DEFAULT 0;
CREATE TABLE readings (
  path TEXT PRIMARY KEY, facts TEXT NOT NULL, crashes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE entries ADD COLUMN doubt TEXT;
DROP INDEX entries_aside;
CREATE INDEX entries_aside ON entries (state, lane) WHERE ${ASIDE};
CREATE INDEX entries_suspect ON entries (lane, batch) WHERE ${SUSPECT};
`;

/** Migration n leads from version n to n + 1. Never edited once released; new ones are appended. */
const MIGRATIONS: readonly string[] = [TABLES, PROMISES];

/** A newer program wrote the database: its tables are not ours. */
export class NewerDatabaseError extends Error {
  readonly version: number;
  readonly known: number;
  constructor(version: number, known: number) {
    super(`outbox: the database has version ${version}, this program knows up to ${known}`);
    this.version = version;
    this.known = known;
  }
}

/**
 * Brings the tables to this program's version. Throws `NewerDatabaseError` for one written by a newer program, which has a
 * higher number and other tables; a number that does not belong to the tables is a damaged one and set right.
 * Always writes: some damaged headers let a file be read and refuse every change.
 */
export function migrate(database: DatabaseSync): void {
  const claimed = readVersion(database);
  const found = versionOfTables(database);
  if (claimed > MIGRATIONS.length && found === undefined) {
    throw new NewerDatabaseError(claimed, MIGRATIONS.length);
  }
  prepareTransact(database)(() => {
    for (const step of MIGRATIONS.slice(found ?? claimed)) database.exec(step);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

function readVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

/** True when the tables are exactly those of this program. */
export function hasOurTables(database: DatabaseSync): boolean {
  return versionOfTables(database) === MIGRATIONS.length;
}

/** Which version's tables these are, whatever the number in the file says; undefined: none of ours. */
function versionOfTables(database: DatabaseSync): number | undefined {
  const found = describeTables(database);
  const model = new DatabaseSync(':memory:');
  try {
    for (let version = 0; ; version += 1) {
      if (describeTables(model) === found) return version;
      const step = MIGRATIONS[version];
      if (step === undefined) return undefined;
      model.exec(step);
    }
  } finally {
    model.close();
  }
}

function describeTables(database: DatabaseSync): string {
  const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name');
  return JSON.stringify(rows.all());
}
