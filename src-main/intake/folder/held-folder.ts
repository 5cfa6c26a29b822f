/**
 * Owns: one folder held open: every access to a file in it goes through here (drop folder, "Whose the folder is").
 * Promises: a name is looked up in exactly the folder that was opened, whatever stands under its path now; a link in
 * any part of the path is refused at every use; a name that could lead elsewhere is refused.
 * Refuses to know: what the folder is for.
 */
import type { Stats } from 'node:fs';
import { closeSilently } from '../close-quietly.ts';
import { examineFile, type Examined, type FileFacts } from '../file-facts.ts';
import { pathBelow } from '../file-system.ts';
import { readBeginning, type ReadSource } from '../read-source.ts';
import { FOLDER_FLAGS, HOLDS_FOLDERS, type Disk } from './disk.ts';
import { ForeignFolderError } from './foreign-folder.ts';
import { plainName } from './plain-name.ts';

export interface HeldFolder {
  readonly disk: Disk;
  /** For people; no call is made with it. */
  readonly path: string;
  readonly device: number;
  readonly inode: number;
  /** User and group id of the owner. */
  readonly owner: number;
  readonly group: number;
  /** As of opening, without the kind of file. */
  readonly mode: number;
  /** Undefined where folders cannot be opened (Windows). */
  readonly handle: number | undefined;
  /** The path for a call on `name`. Throws for a name that is no plain one, and when the folder is not the one opened. */
  at(name: string): string;
  /** The path for a call on the folder itself. Throws when it is not the one opened. */
  itself(): string;
  /** Undefined: there is nothing of that name. */
  stats(name: string): Stats | undefined;
  examine(name: string): Examined;
  read(name: string, expected: FileFacts, limitBytes: number): ReturnType<ReadSource>;
  /** A file of any size, in steps with turns of the event loop. */
  readLarge(name: string, expected: FileFacts, limitBytes: number): ReturnType<ReadSource['large']>;
  /** The first bytes of a file, at most `limitBytes`; throws when it is another one or cannot be read. */
  beginning(name: string, expected: FileFacts, limitBytes: number): Uint8Array;
  list(): string[];
  /** Opens a folder in it; throws `ForeignFolderError` when something else stands there. */
  hold(name: string): HeldFolder;
  /** Whether the folder that was opened still stands under its path. */
  isHere(): boolean;
  close(): void;
}

/** A name in a held folder. */
export interface Spot {
  readonly folder: HeldFolder;
  readonly name: string;
}

/** Holds the folder at `path`, which has no links in it. Throws file system errors and `ForeignFolderError`. */
export function holdFolder(disk: Disk, path: string): HeldFolder {
  return hold(disk, path, path, undefined);
}

function hold(disk: Disk, path: string, reach: string, parent: HeldFolder | undefined): HeldFolder {
  const { fs } = disk;
  const found = fs.lstatSync(reach, { throwIfNoEntry: false });
  if (!found) throw missing(path);
  if (!found.isDirectory()) throw new ForeignFolderError(path, found.isSymbolicLink() ? 'link' : 'noFolder');
  const handle = HOLDS_FOLDERS ? openItself(disk, path, reach) : undefined;
  try {
    const stats = handle === undefined ? found : fs.fstatSync(handle);
    return createHeld(disk, { path, reach, parent, handle, stats });
  } catch (error) {
    if (handle !== undefined) closeSilently(fs, handle);
    throw error;
  }
}

/** A name that became a link after it was looked at answers ELOOP or ENOTDIR. */
function openItself({ fs }: Disk, path: string, reach: string): number {
  try {
    return fs.openSync(reach, FOLDER_FLAGS);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ELOOP' || code === 'ENOTDIR') throw new ForeignFolderError(path, 'link');
    throw error;
  }
}

interface Found {
  readonly path: string;
  /** The path by which it was opened. */
  readonly reach: string;
  readonly parent: HeldFolder | undefined;
  readonly handle: number | undefined;
  readonly stats: Stats;
}

function createHeld(disk: Disk, { path, reach, parent, handle, stats }: Found): HeldFolder {
  const { fs } = disk;
  const inside = handle === undefined ? undefined : disk.reach(handle, (own) => isIt(own));
  let open = true;

  function isIt(where: string): boolean {
    const now = fs.lstatSync(where, { throwIfNoEntry: false });
    const same = now?.isDirectory() === true && now.ino === stats.ino && now.dev === stats.dev;
    return same && now.uid === stats.uid;
  }

  /** Where no descriptor leads into the folder, every part of the path is looked at anew. */
  function itself(): string {
    if (!open) throw new Error(`used after it was closed: ${path}`);
    if (inside !== undefined) return inside;
    const way = parent ? parent.at(nameOf(path)) : reach;
    if (!isIt(way)) throw new ForeignFolderError(path, 'replaced');
    return way;
  }

  // Nobody but the agent makes links in the folders below; administrators do, for their backups.
  const owners = parent ? undefined : { folder: stats.uid, agent: disk.agentUid };
  const held: HeldFolder = {
    disk,
    path,
    device: stats.dev,
    inode: stats.ino,
    owner: stats.uid,
    group: stats.gid,
    mode: stats.mode & 0o7777,
    handle,
    itself,
    at: (name) => pathBelow(itself(), plainName(name)),
    stats: (name) => fs.lstatSync(held.at(name), { throwIfNoEntry: false }),
    examine: (name) => examineFile(fs, held.at(name), name, owners),
    read: (name, expected, limitBytes) => disk.readSource(held.at(name), expected, limitBytes),
    readLarge: (name, expected, limitBytes) => disk.readSource.large(held.at(name), expected, limitBytes),
    beginning: (name, expected, limitBytes) => readBeginning(fs, held.at(name), expected, limitBytes),
    list: () => fs.readdirSync(itself()),
    hold: (name) => hold(disk, pathBelow(path, name), held.at(name), held),
    isHere: () => isIt(parent ? parent.at(nameOf(path)) : reach),
    close() {
      if (open && handle !== undefined) closeSilently(fs, handle);
      open = false;
    },
  };
  return held;
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function missing(path: string): Error {
  return Object.assign(new Error(`no such folder: ${path}`), { code: 'ENOENT' });
}
