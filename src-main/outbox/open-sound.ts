/**
 * Owns: opening the database file, or setting a damaged one aside and beginning another.
 * Promises: a damaged file is kept under another name, never deleted or overwritten.
 */
import { accessSync, constants, existsSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import type { OutboxEvent } from './events.ts';
import { hasOurTables, migrate } from './schema.ts';
import { isSound, isSoundThroughout } from './soundness.ts';
import { foldBack, isDamage, isDiskFault, isReadOnly, openDurable } from './sqlite.ts';
import type { Suspicion } from './suspicion.ts';

export interface OpenSoundOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly note: Note<OutboxEvent>;
  readonly suspicion: Suspicion;
}

/** A database that can be trusted; `setAside` is where a damaged one was put, empty if there was none. */
export function openSound({ path, clock, note, suspicion }: OpenSoundOptions): {
  database: DatabaseSync;
  setAside: string;
} {
  const sound = tryOpen(path, suspicion.isRaised() ? isSoundThroughout : isSound);
  const setAside = sound ? '' : moveAside(path, clock.now());
  suspicion.drop();
  if (sound) return { database: sound, setAside };
  note('outbox.damaged', { setAside });
  const database = openDurable(path);
  migrate(database);
  return { database, setAside };
}

/** Undefined for a damaged database. Other faults (rights, a full disk, a newer program's file) are thrown. */
function tryOpen(path: string, isTrusted: (database: DatabaseSync) => boolean): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = openDurable(path);
    migrateOnFullDisk(database);
    if (hasOurTables(database) && isTrusted(database)) return database;
  } catch (error) {
    if (!isDamage(error) && !(isReadOnly(error) && isWritable(path))) {
      database?.close();
      throw error;
    }
  }
  database?.close();
  return undefined;
}

/** What a killed process left in the log is folded back where there is no room for more. */
function migrateOnFullDisk(database: DatabaseSync): void {
  try {
    migrate(database);
  } catch (error) {
    if (!isDiskFault(error) || !foldBack(database)) throw error;
    migrate(database);
  }
}

/**
 * SQLite calls a file read-only as well when a damaged header says that a newer SQLite wrote it. Where the file, or the
 * folder for its log, may not be written, the header is not to blame.
 */
function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function moveAside(path: string, nowMs: number): string {
  const wanted = `${path}.damaged-${new Date(nowMs).toISOString().replace(/[:.]/g, '-')}`;
  let aside = wanted;
  for (let copy = 2; existsSync(aside); copy += 1) aside = `${wanted}-${copy}`;
  for (const suffix of ['-journal', '-wal', '-shm', '']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}
