/**
 * Owns: whether a file of the archive is the original that was taken. It is when it is the very file, and when it is a copy
 * of it: a drop folder that was moved to another disk has other inodes, and what its writer added before that came along.
 * Promises: told by the bytes that were taken, never by the name alone; any file is read in steps with turns between.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ArchivedFile } from '../outbox/port.ts';
import { closeSilently } from './close-quietly.ts';
import { factsOf, sameFile, type FileFacts } from './file-facts.ts';
import type { Spot } from './folder/held-folder.ts';
import { OPEN_FLAGS } from './read-source.ts';

/** What was taken of a file. */
export type Beginning = Pick<ArchivedFile, 'inode' | 'sizeBytes' | 'sha256'>;

/** Reading and hashing so much takes a millisecond. */
const STEP_BYTES = 256 * 1024;

/** `now`: what lies at `spot`. Throws what the disk throws. */
export async function isOriginal(spot: Spot, now: FileFacts, taken: Beginning): Promise<boolean> {
  return String(now.inode) === taken.inode || (await beginsAs(spot, now, taken));
}

async function beginsAs({ folder, name }: Spot, now: FileFacts, taken: Beginning): Promise<boolean> {
  if (now.sizeBytes < taken.sizeBytes) return false;
  const { fs } = folder.disk;
  const handle = fs.openSync(folder.at(name), OPEN_FLAGS);
  try {
    const stats = fs.fstatSync(handle);
    if (!stats.isFile() || !sameFile(factsOf(stats), now)) return false;
    const hash = createHash('sha256');
    // Of a file whose last line was cut the row tells a byte less than was read (`asGrown`).
    const ends = [taken.sizeBytes, taken.sizeBytes + 1];
    const buffer = Buffer.allocUnsafe(Math.min(STEP_BYTES, taken.sizeBytes + 1));
    let length = 0;
    for (const end of ends) {
      while (length < end) {
        const read = fs.readSync(handle, buffer, 0, Math.min(buffer.length, end - length), null);
        if (read === 0) return false;
        hash.update(buffer.subarray(0, read));
        length += read;
        if (read === STEP_BYTES) await nextTurn();
      }
      if (hash.copy().digest('hex') === taken.sha256) return true;
    }
    return false;
  } finally {
    closeSilently(fs, handle);
    await nextTurn();
  }
}
