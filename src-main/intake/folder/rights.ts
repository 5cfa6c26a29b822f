/**
 * Owns: the rights of the folders below a drop folder (drop folder, "Whose the folder is"). They are set by the agent
 * itself, whatever the umask; what it may not set is only told.
 * Promises: set through the descriptor of a folder of its own, so never anybody else's; never throws.
 */
import { problem, type Problem } from '../../base/problem.ts';
import { shellWord } from '../../base/shell-word.ts';
import type { FolderProblem } from '../problems.ts';
import type { HeldFolder } from './held-folder.ts';

const STICKY = 0o1000;
const SET_GROUP = 0o2000;
const WRITABLE_BY_ANYONE = 0o002;
const WRITABLE_BY_OTHERS = 0o022;

export interface Rights {
  readonly mode: number;
  /** Group id; undefined: whichever it has. */
  readonly group?: number | undefined;
}

/** The drop folder as the agent makes it: the POS may write, and take away nothing but its own. */
export const DROP_MODE = 0o1770;
/** What nobody else has to look into: the archive, and everything in the data folder. */
export const PRIVATE: Rights = { mode: 0o700 };

/** Where the POS may write under names of its own. */
export function temporaryRights(group: number): Rights {
  return { mode: DROP_MODE, group };
}

/** Whose reasons the POS's group may read; what is written there belongs to that group. */
export function rejectedRights(group: number): Rights {
  return { mode: 0o2750, group };
}

/** For a drop folder of the agent's own: in one that others may write, they may no more take each other's files away. */
export function stickyRights({ mode }: HeldFolder): Rights {
  return { mode: (mode & WRITABLE_BY_OTHERS) === 0 ? mode : mode | STICKY };
}

/** Sets what differs; answers what could not be set, with the command that does. */
export function setRights(folder: HeldFolder, wanted: Rights): Problem<FolderProblem> | undefined {
  const { handle, disk } = folder;
  if (handle === undefined || !missingRights(folder, wanted)) return undefined;
  const set = (mode: number): void => quietly(() => disk.fs.fchmodSync(handle, mode));
  const now = look(folder);
  if (wanted.group !== undefined && now.group !== wanted.group) {
    const { group } = wanted;
    quietly(() => disk.fs.fchownSync(handle, now.owner, group));
  }
  set(wanted.mode);
  // A system may refuse the whole change for the sake of the group's bit.
  if (missingRights(folder, wanted) && (wanted.mode & SET_GROUP) !== 0) set(wanted.mode & ~SET_GROUP);
  return missingRights(folder, wanted);
}

/** What differs now, with the command that sets it. */
export function missingRights(folder: HeldFolder, wanted: Rights): Problem<FolderProblem> | undefined {
  const { disk, path } = folder;
  if (disk.agentUid === undefined) return undefined;
  const now = look(folder);
  const group = wanted.group ?? now.group;
  if (now.mode === wanted.mode && now.group === group) return undefined;
  const chmod = `chmod ${octal(wanted.mode)} ${shellWord(path)}`;
  const command = now.group === group ? chmod : `chgrp ${group} ${shellWord(path)} && ${chmod}`;
  return problem('folder.rightsNotSet', '', {
    path,
    mode: octal(now.mode),
    wanted: octal(wanted.mode),
    command,
  });
}

interface Seen extends Required<Rights> {
  readonly group: number;
  readonly owner: number;
}

/** As of opening where the disk does not tell now. */
function look({ handle, disk, mode, group, owner }: HeldFolder): Seen {
  try {
    if (handle === undefined) return { mode, group, owner };
    const stats = disk.fs.fstatSync(handle);
    return { mode: stats.mode & 0o7777, group: stats.gid, owner: stats.uid };
  } catch {
    return { mode, group, owner };
  }
}

function quietly(change: () => void): void {
  try {
    change();
  } catch {
    return;
  }
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

/** Any program of the machine may drop receipts. */
export function openToAnyone({ path, mode, disk }: HeldFolder): Problem<FolderProblem> | undefined {
  const open = disk.agentUid !== undefined && (mode & WRITABLE_BY_ANYONE) !== 0;
  return open ? problem('folder.worldWritable', '', { path }) : undefined;
}

/** A folder of another owner, and the command that hands it to the agent. */
export function notOwn({ path, owner, group, disk }: HeldFolder): Problem<FolderProblem> {
  const command = `chown ${disk.agentUid ?? ''} ${shellWord(path)} && chmod ${octal(DROP_MODE)} ${shellWord(path)}`;
  return problem('folder.notOwn', '', { path, owner, group, command });
}
