/**
 * Owns: acting as another user of the machine, as a POS does beside the agent. Only root can; elsewhere such tests are
 * skipped, with the reason.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NEEDS } from './only-where-words.ts';
import { tempFolder } from './temp-folder.ts';

/** User and group of a POS; nobody's on the machines where tests run, and no names are needed. */
export const POS_UID = 2001;
export const POS_GID = 2100;
/** A user for the agent that is neither root nor the POS. */
export const AGENT_UID = 2002;

export const isRoot = process.geteuid?.() === 0;
/** For the title of a skipped group of tests. */
export const NEEDS_ROOT = isRoot ? '' : `${NEEDS}root, to act as two users`;

/** Runs a shell command as the POS in `folder`; answers what it printed, the refusals of the system too. */
export function asPos(folder: string, command: string): string {
  return execFileSync('/bin/sh', ['-c', `cd '${folder}' && { ${command}; } 2>&1 || true`], {
    uid: POS_UID,
    gid: POS_GID,
    encoding: 'utf8',
  });
}

/** A folder that every user may pass through. */
export function openTempFolder(): string {
  const folder = tempFolder();
  chmodSync(folder, 0o711);
  return folder;
}

/** A drop folder of that owner, which the POS's group may write. */
export function sharedDrop(owner: number, mode = 0o770): string {
  const drop = join(openTempFolder(), 'drop');
  mkdirSync(drop);
  chownSync(drop, owner, POS_GID);
  chmodSync(drop, mode);
  return drop;
}

/** Whether another user may run a program of these sources: a clone may lie in a folder of root's own. */
export function mayRunAsAgent(program: string): boolean {
  if (!isRoot) return false;
  try {
    const as = { uid: AGENT_UID, gid: AGENT_UID, cwd: '/', stdio: 'ignore' } as const;
    execFileSync(process.execPath, ['--check', program], as);
    return true;
  } catch {
    return false;
  }
}
