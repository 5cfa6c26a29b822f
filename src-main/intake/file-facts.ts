/**
 * Owns: what is known of a name before anything is opened, and which kinds of things are never opened
 * (drop folder 6, decisions 13, security C.6): links, folders, pipes, sockets, devices, and hard links to
 * somebody else's file. They are reported where they lie.
 * A file with several names is only taken when it belongs to whoever owns the folder, and not to the agent: whoever
 * may drop files could give one of the agent's own a name here.
 * Promises: `lstat` alone, so no link is followed and no pipe is waited on.
 */
import type { Stats } from 'node:fs';
import { problem, type Problem } from '../base/problem.ts';
import { faultCode } from './faults.ts';
import type { FileSystem } from './file-system.ts';
import type { FileProblem } from './problems.ts';

/** Two equal facts mean: the same file, unchanged. */
export interface FileFacts {
  readonly device: number;
  readonly inode: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

export type Examined =
  | { readonly kind: 'file'; readonly facts: FileFacts; readonly ctimeMs: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'foreign'; readonly problem: Problem<FileProblem> }
  | { readonly kind: 'unreadable'; readonly errno: string };

/** How Node shows bytes of a name that are not UTF-8. */
const NOT_UTF8 = '\uFFFD';

/** User ids: of the folder's owner, and of the agent where files have owners. */
export interface Owners {
  readonly folder: number;
  readonly agent: number | undefined;
}

/** `owners` undefined: in a folder where nobody else can make links, the number of names tells nothing. */
export function examineFile(
  fs: Pick<FileSystem, 'lstatSync'>,
  path: string,
  name: string,
  owners: Owners | undefined,
): Examined {
  try {
    const stats = fs.lstatSync(path, { throwIfNoEntry: false });
    if (stats) return judgeKind(stats, name, owners);
    return name.includes(NOT_UTF8)
      ? { kind: 'foreign', problem: problem<FileProblem>('file.nameNotUtf8', '', { name }) }
      : { kind: 'gone' };
  } catch (error) {
    return { kind: 'unreadable', errno: faultCode(error) };
  }
}

function judgeKind(stats: Stats, name: string, owners: Owners | undefined): Examined {
  const code = foreignKind(stats);
  if (code) return { kind: 'foreign', problem: problem<FileProblem>(code, '', { name }) };
  if (owners && stats.nlink > 1 && (stats.uid !== owners.folder || stats.uid === owners.agent)) {
    const values = { name, links: stats.nlink, owner: stats.uid };
    return { kind: 'foreign', problem: problem<FileProblem>('file.foreignHardLink', '', values) };
  }
  return { kind: 'file', facts: factsOf(stats), ctimeMs: stats.ctimeMs };
}

function foreignKind(stats: Stats): FileProblem | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isSymbolicLink()) return 'file.symbolicLink';
  if (stats.isDirectory()) return 'file.isFolder';
  if (stats.isFIFO()) return 'file.fifo';
  return stats.isSocket() ? 'file.socket' : 'file.device';
}

export function factsOf(stats: Stats): FileFacts {
  return { device: stats.dev, inode: stats.ino, sizeBytes: stats.size, mtimeMs: stats.mtimeMs };
}

export function sameFile(left: FileFacts, right: FileFacts): boolean {
  return left.device === right.device && left.inode === right.inode;
}

/** The same file with the same content, as far as size and time of change tell. */
export function sameFacts(left: FileFacts, right: FileFacts): boolean {
  return sameFile(left, right) && left.sizeBytes === right.sizeBytes && left.mtimeMs === right.mtimeMs;
}
