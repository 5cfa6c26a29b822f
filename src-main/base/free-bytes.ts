/** Owns: asking how much room a disk has. */
import { statfsSync } from 'node:fs';

/** Free bytes for an ordinary user on the disk of a folder; null where the system does not say. */
export function freeBytes(folder: string): number | null {
  try {
    const disk = statfsSync(folder);
    return disk.bavail * disk.bsize;
  } catch {
    return null;
  }
}
