/**
 * Owns: locking a file of a held folder for this process, by the operating system: it takes the lock back when the
 * process ends, however it ends.
 * Promises on Linux: bound to the file opened in the held folder. SQLite, by which the data folder is locked, opens by
 * path, plays back journals that lie beside it, and follows a path that the owner of a folder above exchanges; Node has
 * no call for locks. So `flock`, which every distribution has, locks the very descriptor, and the lock stays with ours.
 * Nothing is ever written to the file, and what is in it is not read.
 */
import { spawnSync } from 'node:child_process';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createFile } from '../../intake/folder/create-file.ts';
import { ForeignFolderError } from '../../intake/folder/foreign-folder.ts';
import type { Spot } from '../../intake/folder/held-folder.ts';
import { isBusy, isDamage } from '../../outbox/sqlite.ts';

/** Whoever took it keeps it as long as the lock shall hold: elsewhere than on Linux it goes with what is forgotten. */
export interface FileLock {
  release(): void;
}

/** `busy`: somebody has it. `unknown`: nothing can be locked here, for want of `flock` or because the disk knows no locks. */
export type Locked = FileLock | 'busy' | 'unknown';

const OPEN_FLAGS = constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** As a child sees the file: after its input, output and errors. */
const CHILD_DESCRIPTOR = 3;
/** It does not wait for the lock; only a dead share lets it take long. */
const FLOCK_MS_MAX = 3_000;
const SYSTEM_PATH = '/usr/bin:/bin:/usr/sbin:/sbin';
const FLOCK_BUSY = 1;

/** Makes the file where it is missing. Throws what the disk throws, and `ForeignFolderError` for what is no file. */
export function lockFile(file: Spot): Locked {
  makeSure(file);
  return process.platform === 'linux' ? lockDescriptor(file) : (lockPath(file) ?? lockAnew(file));
}

function makeSure(file: Spot): void {
  const stats = file.folder.stats(file.name);
  if (!stats) createFile(file, new Uint8Array(), false);
  else if (!stats.isFile()) throw new ForeignFolderError(join(file.folder.path, file.name), 'noFolder');
}

function lockDescriptor({ folder, name }: Spot): Locked {
  const { fs } = folder.disk;
  const descriptor = fs.openSync(folder.at(name), OPEN_FLAGS);
  const { status } = spawnSync('flock', ['-x', '-n', String(CHILD_DESCRIPTOR)], {
    stdio: ['ignore', 'ignore', 'ignore', descriptor],
    cwd: '/',
    env: { PATH: SYSTEM_PATH },
    timeout: FLOCK_MS_MAX,
  });
  if (status === 0) return { release: () => fs.closeSync(descriptor) };
  fs.closeSync(descriptor);
  return status === FLOCK_BUSY ? 'busy' : 'unknown';
}

/** Undefined: what lies there is no database, so it is no lock of ours. */
function lockPath({ folder, name }: Spot): Locked | undefined {
  if (!folder.isHere()) throw new ForeignFolderError(folder.path, 'replaced');
  const database = new DatabaseSync(join(folder.path, name));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    if (!folder.isHere()) throw new ForeignFolderError(folder.path, 'replaced');
  } catch (error) {
    database.close();
    if (isBusy(error)) return 'busy';
    if (isDamage(error)) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}

function lockAnew(file: Spot): Locked {
  file.folder.disk.fs.unlinkSync(file.folder.at(file.name));
  makeSure(file);
  const locked = lockPath(file);
  if (!locked) throw new Error(`no lock can be taken in ${file.folder.path}`);
  return locked;
}
