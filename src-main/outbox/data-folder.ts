/**
 * Owns: whether a data folder may be used, and its rights: it holds receipts, sessions and the agent's socket, so nobody
 * else may look into it, and nobody else may write (decisions 33).
 * Promises: after a success the folder and what is the agent's in it are the caller's own, `0700` and `0600`, no links, and
 * nothing else lies in the place of a file or folder of ours; what was narrowed or set aside is told. Nothing is changed in
 * a folder that is refused.
 */
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../base/make-folder.ts';
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { shellWord } from '../base/shell-word.ts';
import { judgeContents, listOwn, OWN_FILES, OWN_FOLDERS, type OwnContentsProblem } from './own-contents.ts';

export type DataFolderProblem =
  /** Values: `path, mode, command`. */
  | 'data.writableByOthers'
  /** Values: `path, uid, command`. */
  | 'data.foreignOwner'
  | OwnContentsProblem
  /** It cannot be written: a read-only disk, or rights. Values: `path, reason`. */
  | 'data.readOnly'
  /** Something else lies in the place of a file of ours and cannot be moved. Values: `path, reason`. */
  | 'data.misplaced';

export interface Mended {
  /** What others could read until now. */
  readonly narrowed: readonly string[];
  /** What lay in the place of a file or folder of ours, and where it was put. */
  readonly setAside: readonly (readonly [path: string, aside: string])[];
}

/** Write for the group and for others; beyond it the folder's owner decides alone. */
const WRITE_BY_OTHERS = 0o022;
const FOR_OTHERS = 0o077;
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const IS_WINDOWS = process.platform === 'win32';

/** What a system answers where nothing may be written. */
const READ_ONLY: ReadonlySet<string> = new Set(['EROFS', 'EACCES', 'EPERM']);
const PROBE = '.write-probe';

/** Makes the folder, or takes it over as it is. Other faults of the disk are thrown. */
export function claimDataFolder(dataDir: string): Result<Mended, Problem<DataFolderProblem>> {
  const made = tryWriting(dataDir, () => makeFolder(dataDir, FOLDER_MODE));
  if (!made.ok) return made;
  const refused = judgeDataFolder(dataDir, statSync(dataDir));
  if (refused) return fail(refused);
  const foreign = judgeContents(dataDir, process.geteuid?.() ?? 0);
  if (foreign) return fail(foreign);
  const written = tryWriting(dataDir, () => probe(dataDir));
  if (!written.ok) return written;
  const setAside: (readonly [string, string])[] = [];
  for (const path of listMisplaced(dataDir)) {
    const aside = `${path}.misplaced-${process.pid}-${setAside.length}`;
    try {
      renameSync(path, aside);
    } catch (error) {
      return fail(problem('data.misplaced', '', { path, reason: reasonOf(error) }));
    }
    setAside.push([path, aside]);
  }
  return ok({ narrowed: IS_WINDOWS ? [] : narrow(dataDir), setAside });
}

/**
 * Why nobody should work with the folder, or talk to who does; undefined: it is the own folder of `self`, by default
 * this process' user, and of nobody else.
 */
export function judgeDataFolder(
  path: string,
  stats: Stats,
  self = process.geteuid?.(),
): Problem<DataFolderProblem> | undefined {
  if (IS_WINDOWS) return undefined;
  const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0');
  if ((stats.mode & WRITE_BY_OTHERS) !== 0)
    return problem('data.writableByOthers', '', { path, mode, command: `chmod 700 ${shellWord(path)}` });
  if (stats.uid !== self)
    return problem('data.foreignOwner', '', {
      path,
      uid: stats.uid,
      command: `chown -R ${self ?? ''} ${shellWord(path)}`,
    });
  return undefined;
}

/** A full disk is another matter: what is there can still be sent. */
function tryWriting(path: string, write: () => void): Result<undefined, Problem<DataFolderProblem>> {
  try {
    write();
    return ok(undefined);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'ENOSPC' || reason === 'EDQUOT') return ok(undefined);
    if (READ_ONLY.has(reason)) return fail(problem('data.readOnly', '', { path, reason }));
    throw error;
  }
}

function probe(dataDir: string): void {
  const path = join(dataDir, PROBE);
  rmSync(path, { force: true, recursive: true });
  closeSync(openSync(path, 'wx', FILE_MODE));
  rmSync(path);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function* listMisplaced(dataDir: string): Generator<string> {
  for (const [names, isRight] of [
    [OWN_FILES, (stats: Stats) => stats.isFile()],
    [OWN_FOLDERS, (stats: Stats) => stats.isDirectory()],
  ] as const) {
    for (const name of names) {
      const path = join(dataDir, name);
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats && !isRight(stats)) yield path;
    }
  }
}

/** What is made later has the right bits from the start. What is not ours in it is its owner's affair. */
function narrow(dataDir: string): string[] {
  const beside = readdirSync(dataDir).map((name) => join(dataDir, name));
  return [...new Set([dataDir, ...beside, ...listOwn(dataDir)])].filter(narrowOne);
}

/** True when there were bits to take away. Links are left alone: chmod would follow them. */
function narrowOne(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats || stats.isSymbolicLink() || (stats.mode & FOR_OTHERS) === 0) return false;
  try {
    chmodSync(path, stats.isDirectory() ? FOLDER_MODE : FILE_MODE);
    return true;
  } catch {
    // A name that is none of ours and another user's, or a disk without rights; the folder around it keeps others out.
    return false;
  }
}

/** A file that SQLite opens gets its rights before: it makes one that is not there for everybody to read. */
export function makePrivate(path: string): void {
  if (IS_WINDOWS || existsSync(path)) return;
  try {
    closeSync(openSync(path, 'wx', FILE_MODE));
  } catch {
    // A full disk, or another process was faster: what opens the file says what is wrong.
  }
}
