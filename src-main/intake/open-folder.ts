/**
 * Owns: finding the drop folder and making its subfolders. What the settings name may be a link (an
 * administrator's choice); what lies inside may not: a subfolder of ours that is a link is refused, because
 * files would be moved to wherever the POS's user pointed it (security C.6).
 */
import { join } from 'node:path';
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { faultCode, faultKind } from './faults.ts';
import type { FileSystem } from './file-system.ts';
import { SUBFOLDERS } from './names.ts';
import type { FolderProblem } from './problems.ts';

/** The POS and the agent share a group; nobody else has business here. */
const FOLDER_MODE = 0o770;
const WORLD_WRITABLE = 0o002;
const STICKY = 0o1000;

export interface OpenFolder {
  /** Where the folder really is. */
  readonly realPath: string;
  readonly device: number;
  readonly inode: number;
  /** User id of the owner. */
  readonly owner: number;
  /** Does not keep the folder from working, but a person should know. */
  readonly warning: Problem<FolderProblem> | undefined;
}

/** The folder, with its subfolders in place; `create` makes it when it is missing. */
export function openFolder(
  fs: FileSystem,
  path: string,
  create: boolean,
): Result<OpenFolder, Problem<FolderProblem>> {
  try {
    if (create && !fs.lstatSync(path, { throwIfNoEntry: false })) makeFolder(fs, path, true);
    const realPath = fs.realpathSync(path);
    const found = describeFolder(fs, path, realPath);
    if (found.ok) for (const name of SUBFOLDERS) ensureFolder(fs, join(realPath, name));
    return found;
  } catch (error) {
    return fail(folderProblem(error, path));
  }
}

/** Whether the open folder still is what stands under its path. */
export function isStillThere(fs: FileSystem, folder: OpenFolder): boolean {
  const stats = fs.lstatSync(folder.realPath, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.ino === folder.inode && stats.dev === folder.device;
}

/** Makes the folder if it is missing; throws when something else, even a link to a folder, stands there. */
export function ensureFolder(fs: FileSystem, path: string): void {
  const stats = fs.lstatSync(path, { throwIfNoEntry: false });
  if (!stats) makeFolder(fs, path, false);
  else if (!stats.isDirectory()) throw new ForeignFolderError(path);
}

/** Something that is no folder stands where a folder of ours belongs. */
class ForeignFolderError extends Error {
  readonly code = 'ENOTDIR';
  constructor(path: string) {
    super(`not a folder of ours: ${path}`);
  }
}

export function folderProblem(error: unknown, path: string): Problem<FolderProblem> {
  if (error instanceof ForeignFolderError) return problem<FolderProblem>('folder.notAFolder', '', { path });
  const kind = faultKind(error);
  if (kind === 'gone') return problem<FolderProblem>('folder.missing', '', { path });
  if (kind === 'full') return problem<FolderProblem>('folder.diskFull', '', { path });
  const code = kind === 'denied' ? 'folder.denied' : 'folder.unreadable';
  return problem<FolderProblem>(code, '', { path, errno: faultCode(error) });
}

/** Only the drop folder itself is made with its parents: one that was removed meanwhile must not come back. */
function makeFolder(fs: FileSystem, path: string, recursive: boolean): void {
  fs.mkdirSync(path, { mode: FOLDER_MODE, recursive });
}

function describeFolder(
  fs: FileSystem,
  path: string,
  realPath: string,
): Result<OpenFolder, Problem<FolderProblem>> {
  const stats = fs.lstatSync(realPath, { throwIfNoEntry: false });
  if (!stats) return fail(problem<FolderProblem>('folder.missing', '', { path }));
  if (!stats.isDirectory()) return fail(problem<FolderProblem>('folder.notAFolder', '', { path }));
  const open = process.platform !== 'win32' && (stats.mode & WORLD_WRITABLE) !== 0;
  const warning =
    open && (stats.mode & STICKY) === 0
      ? problem<FolderProblem>('folder.worldWritable', '', { path })
      : undefined;
  return ok({ realPath, device: stats.dev, inode: stats.ino, owner: stats.uid, warning });
}
