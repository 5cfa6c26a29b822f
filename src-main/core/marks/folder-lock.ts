/**
 * Owns: the right to take files from a drop folder: one agent has it, whatever its data folder. The operating system
 * takes it back when the process ends, however it ends (the same way as `outbox/lock.ts`).
 * Promises: whoever is refused learns who has it; a file that is no lock is made anew.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { fail, ok, type Result } from '../../base/result.ts';
import { factsOf } from '../../intake/file-facts.ts';
import { createFile } from '../../intake/folder/create-file.ts';
import type { DropHandle } from '../../intake/folder/drop-handle.ts';
import { ForeignFolderError } from '../../intake/folder/foreign-folder.ts';
import type { HeldFolder } from '../../intake/folder/held-folder.ts';
import { isRunning } from '../../outbox/lock.ts';
import { isBusy, isDamage } from '../../outbox/sqlite.ts';
import { openMarkFolder, replaceOwn } from './mark-files.ts';

export interface FolderLock {
  release(): void;
}

const holderSchema = z.object({ pid: z.number(), host: z.string(), dataDir: z.string() });
/** Who took it last. */
export type Holder = z.infer<typeof holderSchema>;

const LOCK = 'lock.db';
const HOLDER = 'holder.json';
const HOLDER_BYTES_MAX = 16 * 1024;
const NOBODY: Holder = { pid: 0, host: '', dataDir: '' };
/** Kept from the garbage collector, which would close the database and give the lock away. */
const held = new Set<DatabaseSync>();

/**
 * Takes the lock of a drop folder; makes its place. Throws what the disk throws. `mayLackLocks`: a share, whose server
 * may know no locks and then calls every file locked; believed where somebody who can be there is named.
 */
export function lockFolder(
  handle: DropHandle,
  dataDir: string,
  mayLackLocks = false,
): Result<FolderLock, Holder> {
  const database = take(openMarkFolder(handle, true)) ?? takeAnew(openMarkFolder(handle));
  const own = { pid: process.pid, host: hostname(), dataDir };
  if (database === 'busy') {
    const holder = readHolder(handle);
    if (!mayLackLocks || mayBeThere(holder)) return fail(holder);
    tell(handle, own);
    return ok({ release: () => undefined });
  }
  held.add(database);
  tell(handle, own);
  return ok({
    release() {
      held.delete(database);
      database.close();
    },
  });
}

/**
 * Undefined: what lies there is no lock of ours. SQLite opens by path: the file is made through the handle before, and
 * the folder has to stand under its path before and after. What it opens it never writes to.
 */
function take(folder: HeldFolder): DatabaseSync | 'busy' | undefined {
  const stats = folder.stats(LOCK);
  if (!stats) createFile({ folder, name: LOCK }, new Uint8Array(), false);
  else if (!stats.isFile()) throw new ForeignFolderError(join(folder.path, LOCK), 'noFolder');
  if (!folder.isHere()) throw new ForeignFolderError(folder.path, 'replaced');
  const database = new DatabaseSync(join(folder.path, LOCK));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    if (folder.isHere()) return database;
    database.close();
    throw new ForeignFolderError(folder.path, 'replaced');
  } catch (error) {
    if (database.isOpen) database.close();
    if (isBusy(error)) return 'busy';
    if (isDamage(error)) return undefined;
    throw error;
  }
}

function takeAnew(folder: HeldFolder): DatabaseSync | 'busy' {
  folder.disk.fs.unlinkSync(folder.at(LOCK));
  const database = take(folder);
  if (!database) throw new Error(`no lock can be taken in ${folder.path}`);
  return database;
}

/** Of another machine nothing is known. */
function mayBeThere({ pid, host }: Holder): boolean {
  return pid > 0 && (host !== hostname() || (pid !== process.pid && isRunning(pid)));
}

function tell(handle: DropHandle, holder: Holder): void {
  try {
    replaceOwn(handle, HOLDER, `${JSON.stringify(holder)}\n`);
  } catch {
    // A full disk: the lock holds all the same, only the message to a second agent says less.
  }
}

function readHolder(handle: DropHandle): Holder {
  try {
    const folder = openMarkFolder(handle);
    const stats = folder.stats(HOLDER);
    const read = stats && folder.read(HOLDER, factsOf(stats), HOLDER_BYTES_MAX);
    if (!read?.ok) return NOBODY;
    return holderSchema.safeParse(JSON.parse(Buffer.from(read.value.bytes).toString('utf8'))).data ?? NOBODY;
  } catch {
    return NOBODY;
  }
}
