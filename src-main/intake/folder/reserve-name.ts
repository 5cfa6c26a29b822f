/**
 * Owns: taking a name in a folder by a call that fails when anything holds it. What then stands there is an empty file
 * of ours that a rename may replace: a hard link of one that is kept, which costs a fifth of a new file, or a new one
 * where links are not known.
 */
import { constants } from 'node:fs';
import { closeSilently } from '../close-quietly.ts';
import { faultKind } from '../faults.ts';
import type { HeldFolder, Spot } from './held-folder.ts';

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
export const OWN_FILE_MODE = 0o600;

/** Opens a new file; throws `EEXIST` when anything has that name. */
export function openNew(folder: HeldFolder, name: string, mode = OWN_FILE_MODE): number {
  return folder.disk.fs.openSync(folder.at(name), NEW_FILE, mode);
}

/** Takes the name; `empty` is the file that is linked. Throws file system errors, `EEXIST` when it is held. */
export function reserveName(folder: HeldFolder, name: string, empty: Spot | undefined): void {
  if (empty) {
    try {
      folder.disk.fs.linkSync(empty.folder.at(empty.name), folder.at(name));
      return;
    } catch (error) {
      if (faultKind(error) === 'exists') throw error;
    }
  }
  closeSilently(folder.disk.fs, openNew(folder, name));
}

/** Gives a reserved name back; what cannot be removed is an empty file of ours. */
export function releaseName(folder: HeldFolder, name: string): void {
  try {
    if (folder.stats(name)?.size === 0) folder.disk.fs.unlinkSync(folder.at(name));
  } catch {
    return;
  }
}
