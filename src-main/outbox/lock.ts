/**
 * Owns: the right to change a data folder. One agent holds it; the operating system takes it back when the
 * process ends, however it ends.
 * The lock is SQLite's own file lock on an empty database: the same on every system that Node runs on, and no
 * file of ours can be left behind stale. Nothing else in the process may open `lock.db`: POSIX drops the locks
 * of a file as soon as any descriptor of it is closed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { isBusy } from './sqlite.ts';

export interface DataLock {
  release(): void;
}

/** Kept from the garbage collector, which would close the database and give the lock away. */
const held = new Set<DatabaseSync>();

/** Takes the lock of `dataDir`, or tells which process seems to hold it. Other faults of the folder are thrown. */
export function lockDataFolder(dataDir: string): Result<DataLock, Problem<'data.locked'>> {
  const database = new DatabaseSync(join(dataDir, 'lock.db'));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    return fail(problem('data.locked', dataDir, { holder: readHolder(dataDir) }));
  }
  writeHolder(dataDir);
  held.add(database);
  return ok({
    release() {
      held.delete(database);
      database.close();
    },
  });
}

function writeHolder(dataDir: string): void {
  try {
    writeFileSync(holderPath(dataDir), `${process.pid}\n`, { mode: 0o644 });
  } catch {
    // A full disk: the lock holds all the same, only the message to a second agent lacks the number.
  }
}

function holderPath(dataDir: string): string {
  return join(dataDir, 'agent.pid');
}

/** The process that last took the lock, for messages only. */
export function readHolder(dataDir: string): number {
  try {
    return Number.parseInt(readFileSync(holderPath(dataDir), 'utf8'), 10) || 0;
  } catch {
    return 0;
  }
}
