/**
 * Owns: the files of a mark: `archive/.heado-till/mark` in a drop folder, the folder of it being the agent's alone.
 * Promises: everything goes through the folder's handle, so no link is followed and nothing of another user's is read;
 * a new mark is whole or not there, also after a power cut.
 */
import { constants, writeSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../base/problem.ts';
import { factsOf } from '../../intake/file-facts.ts';
import { faultCode, faultKind } from '../../intake/faults.ts';
import { createFile, removeQuietly } from '../../intake/folder/create-file.ts';
import type { DropHandle } from '../../intake/folder/drop-handle.ts';
import { ForeignFolderError } from '../../intake/folder/foreign-folder.ts';
import type { HeldFolder } from '../../intake/folder/held-folder.ts';
import { ARCHIVE, OURS } from '../../intake/names.ts';
import type { Progress } from '../../outbox/progress.ts';
import type { FoundMark } from './judge-mark.ts';
import { MARK_BYTES_MAX, markText, parseMark, progressLine, type Census, type Mark } from './mark.ts';

const MARK = 'mark';
/** Where the agent's own files of a drop folder lie. */
const PLACE = `${ARCHIVE}/${OURS}`;
const NEW_SUFFIX = '.new';
/** If the outbox knows none of so many, it does not know the archive. */
const NEWEST_MAX = 200;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** Windows has no such flag; there a link is seen by its `lstat` alone. */
const NO_FOLLOW = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;

/** The folder of the mark. Throws where it is not there, or not the agent's; `make` makes it. */
export function openMarkFolder(handle: DropHandle, make = false): HeldFolder {
  return handle.open(PLACE, make);
}

/** Whether the agent's own folder is there. */
export function hasMarkFolder(handle: DropHandle): boolean {
  try {
    openMarkFolder(handle);
    return true;
  } catch {
    return false;
  }
}

/** The same, where the process may open no more files and cannot tell. */
function mayBeMarkFolder(handle: DropHandle): boolean {
  try {
    openMarkFolder(handle);
    return true;
  } catch (error) {
    return faultKind(error) === 'limit';
  }
}

/** The folder of another user's that lies where the mark belongs, or above it, and how to put it aside. */
export function foreignMarkFolder(handle: DropHandle): Problem['values'] | undefined {
  try {
    const archive = handle.root.stats(ARCHIVE);
    if (archive?.isDirectory() === true && !isOwn(archive, handle.root)) return otherOwner(ARCHIVE, archive);
    const place = handle.open(ARCHIVE, false).stats(OURS);
    return place?.isDirectory() === true && !isOwn(place, handle.root) ? otherOwner(PLACE, place) : undefined;
  } catch {
    return undefined;
  }

  function otherOwner(below: string, { uid }: Stats): Problem['values'] {
    return new ForeignFolderError(join(handle.path, below), 'otherOwner', uid).problem.values;
  }
}

/** What lies where the mark belongs. Never throws. */
export function findMark(handle: DropHandle): FoundMark {
  try {
    const folder = openMarkFolder(handle);
    const stats = folder.stats(MARK);
    if (!stats) return { kind: 'absent', hasArchive: true };
    if (!stats.isFile() || !isOwn(stats, folder)) return { kind: 'strange', because: 'other' };
    const read = folder.read(MARK, factsOf(stats), MARK_BYTES_MAX);
    if (!read.ok && read.error.kind === 'failed') {
      return { kind: 'strange', because: 'unreadable', errno: read.error.errno };
    }
    if (!read.ok) return { kind: 'strange', because: 'torn' };
    const mark = parseMark(Buffer.from(read.value.bytes).toString('utf8'));
    return mark ? { kind: 'mark', mark } : { kind: 'strange', because: 'torn' };
  } catch (error) {
    if (faultKind(error) === 'gone') return { kind: 'absent', hasArchive: hasArchive(handle) };
    if (error instanceof ForeignFolderError) return { kind: 'strange', because: 'other' };
    return { kind: 'strange', because: 'unreadable', errno: faultCode(error) };
  }
}

function isOwn({ uid }: Stats, { disk }: HeldFolder): boolean {
  return disk.agentUid === undefined || uid === disk.agentUid;
}

function hasArchive(handle: DropHandle): boolean {
  try {
    handle.open(handle.archive, false);
    return true;
  } catch {
    return false;
  }
}

/** Replaces a file in the folder of the mark, synced. Throws what the disk throws. */
export function replaceOwn(handle: DropHandle, name: string, text: string): void {
  const folder = openMarkFolder(handle, true);
  const born = { folder, name: name + NEW_SUFFIX };
  removeQuietly(born);
  createFile(born, Buffer.from(text), true);
  folder.disk.fs.renameSync(folder.at(born.name), folder.at(name));
  const { fs } = folder.disk;
  if (folder.handle !== undefined) fs.fsyncSync(folder.handle);
}

/** Makes the way free for a new mark: what stands there and is not the agent's is put aside, never deleted. */
export function clearMarkPlace(handle: DropHandle): void {
  const archive = handle.open(ARCHIVE, true);
  if (archive.stats(OURS) && !mayBeMarkFolder(handle)) putAside(archive, OURS);
  const folder = openMarkFolder(handle, true);
  const stats = folder.stats(MARK);
  if (stats && !stats.isFile()) putAside(folder, MARK);
}

function putAside(folder: HeldFolder, name: string): void {
  folder.disk.fs.renameSync(folder.at(name), folder.at(`${name}.strange-${Date.now()}`));
}

/** Places in the archive of some of the newest files. */
export function newestArchived(handle: DropHandle): readonly string[] {
  try {
    const days = handle
      .open(handle.archive, false)
      .list()
      .filter((name) => DAY.test(name));
    for (const day of days.sort().reverse()) {
      const place = `${handle.archive}/${day}`;
      const folder = handle.open(place, false);
      const files = folder.list().filter((name) => folder.stats(name)?.isFile());
      if (files.length > 0) return files.slice(0, NEWEST_MAX).map((name) => `${place}/${name}`);
    }
  } catch {
    // Nothing can be said of an archive that cannot be read; the intake tells of it.
  }
  return [];
}

/** Tells whether anything was put into the archive, or taken out of it, since. */
export function stateOfDays(handle: DropHandle): string {
  return [...new Set([handle.archive, ARCHIVE])].flatMap((place) => daysOf(handle, place)).join(' ');
}

function daysOf(handle: DropHandle, place: string): readonly string[] {
  try {
    const archive = handle.open(place, false);
    const days = archive.list().filter((name) => DAY.test(name));
    return days.map((name) => `${place}/${name}:${archive.stats(name)?.mtimeMs ?? 0}`);
  } catch {
    return [];
  }
}

/** Places and sizes of the files of the archive, of the newest `days` or of all. */
export function listArchived(handle: DropHandle, days = Infinity): readonly (readonly [string, number])[] {
  try {
    const names = handle
      .open(handle.archive, false)
      .list()
      .filter((name) => DAY.test(name))
      .sort()
      .reverse();
    return names.slice(0, days).flatMap((day) => {
      const place = `${handle.archive}/${day}`;
      const folder = handle.open(place, false);
      return folder.list().flatMap((name) => {
        const stats = folder.stats(name);
        return stats?.isFile() ? [[`${place}/${name}`, stats.size] as const] : [];
      });
    });
  } catch {
    return [];
  }
}

/** A mark that is kept up to date. */
export interface OpenMark {
  /** Overwrites how far; not synced: a mark that lags behind says less, never something wrong. Never throws. */
  write(progress: Progress, census: Census): void;
  /** Whether the file under the name still is this one. */
  isThere(): boolean;
  close(): void;
}

/** Replaces the mark. Throws what the disk throws. */
export function writeMark(handle: DropHandle, mark: Mark): OpenMark {
  replaceOwn(handle, MARK, markText(mark));
  const folder = openMarkFolder(handle);
  const { fs } = folder.disk;
  const file = fs.openSync(folder.at(MARK), constants.O_RDWR | NO_FOLLOW);
  const { dev, ino } = fs.fstatSync(file);
  return {
    write(progress, census) {
      try {
        writeSync(file, progressLine(progress, census), 0, 'latin1');
      } catch {
        // A full or broken disk: the mark lags behind until the next write.
      }
    },
    isThere() {
      try {
        const stats = openMarkFolder(handle).stats(MARK);
        return stats !== undefined && stats.ino === ino && stats.dev === dev;
      } catch {
        return false;
      }
    },
    close: () => fs.closeSync(file),
  };
}
