/**
 * Owns: a file of plain bytes that keeps room on the disk. On a full disk even an UPDATE fails; letting the
 * ballast go gives the room to settle what the server already has. It is laid down again when there is space.
 */
import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { freeBytes } from '../base/free-bytes.ts';

export interface Ballast {
  /** `released` after it had to go; `present` otherwise, also where none is wanted. */
  state(): 'present' | 'released';
  /** Frees its room. False when there was none to free. */
  release(): boolean;
  /** Lays it down again if there is ample room. True when it is present afterwards. */
  restore(): boolean;
}

/** On a very small disk the ballast takes no more than this share of what is free. */
const FREE_SHARE_MAX = 1 / 8;
/** It comes back only when this many times its size is free, so that it never fights for the last bytes. */
const RESTORE_FACTOR = 3;
const CHUNK_BYTES = 64 * 1024;

export function openBallast(dataDir: string, wantedBytes: number): Ballast {
  const path = join(dataDir, 'ballast.bin');
  function size(): number {
    try {
      return statSync(path).size;
    } catch {
      return 0;
    }
  }
  const free = (): number => freeBytes(dataDir) ?? 0;
  function lay(): boolean {
    const bytes = Math.min(wantedBytes, Math.floor(free() * FREE_SHARE_MAX));
    return bytes >= CHUNK_BYTES && write(path, bytes);
  }
  let laidBytes = size();
  if (laidBytes === 0 && lay()) laidBytes = size();
  function restore(): boolean {
    if (size() > 0) return true;
    if (free() < RESTORE_FACTOR * Math.max(laidBytes, CHUNK_BYTES)) return false;
    return lay();
  }
  function release(): boolean {
    if (size() === 0) return false;
    rmSync(path, { force: true });
    return true;
  }
  return { state: () => (wantedBytes === 0 || size() > 0 ? 'present' : 'released'), release, restore };
}

/** Real bytes, not a hole: only written blocks are reserved. */
function write(path: string, bytes: number): boolean {
  let file: number | undefined;
  try {
    file = openSync(path, 'w', 0o600);
    const chunk = Buffer.alloc(CHUNK_BYTES, 0x48);
    for (let done = 0; done < bytes; done += CHUNK_BYTES)
      writeSync(file, chunk, 0, Math.min(CHUNK_BYTES, bytes - done));
    fsyncSync(file);
    return true;
  } catch {
    rmSync(path, { force: true });
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
