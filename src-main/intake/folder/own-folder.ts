/**
 * Owns: opening a folder that has to be the agent's own, and making it where it is missing.
 * Promises: what stands there instead (a link, a file, another user's folder) is refused, never used, never removed.
 */
import { faultKind } from '../faults.ts';
import type { Problem } from '../../base/problem.ts';
import type { FolderProblem } from '../problems.ts';
import { ForeignFolderError } from './foreign-folder.ts';
import type { HeldFolder } from './held-folder.ts';
import { setRights, type Rights } from './rights.ts';

export interface OwnFolder {
  readonly folder: HeldFolder;
  /** What of its rights could not be set. */
  readonly warning: Problem<FolderProblem> | undefined;
}

/** `rights`: it is made when it is missing, and has them afterwards. Without, it is only opened. */
export function openOwn(parent: HeldFolder, name: string, rights: Rights | undefined): OwnFolder {
  const made = rights !== undefined && makeIfMissing(parent, name, rights);
  const folder = parent.hold(name);
  try {
    if (made) giveToAgent(folder);
    else if (!isOwn(folder)) throw new ForeignFolderError(folder.path, 'otherOwner', folder.owner);
    return { folder, warning: rights && setRights(folder, rights) };
  } catch (error) {
    folder.close();
    throw error;
  }
}

/** Whether the agent owns the folder; where files have no owners it does. */
export function isOwn({ disk, owner }: HeldFolder): boolean {
  return disk.agentUid === undefined || owner === disk.agentUid;
}

function makeIfMissing(parent: HeldFolder, name: string, { mode }: Rights): boolean {
  if (parent.stats(name)) return false;
  try {
    parent.disk.fs.mkdirSync(parent.at(name), { mode: mode & 0o777, recursive: false });
    return true;
  } catch (error) {
    if (faultKind(error) === 'exists') return false;
    throw error;
  }
}

/** What a command of root's makes while no agent runs must not lock the agent out. Another's is refused. */
function giveToAgent({ disk, handle, owner, group, path }: HeldFolder): void {
  const { agentUid, fs } = disk;
  if (agentUid === undefined || owner === agentUid) return;
  if (handle === undefined || owner !== process.geteuid?.()) {
    throw new ForeignFolderError(path, 'otherOwner', owner);
  }
  fs.fchownSync(handle, agentUid, group);
}
