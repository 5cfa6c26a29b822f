/**
 * Owns: what the agent remembers of a file that it rejected, in the folder's share of the data folder. The reason beside
 * the file is for people and is never read again: whoever may write beside it could have written it.
 * Promises: a record that is missing or damaged reads as none; the file is then listed as of unknown origin.
 */
import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Problem } from '../base/problem.ts';
import { factsOf, type FileFacts } from './file-facts.ts';
import { createFile, removeQuietly } from './folder/create-file.ts';
import type { DropHandle } from './folder/drop-handle.ts';
import { IN_DATA } from './folder/places.ts';
import type { Spot } from './folder/held-folder.ts';
import { isPlainName } from './folder/plain-name.ts';

const PLACE = `${IN_DATA}rejections`;
const RECORD_BYTES_MAX = 64 * 1024;

const plainName = z.string().refine(isPlainName);

const recordSchema = z.object({
  /** Its name in `rejected`. */
  storedName: plainName,
  /** Its name when it was dropped. */
  file: plainName,
  /** As it was rejected. */
  facts: z.object({
    device: z.number(),
    inode: z.number(),
    sizeBytes: z.number(),
    mtimeMs: z.number(),
  }),
  /** Of the bytes that were rejected; empty when they were never read. */
  sha256: z.string(),
  problem: z.object({
    code: z.string(),
    at: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  /** When it was rejected, milliseconds since 1970 UTC. */
  sinceMs: z.number(),
});

export interface RejectionRecord {
  readonly storedName: string;
  readonly file: string;
  readonly facts: FileFacts;
  readonly sha256: string;
  readonly problem: Problem;
  readonly sinceMs: number;
}

/** Writes the record anew. Throws file system errors. */
export function saveRecord(folder: DropHandle, record: RejectionRecord): void {
  const spot = spotOf(folder, record.storedName, true);
  removeQuietly(spot);
  createFile(spot, Buffer.from(JSON.stringify(record)), false);
}

export function readRecord(folder: DropHandle, storedName: string): RejectionRecord | undefined {
  try {
    const { folder: records, name } = spotOf(folder, storedName, false);
    const stats = records.stats(name);
    if (!stats?.isFile()) return undefined;
    const bytes = records.beginning(name, factsOf(stats), RECORD_BYTES_MAX);
    const record = recordSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return record.storedName === storedName ? record : undefined;
  } catch {
    return undefined;
  }
}

export function removeRecord(folder: DropHandle, storedName: string): void {
  try {
    removeQuietly(spotOf(folder, storedName, false));
  } catch {
    return;
  }
}

function spotOf(folder: DropHandle, storedName: string, make: boolean): Spot {
  const name = `${hash('sha256', storedName).slice(0, 32)}.json`;
  return { folder: folder.open(PLACE, make), name };
}
