/**
 * Owns: which names in a data folder are the agent's, and whether what lies under them is: a folder that others could
 * write for a while may hold files of theirs, which they read and change also after it was closed to them.
 * Promises: nothing is changed; every file and folder that the agent reads or writes by itself was looked at. Names that
 * are not the agent's tell nothing. In a folder's share, originals keep the owner that the POS gave them; their
 * folders are the agent's.
 */
import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { problem, type Problem } from '../base/problem.ts';
import { shellWord } from '../base/shell-word.ts';

export type OwnContentsProblem =
  /** A file or folder of ours is somebody else's. Values: `path, uid, command`. */
  | 'data.foreignFile'
  /** A link lies in its place. Values: `path, target, command`. */
  | 'data.linkedFile';

export const OWN_FILES = [
  ...['outbox.db', 'outbox.db-wal', 'outbox.db-shm', 'outbox.head', 'outbox.suspect', 'ballast.bin'],
  ...['reserve.bin', 'lock.db', 'agent.pid', 'folders.json', 'reports.json', 'sessions.json', 'screens.json'],
  ...['ui-url'],
] as const;
const SHARES = 'folders';
export const OWN_FOLDERS = ['ledger', 'journal', SHARES] as const;
/** What SQLite reads beside a database: `-journal`, `-mj…`. */
const OF_DATABASE = /^(?:outbox|lock)\.db-/;
/** How large the files of a lost archive were, one file for each drop folder (`marks/seen-files.ts`). */
const OF_LOSS = /^seen-[0-9a-f]+\.json$/;
/** How the command that is told calls what it puts away. */
const PUT_AWAY = '.foreign';
/** Of a share: what is remembered of rejected files. */
const REMEMBERED = 'rejections';
const IS_WINDOWS = process.platform === 'win32';

/** What of the folder's contents is not its owner's; `owner`: whose the folder is. */
export function judgeContents(dataDir: string, owner: number): Problem<OwnContentsProblem> | undefined {
  if (IS_WINDOWS) return undefined;
  for (const path of listOwn(dataDir)) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    const found = stats && judgeOne(dataDir, path, stats, owner);
    if (found) return found;
  }
  return undefined;
}

function judgeOne(
  dataDir: string,
  path: string,
  stats: Stats,
  owner: number,
): Problem<OwnContentsProblem> | undefined {
  const away = `mv -T ${shellWord(path)} ${shellWord(path + PUT_AWAY)}`;
  if (stats.uid !== owner) {
    // Root's can be nothing but what an administrator put back.
    const command = stats.uid === 0 ? `chown -R ${owner} ${shellWord(dataDir)}` : away;
    return problem('data.foreignFile', '', { path, uid: stats.uid, command });
  }
  if (!stats.isSymbolicLink()) return undefined;
  return problem('data.linkedFile', '', { path, target: readlinkSync(path), command: away });
}

/** Paths under names of ours, a folder before what is in it. What cannot be listed is empty. */
export function* listOwn(dataDir: string): Generator<string> {
  const ours = new Set<string>([...OWN_FILES, ...OWN_FOLDERS]);
  const isOurs = (name: string): boolean => ours.has(name) || OF_DATABASE.test(name) || OF_LOSS.test(name);
  for (const path of listBelow(dataDir, isOurs)) yield path;
  for (const folder of OWN_FOLDERS) yield* listBelow(join(dataDir, folder));
  for (const share of listBelow(join(dataDir, SHARES))) {
    yield* listBelow(share);
    yield* listBelow(join(share, REMEMBERED));
  }
}

function listBelow(folder: string, isWanted: (name: string) => boolean = () => true): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => isWanted(name) && !name.endsWith(PUT_AWAY))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
