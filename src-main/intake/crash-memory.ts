/**
 * Owns: setting a file aside that the process died of several times in a row. Which large files are being read is
 * noted on the disk before one is. A small one cannot exhaust anything: the lists of its records are bounded
 * (`receipt/list-limits.ts`), a row is read once for all its names, and a note of each would cost every receipt two syncs.
 */
import type { ReadingContext } from './context.ts';
import type { FileFacts } from './file-facts.ts';
import { SMALL_BYTES_MAX } from './load-file.ts';

/** One death may be a power cut, two a coincidence. */
const CRASHES_MAX = 3;

/** `deadly`: so many processes died of it; it was not read. */
export interface Deadly {
  readonly kind: 'deadly';
  readonly crashes: number;
}

/** Runs `read` for the file at `path` unless the process dies of it. Throws what `read` and the outbox throw. */
export async function readGuarded<T>(
  { readings }: Pick<ReadingContext, 'readings'>,
  path: string,
  facts: FileFacts,
  read: () => Promise<T>,
): Promise<T | Deadly> {
  if (facts.sizeBytes <= SMALL_BYTES_MAX) return read();
  const { device, inode, sizeBytes, mtimeMs } = facts;
  const crashes = readings.begin(path, JSON.stringify([device, inode, sizeBytes, mtimeMs]));
  try {
    return crashes >= CRASHES_MAX ? { kind: 'deadly', crashes } : await read();
  } finally {
    readings.end(path);
  }
}
