/**
 * Owns: the outbox's ways with SQLite: opening so that a commit survives a power cut, transactions, and telling
 * the faults apart that are handled differently. Refuses to know: tables.
 */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freeBytes } from '../base/free-bytes.ts';
import { makePrivate } from './data-folder.ts';

/** Result codes of SQLite; extended codes carry these in their low byte. */
const SQLITE_BUSY = 5;
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_FULL = 13;
/**
 * What a database of ours answers only when its bytes are wrong: ERROR (a table or column is not there),
 * INTERNAL, CORRUPT, TOOBIG, CONSTRAINT, MISMATCH, FORMAT, NOTADB.
 */
const DAMAGE_CODES: ReadonlySet<number> = new Set([1, 2, 11, 18, 19, 20, 24, 26]);
/** Node's words for the same things. */
const DISK_FAULTS: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EIO']);
/** Of these, what a running database answers when it comes upon bytes that it cannot read. */
const UNREADABLE_CODES: ReadonlySet<number> = new Set([1, 2, 11, 26]);
const NODE_OUT_OF_RANGE = 'ERR_OUT_OF_RANGE';

/** Commands may read beside the running agent; they wait this long for its short writes. */
const BUSY_TIMEOUT_MS = 5_000;
/** Pages (of 4 KiB) after which the write-ahead log is folded back: 4 MiB. */
const CHECKPOINT_PAGES = 1_000;
/** The log file is cut back to this after a burst. */
const LOG_BYTES_MAX = 8 * 1024 * 1024;

/**
 * Opens a database in which a finished commit is on the disk: write-ahead log and a full sync, both set and read
 * back (WAL with the default of NORMAL lost data in every power cut tried). Throws SQLite's own errors.
 */
export function openDurable(path: string): DatabaseSync {
  makePrivate(path);
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false, timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}; PRAGMA journal_size_limit = ${LOG_BYTES_MAX};
      PRAGMA temp_store = MEMORY`);
    assertDurable(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Writes the log's pages into the database, so that the next commit uses the log's room from its beginning. False when
 * there is nothing to gain: no log yet, or somebody reads it.
 */
export function foldBack(database: DatabaseSync): boolean {
  try {
    const done = database.prepare('PRAGMA wal_checkpoint(RESTART)').get();
    return done?.['busy'] === 0 && Number(done['log']) > 0;
  } catch {
    return false;
  }
}

/** The same, but only where there is room for all of it: begun in vain it would use up what room there is. */
export function foldBackWhereItFits(database: DatabaseSync): boolean {
  try {
    return growthBytes(database) <= roomBytes(database) && foldBack(database);
  } catch {
    return false;
  }
}

/** By how much the file of the database grows when all of its log is folded back. */
function growthBytes(database: DatabaseSync): number {
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  const pageBytes = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
  return pages * pageBytes - statSync(database.location() ?? '').size;
}

function roomBytes(database: DatabaseSync): number {
  return freeBytes(dirname(database.location() ?? '')) ?? 0;
}

/** Opens for reading beside the agent that owns the database. */
export function openReadOnly(path: string): DatabaseSync {
  return new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
}

/** Throws unless the connection really syncs each commit. */
export function assertDurable(database: DatabaseSync): void {
  const mode = database.prepare('PRAGMA journal_mode').get()?.['journal_mode'];
  const level = database.prepare('PRAGMA synchronous').get()?.['synchronous'];
  if (mode !== 'wal' || level !== 2) {
    throw new Error(
      `outbox: SQLite gave journal_mode ${String(mode)} and synchronous ${String(level)}, not wal and 2`,
    );
  }
}

/** Runs `work` in one transaction: all of it is durable when this returns, none of it when it throws. */
export type Transact = <T>(work: () => T) => T;

/** `Transact` on a database, its statements compiled once. */
export function prepareTransact(database: DatabaseSync): Transact {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  return (work) => {
    begin.run();
    try {
      const value = work();
      commit.run();
      return value;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
}

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

export function isBusy(error: unknown): boolean {
  return primaryCode(error) === SQLITE_BUSY;
}

export function isReadOnly(error: unknown): boolean {
  return primaryCode(error) === SQLITE_READONLY;
}

/** No room on the disk, or the disk refuses to write. */
export function isDiskFault(error: unknown): boolean {
  const code = primaryCode(error);
  return code === SQLITE_FULL || code === SQLITE_IOERR || DISK_FAULTS.has(nodeCode(error));
}

/** While a database is opened: what is in the file is not, or no longer, ours. */
export function isDamage(error: unknown): boolean {
  return holds(DAMAGE_CODES, error);
}

/** While a database is used: it came upon something that it cannot read. */
export function isUnreadable(error: unknown): boolean {
  return holds(UNREADABLE_CODES, error);
}

function holds(codes: ReadonlySet<number>, error: unknown): boolean {
  const code = primaryCode(error);
  return code === undefined ? nodeCode(error) === NODE_OUT_OF_RANGE : codes.has(code);
}

function nodeCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
