/**
 * Owns: the right to change a data folder. One agent holds it; the operating system takes it back when the
 * process ends, however it ends.
 * The lock is SQLite's own file lock on an empty database: the same on every system that Node runs on, and no
 * file of ours can be left behind stale. Nothing else in the process may open `lock.db`: POSIX drops the locks
 * of a file as soon as any descriptor of it is closed.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { makePrivate } from './data-folder.ts';
import { isBusy, isDamage } from './sqlite.ts';

export interface DataLock {
  /** The agent is ending: from now on it holds the folder for a moment only. */
  leave(): void;
  release(): void;
}

/** `agent`: holds the folder as long as it runs. `visitor`: gives it back in a moment, as a command does. */
export type HolderRole = 'agent' | 'visitor';

/** Kept from the garbage collector, which would close the database and give the lock away. */
const held = new Set<DatabaseSync>();

/** Takes the lock of `dataDir`, or tells which process seems to hold it. Other faults of the folder are thrown. */
export function lockDataFolder(dataDir: string, role: HolderRole): Result<DataLock, Problem<'data.locked'>> {
  const path = lockPath(dataDir);
  let database = openLocked(path);
  if (database === 'damaged') {
    // Nothing is ever written into it, and whoever held it would have been found busy.
    rmSync(path);
    database = openLocked(path);
  }
  if (database === 'busy') return fail(problem('data.locked', dataDir, { holder: readHolder(dataDir) }));
  if (database === 'damaged') throw new Error(`${path} is no database, and stays none`);
  const lock = database;
  writeHolder(dataDir, role);
  held.add(lock);
  return ok({
    leave: () => writeHolder(dataDir, 'visitor'),
    release() {
      held.delete(lock);
      lock.close();
    },
  });
}

function openLocked(path: string): DatabaseSync | 'busy' | 'damaged' {
  makePrivate(path);
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return 'busy';
    if (isDamage(error)) return 'damaged';
    throw error;
  }
}

export function lockPath(dataDir: string): string {
  return join(dataDir, 'lock.db');
}

function writeHolder(dataDir: string, role: HolderRole): void {
  try {
    writeFileSync(holderPath(dataDir), `${process.pid} ${role}\n`, { mode: 0o600 });
  } catch {
    // A full disk: the lock holds all the same, only the message to a second agent lacks the number.
  }
}

function holderPath(dataDir: string): string {
  return join(dataDir, 'agent.pid');
}

/** The process that last took the lock, for messages only. */
export function readHolder(dataDir: string): number {
  return Number.parseInt(readHolderFile(dataDir), 10) || 0;
}

/**
 * Whether the process that last took the lock is an agent and still runs. Whether the folder is free tells the
 * lock alone: its number may be another process's by now.
 */
export function isHeldByAgent(dataDir: string): boolean {
  const pid = readHolder(dataDir);
  return (
    pid > 0 &&
    readHolderFile(dataDir)
      .trimEnd()
      .endsWith(' agent' satisfies ` ${HolderRole}`) &&
    isRunning(pid)
  );
}

function readHolderFile(dataDir: string): string {
  try {
    return readFileSync(holderPath(dataDir), 'utf8');
  } catch {
    return '';
  }
}

/** Whether a process of this number runs, whoever's it is. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, so it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
