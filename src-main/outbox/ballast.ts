/**
 * Owns: a file of plain bytes that keeps room on the disk. On a full disk even an UPDATE fails; letting the
 * ballast go gives the room to settle what the server already has. It is laid down again when there is space.
 * Beside it a small reserve, for when the ballast is gone and its room taken by somebody else: enough to open the
 * database and to settle some thousand receipts. What was not used of it is laid down again at once, before anybody
 * else takes it: it serves as often as it is needed.
 */
import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { freeBytes } from '../base/free-bytes.ts';

export interface Ballast {
  /** `released` after it had to go; `present` otherwise, also where none is wanted. */
  state(): 'present' | 'released';
  /** Frees its room. False when there was none to free. */
  release(): boolean;
  /** Frees the reserve as well. False when there was none to free. */
  releaseReserve(): boolean;
  /** Lays the reserve down again, or as much of it as there is room for now. */
  takeBack(): void;
  /** Lays both down again if there is ample room. True when the ballast is present afterwards. */
  restore(): boolean;
}

/** On a very small disk the ballast takes no more than this share of what is free. */
const FREE_SHARE_MAX = 1 / 8;
/** It comes back only when this many times its size is free, so that it never fights for the last bytes. */
const RESTORE_FACTOR = 3;
const CHUNK_BYTES = 64 * 1024;
/** Some dozen commits and the ledger's lines of a thousand receipts. */
const RESERVE_BYTES = 256 * 1024;
/** One commit; less is of no use. */
const RESERVE_BYTES_MIN = 16 * 1024;
const BLOCK_BYTES = 4 * 1024;

export function openBallast(dataDir: string, wantedBytes: number): Ballast {
  const ballast = join(dataDir, 'ballast.bin');
  const reserve = join(dataDir, 'reserve.bin');
  const isWanted = wantedBytes > 0;
  const free = (): number => freeBytes(dataDir) ?? 0;
  function lay(path: string, wanted: number): boolean {
    if (sizeOf(path) >= (path === reserve ? wanted : 1)) return true;
    const bytes = Math.min(wanted, Math.floor(free() * FREE_SHARE_MAX));
    return bytes >= CHUNK_BYTES && write(path, bytes);
  }
  if (isWanted) lay(reserve, RESERVE_BYTES);
  lay(ballast, wantedBytes);
  const laidBytes = sizeOf(ballast);
  return {
    state: () => (!isWanted || sizeOf(ballast) > 0 ? 'present' : 'released'),
    release: () => remove(ballast),
    releaseReserve: () => remove(reserve),
    takeBack() {
      if (!isWanted || sizeOf(reserve) > 0) return;
      let bytes = Math.min(RESERVE_BYTES, free());
      while (bytes >= RESERVE_BYTES_MIN && !write(reserve, bytes)) bytes -= BLOCK_BYTES;
    },
    restore() {
      if (sizeOf(ballast) > 0 && (!isWanted || sizeOf(reserve) >= RESERVE_BYTES)) return true;
      if (free() >= RESTORE_FACTOR * Math.max(laidBytes, CHUNK_BYTES)) {
        if (isWanted) lay(reserve, RESERVE_BYTES);
        lay(ballast, wantedBytes);
      }
      return sizeOf(ballast) > 0;
    },
  };
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** False when there was none. */
function remove(path: string): boolean {
  if (sizeOf(path) === 0) return false;
  rmSync(path, { force: true });
  return true;
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
