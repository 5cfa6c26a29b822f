/**
 * Owns: reading a file of the POS without harm: links are not followed, pipes are not waited on, and what was
 * opened must be what was examined (security C.6: a name swapped between stat and open). Nothing is locked.
 * Promises: one buffer is reused for small files, so reading a backlog allocates nothing per file; the bytes
 * are valid until the next read.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fail, ok, type Result } from '../base/result.ts';
import { closeSilently } from './close-quietly.ts';
import { factsOf, sameFile, type FileFacts } from './file-facts.ts';
import { faultCode } from './faults.ts';
import type { FileSystem } from './file-system.ts';

interface Source {
  readonly bytes: Uint8Array;
  /** As of the moment of opening, with the number of bytes really read. */
  readonly facts: FileFacts;
}

/** `swapped`: another file stands under the name now. `tooLarge`: it grew beyond the limit meanwhile. */
export type ReadFault =
  | { readonly kind: 'swapped' }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'failed'; readonly errno: string };

interface LargeSource extends Source {
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface ReadSource {
  (path: string, expected: FileFacts, limitBytes: number): Result<Source, ReadFault>;
  /** In steps with turns of the event loop; the bytes are the caller's own. */
  large(path: string, expected: FileFacts, limitBytes: number): Promise<Result<LargeSource, ReadFault>>;
}

/** Reading and hashing so much takes some milliseconds. */
const STEP_BYTES = 1024 * 1024;

/** Nearly every receipt file fits; larger ones get a buffer of their own that is not kept. */
const KEPT_BUFFER_BYTES = 256 * 1024;

/** Windows knows neither flag; there links need special rights and pipes have no place in folders. */
export const OPEN_FLAGS =
  process.platform === 'win32'
    ? constants.O_RDONLY
    : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export function createSourceReader(fs: FileSystem): ReadSource {
  const kept = Buffer.allocUnsafeSlow(KEPT_BUFFER_BYTES);

  function readOpen(handle: number, expected: FileFacts, limitBytes: number): Result<Source, ReadFault> {
    const stats = fs.fstatSync(handle);
    const facts = factsOf(stats);
    if (!stats.isFile() || !sameFile(facts, expected)) return fail({ kind: 'swapped' });
    if (facts.sizeBytes > limitBytes) return fail({ kind: 'tooLarge' });
    // One byte of room beyond the size shows that the file ended, without a second read for small files.
    const fits = facts.sizeBytes < kept.length;
    const buffer = fits ? kept : Buffer.allocUnsafeSlow(facts.sizeBytes + 1);
    const length = fill(fs, handle, buffer, facts.sizeBytes);
    return ok({ bytes: buffer.subarray(0, length), facts: { ...facts, sizeBytes: length } });
  }

  async function readLarge(
    handle: number,
    expected: FileFacts,
    limitBytes: number,
  ): Promise<Result<LargeSource, ReadFault>> {
    const stats = fs.fstatSync(handle);
    const facts = factsOf(stats);
    if (!stats.isFile() || !sameFile(facts, expected)) return fail({ kind: 'swapped' });
    if (facts.sizeBytes > limitBytes) return fail({ kind: 'tooLarge' });
    const buffer = Buffer.allocUnsafeSlow(facts.sizeBytes);
    const hash = createHash('sha256');
    let length = 0;
    while (length < buffer.length) {
      const read = fs.readSync(handle, buffer, length, Math.min(STEP_BYTES, buffer.length - length), null);
      if (read === 0) break;
      hash.update(buffer.subarray(length, length + read));
      length += read;
      await nextTurn();
    }
    const bytes = buffer.subarray(0, length);
    return ok({ bytes, facts: { ...facts, sizeBytes: length }, sha256: hash.digest('hex') });
  }

  return Object.assign(
    (path: string, expected: FileFacts, limitBytes: number): Result<Source, ReadFault> => {
      let handle: number | undefined;
      try {
        handle = fs.openSync(path, OPEN_FLAGS);
        return readOpen(handle, expected, limitBytes);
      } catch (error) {
        return fail(faultOf(error));
      } finally {
        if (handle !== undefined) closeSilently(fs, handle);
      }
    },
    {
      async large(path: string, expected: FileFacts, limitBytes: number) {
        let handle: number | undefined;
        try {
          handle = fs.openSync(path, OPEN_FLAGS);
          return await readLarge(handle, expected, limitBytes);
        } catch (error) {
          return fail(faultOf(error));
        } finally {
          if (handle !== undefined) closeSilently(fs, handle);
        }
      },
    },
  );
}

function faultOf(error: unknown): ReadFault {
  const errno = faultCode(error);
  return errno === 'ENOENT' || errno === 'ELOOP' ? { kind: 'swapped' } : { kind: 'failed', errno };
}

/** Reads until the end or until `buffer` is full; bytes beyond the size seen at opening are read as well. */
function fill(fs: FileSystem, handle: number, buffer: Buffer, sizeBytes: number): number {
  let length = 0;
  while (length < buffer.length) {
    const read = fs.readSync(handle, buffer, length, buffer.length - length, null);
    length += read;
    if (read === 0 || length >= sizeBytes) break;
  }
  return length;
}

/** The first bytes of the file at `path`, at most `limitBytes`. Throws when it is not `expected`, or cannot be read. */
export function readBeginning(
  fs: FileSystem,
  path: string,
  expected: FileFacts,
  limitBytes: number,
): Uint8Array {
  const handle = fs.openSync(path, OPEN_FLAGS);
  try {
    const stats = fs.fstatSync(handle);
    if (!stats.isFile() || !sameFile(factsOf(stats), expected)) throw new Error('another file');
    const buffer = Buffer.alloc(Math.min(limitBytes, stats.size));
    return buffer.subarray(0, fill(fs, handle, buffer, buffer.length));
  } finally {
    closeSilently(fs, handle);
  }
}
