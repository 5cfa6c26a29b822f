/**
 * Owns: writing a small file so that it is the old one or the new one at any moment, also after a power cut.
 * Promises: nobody sees it half written, nor with wider rights than it is given; what was there is replaced, a
 * symbolic link too.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const RANDOM_BYTES = 6;

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Faults of the disk are thrown; what was there before stays then, and nothing of the new text is left. `mode` counts whatever the umask is; `owner`: whose
 * it stays, where this process may give it away.
 */
export function replaceFile(path: string, text: string, mode = 0o600, owner?: Owner): void {
  const folder = dirname(path);
  const born = join(folder, `.${randomBytes(RANDOM_BYTES).toString('hex')}.tmp`);
  try {
    const file = openSync(born, 'wx', mode);
    try {
      if (owner) giveBack(file, owner);
      fchmodSync(file, mode);
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(born, path);
  } catch (error) {
    rmSync(born, { force: true });
    throw error;
  }
  syncFolder(folder);
}

/** Only root may; for anybody else the file was his own, or becomes it. */
function giveBack(file: number, { uid, gid }: Owner): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    // It stays with whoever writes it.
  }
}

/**
 * The new text is in its place by now: a folder that cannot be synced (Windows has no such call; it may not be readable)
 * makes nothing undone.
 */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  let folder: number | undefined;
  try {
    folder = openSync(path, 'r');
    fsyncSync(folder);
  } catch {
    // A power cut may bring the old text back.
  } finally {
    if (folder !== undefined) closeSync(folder);
  }
}
