/**
 * Owns: the right to take files from a drop folder: one agent has it, whatever its data folder (`lock-file.ts`).
 * Promises: whoever is refused learns who has it; nothing is told of us before we say that the folder is ours.
 */
import { hostname } from 'node:os';
import { z } from 'zod';
import { fail, ok, type Result } from '../../base/result.ts';
import { factsOf } from '../../intake/file-facts.ts';
import type { DropHandle } from '../../intake/folder/drop-handle.ts';
import { isRunning } from '../../outbox/lock.ts';
import { lockFile } from './lock-file.ts';
import { openMarkFolder, replaceOwn } from './mark-files.ts';

export interface FolderLock {
  /** The folder is ours: whoever is refused from now on learns so. */
  tell(): void;
  release(): void;
}

const holderSchema = z.object({ pid: z.number(), host: z.string(), dataDir: z.string() });
/** Who took it last. */
export type Holder = z.infer<typeof holderSchema>;

const LOCK = 'lock.db';
const HOLDER = 'holder.json';
const HOLDER_BYTES_MAX = 16 * 1024;
const NOBODY: Holder = { pid: 0, host: '', dataDir: '' };

/**
 * Takes the lock of a drop folder; makes its place. Throws what the disk throws. `mayLackLocks`: a share, whose server
 * may know no locks and then calls every file locked. Where nothing can be locked, whoever is named and can be there is
 * believed to have it.
 */
export function lockFolder(
  handle: DropHandle,
  dataDir: string,
  mayLackLocks = false,
): Result<FolderLock, Holder> {
  const locked = lockFile({ folder: openMarkFolder(handle, true), name: LOCK });
  if (locked === 'busy' || locked === 'unknown') {
    const holder = readHolder(handle);
    if ((locked === 'busy' && !mayLackLocks) || mayBeThere(holder)) return fail(holder);
  }
  return ok({
    tell: () => tellHolder(handle, { pid: process.pid, host: hostname(), dataDir }),
    release() {
      if (typeof locked === 'object') locked.release();
    },
  });
}

/** Of another machine nothing is known. */
function mayBeThere({ pid, host }: Holder): boolean {
  return pid > 0 && (host !== hostname() || (pid !== process.pid && isRunning(pid)));
}

function tellHolder(handle: DropHandle, holder: Holder): void {
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
