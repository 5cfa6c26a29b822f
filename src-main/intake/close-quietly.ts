/** Owns: letting go of what a failing call must not hold up. */
import type { FileSystem } from './file-system.ts';

/** What was read is read; a failing close of a file opened for reading tells nothing about it. */
export function closeSilently(fs: Pick<FileSystem, 'closeSync'>, handle: number): void {
  try {
    fs.closeSync(handle);
  } catch {
    return;
  }
}
