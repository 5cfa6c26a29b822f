/**
 * Owns: moving a file under a name that nothing holds yet. A rename where the file system allows it; where the
 * target is another file system (an `archive` on a disk of its own), copy, sync, compare, then remove.
 * Promises: no file is ever overwritten by us, and the original goes only once its copy is on the disk.
 */
import { constants } from 'node:fs';
import { factsOf, sameFacts, type FileFacts } from './file-facts.ts';
import { faultKind } from './faults.ts';
import { pathBelow, type FileSystem } from './file-system.ts';
import { nameAttempt } from './names.ts';

/** More files of one name in one folder than this is a fault of its own. */
const ATTEMPTS_MAX = 10_000;

/**
 * The first free name in `folder` for `name`: itself, then `name~2` and so on. `isTaken` adds names that are
 * promised already. Throws file system errors, and when every attempt is taken.
 */
export function freeName(
  fs: FileSystem,
  folder: string,
  name: string,
  isTaken: (candidate: string) => boolean,
): string {
  for (let count = 1; count <= ATTEMPTS_MAX; count += 1) {
    const candidate = nameAttempt(name, count);
    if (isTaken(candidate)) continue;
    if (!fs.lstatSync(pathBelow(folder, candidate), { throwIfNoEntry: false })) return candidate;
  }
  throw new Error(`no free name for ${name} in ${folder}`);
}

/** `facts`: what was moved, as it is afterwards; undefined when the disk would not tell. */
export type Moved =
  | { readonly kind: 'moved'; readonly facts: FileFacts | undefined }
  /** There was nothing to move. */
  | { readonly kind: 'gone' };

/** Moves `from` to the free path `to`. Throws file system errors; `from` is then still there. */
export function moveFile(fs: FileSystem, from: string, to: string): Moved {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if (faultKind(error) === 'gone') return explainGone(fs, from, error);
    if (faultKind(error) !== 'otherDevice') throw error;
    return copyAway(fs, from, to);
  }
  return { kind: 'moved', facts: factsAfter(fs, to) };
}

/** The file has moved; that its facts cannot be read must not look as if it had not. */
function factsAfter(fs: FileSystem, path: string): FileFacts | undefined {
  try {
    const stats = fs.lstatSync(path, { throwIfNoEntry: false });
    return stats && factsOf(stats);
  } catch {
    return undefined;
  }
}

/** A rename also answers ENOENT when the target's folder is missing; the file is not gone then. */
function explainGone(fs: FileSystem, from: string, error: unknown): Moved {
  if (fs.lstatSync(from, { throwIfNoEntry: false })) throw error;
  return { kind: 'gone' };
}

function copyAway(fs: FileSystem, from: string, to: string): Moved {
  const before = fs.lstatSync(from, { throwIfNoEntry: false });
  if (!before?.isFile()) return { kind: 'gone' };
  try {
    fs.copyFileSync(from, to, constants.COPYFILE_EXCL);
    syncFile(fs, to);
  } catch (error) {
    removeQuietly(fs, to);
    throw error;
  }
  const after = fs.lstatSync(from, { throwIfNoEntry: false });
  if (!after || !sameFacts(factsOf(before), factsOf(after))) {
    removeQuietly(fs, to);
    throw new Error(`changed while it was copied: ${from}`);
  }
  fs.unlinkSync(from);
  return { kind: 'moved', facts: factsOf(after) };
}

function syncFile(fs: FileSystem, path: string): void {
  const handle = fs.openSync(path, 'r+');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** Removes a file of ours if it is there; what cannot be removed is met again at the next attempt. */
export function removeQuietly(fs: FileSystem, path: string): void {
  try {
    fs.unlinkSync(path);
  } catch {
    return;
  }
}
