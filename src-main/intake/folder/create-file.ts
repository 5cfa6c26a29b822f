/**
 * Owns: files that the agent writes into a folder: new ones only, from a text or from another file's descriptor.
 * Promises: no link is followed on either side, nothing is replaced, the mode is ours whatever the umask; nothing is
 * left when it throws.
 */
import { constants } from 'node:fs';
import { closeSilently } from '../close-quietly.ts';
import { factsOf, sameFacts, sameFile, type FileFacts } from '../file-facts.ts';
import type { FileSystem } from '../file-system.ts';
import type { HeldFolder, Spot } from './held-folder.ts';
import { openNew, OWN_FILE_MODE } from './reserve-name.ts';
import { whileWriting } from './written-to.ts';

export interface FileRights {
  readonly mode: number;
  /** Group id; undefined: the folder's or the agent's. */
  readonly group?: number | undefined;
}

const PRIVATE_FILE: FileRights = { mode: OWN_FILE_MODE };
const COPY_BYTES = 256 * 1024;
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Writes a new file and waits until it is on the disk when `durable`. Answers its facts. */
export function createFile(to: Spot, bytes: Uint8Array, durable: boolean, rights = PRIVATE_FILE): FileFacts {
  return writeNew(to, rights, (fs, handle) => {
    writeWhole(fs, handle, bytes, bytes.length);
    if (durable) fs.fsyncSync(handle);
    return factsOf(fs.fstatSync(handle));
  });
}

/** What is copied; `expected`: it has to be that very file. */
export interface Original extends Spot {
  readonly expected?: FileFacts | undefined;
}

/**
 * Copies a regular file of at most `bytesMax`, synced. Answers the original's facts, which did not change meanwhile; throws
 * when they did, and `EFBIG` when it is larger: its writer makes it any size at no cost.
 */
export function copyFile(from: Original, to: Spot, bytesMax: number, rights = PRIVATE_FILE): FileFacts {
  const { fs } = from.folder.disk;
  const source = fs.openSync(from.folder.at(from.name), READ_FLAGS);
  try {
    const stats = fs.fstatSync(source);
    const before = factsOf(stats);
    const isIt = stats.isFile() && (!from.expected || sameFile(before, from.expected));
    if (!isIt) throw new Error(`not the file that was to be copied: ${from.name}`);
    if (before.sizeBytes > bytesMax) throw tooLarge(from.name);
    writeNew(to, rights, (_fs, handle) => {
      copyBytes(fs, source, handle, before.sizeBytes);
      fs.fsyncSync(handle);
      if (!sameFacts(factsOf(fs.fstatSync(source)), before))
        throw new Error(`changed while it was copied: ${from.name}`);
    });
    return before;
  } finally {
    closeSilently(fs, source);
  }
}

export function tooLarge(name: string): Error {
  return Object.assign(new Error(`too large to be copied: ${name}`), { code: 'EFBIG' });
}

function writeNew<T>(
  { folder, name }: Spot,
  rights: FileRights,
  write: (fs: FileSystem, handle: number) => T,
): T {
  const { fs } = folder.disk;
  const handle = openNamed(folder, name, rights.mode);
  try {
    setFileRights(folder, handle, rights);
    return write(fs, handle);
  } catch (error) {
    removeQuietly({ folder, name });
    throw whileWriting(error, folder.path);
  } finally {
    closeSilently(fs, handle);
  }
}

function openNamed(folder: HeldFolder, name: string, mode: number): number {
  try {
    return openNew(folder, name, mode);
  } catch (error) {
    throw whileWriting(error, folder.path);
  }
}

/** What may not be set keeps the owner and group of the process. */
function setFileRights({ disk }: HeldFolder, handle: number, { mode, group }: FileRights): void {
  if (disk.agentUid === undefined) return;
  const { fs } = disk;
  const { uid, gid } = fs.fstatSync(handle);
  try {
    if (uid !== disk.agentUid || (group !== undefined && gid !== group)) {
      fs.fchownSync(handle, disk.agentUid, group ?? gid);
    }
    fs.fchmodSync(handle, mode);
  } catch {
    return;
  }
}

function copyBytes(fs: FileSystem, from: number, to: number, sizeBytes: number): void {
  const buffer = Buffer.allocUnsafe(Math.min(COPY_BYTES, sizeBytes + 1));
  for (let left = sizeBytes; left > 0;) {
    const length = fs.readSync(from, buffer, 0, Math.min(buffer.length, left), null);
    if (length === 0) return;
    writeWhole(fs, to, buffer, length);
    left -= length;
  }
}

function writeWhole(fs: FileSystem, handle: number, bytes: Uint8Array, length: number): void {
  for (let done = 0; done < length;) done += fs.writeSync(handle, bytes, done, length - done);
}

/** Removes a file of ours if it is there; what cannot be removed is met again at the next attempt. */
export function removeQuietly({ folder, name }: Spot): void {
  try {
    folder.disk.fs.unlinkSync(folder.at(name));
  } catch {
    return;
  }
}
