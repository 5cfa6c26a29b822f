/**
 * Owns: the form of `<name>.error.json`, the answer to whoever dropped a file that could not be taken: what,
 * where, why, what to do. It is written for people; the agent never reads it (see `rejection-record.ts`).
 */
import { createFile, removeQuietly, type FileRights } from './folder/create-file.ts';
import type { Spot } from './folder/held-folder.ts';

export interface Reason {
  readonly code: string;
  /** Place in the file; empty: the whole. */
  readonly where: string;
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  /** Its name when it was dropped. */
  readonly file: string;
  /** Its name in `rejected`. */
  readonly storedName: string;
  readonly sizeBytes: number;
  /** Empty when the file was never opened. */
  readonly sha256: string;
  /** When it was rejected, ISO 8601. */
  readonly at: string;
  /** What the words were filled with. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** Throws when the disk refuses; nothing is left then. */
export function writeReason(to: Spot, reason: Reason, rights: FileRights): void {
  removeQuietly(to);
  createFile(to, Buffer.from(`${JSON.stringify(reason, null, 2)}\n`), false, rights);
}
