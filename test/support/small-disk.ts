/**
 * Owns: a disk of a few megabytes in memory that a test can fill. Only root may mount one.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onlyWhere, type OnlyWhere } from './only-where.ts';
import { tempFolder } from './temp-folder.ts';

export interface SmallDisk {
  readonly path: string;
  freeBytes(): number;
  /** Fills the disk with a file of the name until about `leaveBytes` are free. */
  fill(name: string, leaveBytes: number): void;
  unmount(): void;
}

/** Tests of it run where it can be had. */
export const onlyWithSmallDisk: OnlyWhere = onlyWhere(
  process.platform === 'linux' && process.getuid?.() === 0,
  'root, to mount a disk of some megabytes in memory (Linux)',
);

const CHUNK_BYTES = 4096;

export function mountSmallDisk(bytes: number): SmallDisk {
  const path = join(tempFolder(), 'disk');
  mkdirSync(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path]);
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  };
  return {
    path,
    freeBytes,
    fill(name, leaveBytes) {
      const file = openSync(join(path, name), 'a');
      const chunk = Buffer.alloc(CHUNK_BYTES, 1);
      try {
        while (freeBytes() >= leaveBytes + CHUNK_BYTES) writeSync(file, chunk);
      } finally {
        closeSync(file);
      }
    },
    unmount: () => void execFileSync('umount', ['-l', path]),
  };
}
