/**
 * Owns: how much of several files goes into one transaction. Sending waits for its end, so it is no more than some ten
 * milliseconds of work, whatever the files hold. Pure.
 */
import { CHUNK_WORK, type JudgedChunk } from './judge.ts';

/** Larger gains nothing (quality, "Speed and cost"). */
const FILES_MAX = 100;
/** All are read and hashed before the first is stored. */
const BYTES_MAX = 4 * 1024 * 1024;

export interface SliceSize {
  readonly files: number;
  readonly bytes: number;
  readonly work: number;
}

export const EMPTY_SLICE: SliceSize = { files: 0, bytes: 0, work: 0 };

export function withFile(
  { files, bytes, work }: SliceSize,
  sizeBytes: number,
  chunk: Pick<JudgedChunk, 'work'>,
): SliceSize {
  return { files: files + 1, bytes: bytes + sizeBytes, work: work + chunk.work };
}

export function isFullSlice({ files, bytes, work }: SliceSize): boolean {
  return files >= FILES_MAX || bytes >= BYTES_MAX || work >= CHUNK_WORK;
}
