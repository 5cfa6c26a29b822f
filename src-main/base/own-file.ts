/**
 * Owns: reading a small file that this program wrote itself, and nobody else.
 * Promises: follows no link; a file of another owner, with rights for others or with a second name is not read: whoever
 * can put such a file there, or change it, could say anything in it.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { fail, ok, type Result } from './result.ts';

/** Ours have some kilobytes. */
const BYTES_MAX = 1_000_000;
const FOR_OTHERS = 0o077;
/** Rights that let others change a file. */
export const CHANGED_BY_OTHERS = 0o022;
const IS_WINDOWS = process.platform === 'win32';
/** Windows knows neither flag. */
const OPEN_FLAGS = IS_WINDOWS
  ? constants.O_RDONLY
  : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Why it is not read: an error code of the system, or what makes it not ours. */
type NotOurs = 'not a regular file' | 'another owner' | 'mode' | 'another name' | 'too large';

/** The text of `path`; fails with the reason. `refused`: rights that it may not have. */
export function readOwnFile(path: string, refused = FOR_OTHERS): Result<string, string> {
  let file: number | undefined;
  try {
    file = openSync(path, OPEN_FLAGS);
    const strange = whyNotOurs(fstatSync(file), refused);
    return strange === undefined ? ok(readFileSync(file, 'utf8')) : fail(strange);
  } catch (error) {
    return fail(error instanceof Error && 'code' in error ? String(error.code) : String(error));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function whyNotOurs(stats: Stats, refused: number): NotOurs | undefined {
  if (!stats.isFile()) return 'not a regular file';
  if (stats.size > BYTES_MAX) return 'too large';
  if (IS_WINDOWS) return undefined;
  if (stats.uid !== process.geteuid?.()) return 'another owner';
  if ((stats.mode & refused) !== 0) return 'mode';
  return stats.nlink > 1 ? 'another name' : undefined;
}
