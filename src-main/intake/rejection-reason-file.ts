/**
 * Owns: the form of `<name>.error.json`, the answer to whoever dropped a file that could not be taken: what,
 * where, why, what to do. Promises: a torn or foreign file reads as no reason, never as an error.
 */
import { z } from 'zod';
import type { FileSystem } from './file-system.ts';

/** As generous as the folder itself: the POS's group reads it. */
const REASON_MODE = 0o640;
/** A reason is a page of text. */
const REASON_BYTES_MAX = 64 * 1024;

const reasonSchema = z.object({
  code: z.string(),
  /** Place in the file; empty: the whole. */
  where: z.string(),
  what: z.string(),
  why: z.string(),
  todo: z.string(),
  /** Its name when it was dropped. */
  file: z.string(),
  /** Its name in `rejected`. */
  storedName: z.string(),
  sizeBytes: z.number(),
  /** Empty when the file was never opened. */
  sha256: z.string(),
  /** When it was rejected, ISO 8601. */
  at: z.string(),
  /** What the words were filled with. */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});

export type Reason = z.output<typeof reasonSchema>;

/** Throws when the disk refuses; nothing is left then. */
export function writeReason(fs: FileSystem, path: string, reason: Reason): void {
  fs.writeFileSync(path, `${JSON.stringify(reason, null, 2)}\n`, { mode: REASON_MODE });
}

/** The reason in `text`; undefined when it is none. */
export function parseReason(text: string): Reason | undefined {
  if (text.length > REASON_BYTES_MAX) return undefined;
  try {
    return reasonSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
