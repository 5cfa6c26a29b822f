/**
 * Owns: the file with the sessions that outlive the agent: `<dataDir>/sessions.json`.
 * Promises: it has hashes of secrets alone; a file that is not ours opens nothing and is told of.
 */
import { z } from 'zod';
import { readOwnFile } from '../../base/own-file.ts';
import { replaceFile } from '../../base/replace-file.ts';
import { fail, ok, type Result } from '../../base/result.ts';

/** A till has a screen or two; the one that ends first gives its place. */
export const SESSIONS_MAX = 32;
const BROWSER_LENGTH_MAX = 40;

/** Milliseconds since 1970 UTC; earlier versions kept the end alone. */
const session = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  untilMs: z.number(),
  sinceMs: z.number().nullable().default(null),
  seenMs: z.number().nullable().default(null),
  /** When it last came with a one-time address. */
  cameMs: z.number().nullable().default(null),
  browser: z.string().max(BROWSER_LENGTH_MAX).default(''),
});
const fileSchema = z.strictObject({ sessions: z.array(session).max(SESSIONS_MAX) });

export type Session = Readonly<z.output<typeof session>>;

/** None where there is no file yet; else why it cannot be believed. */
export function readSessions(file: string): Result<readonly Session[], string> {
  const read = readOwnFile(file);
  if (!read.ok) return read.error === 'ENOENT' ? ok([]) : read;
  try {
    return ok(fileSchema.parse(JSON.parse(read.value)).sessions);
  } catch {
    return fail('form');
  }
}

/** A full disk: the screens go on, only a restart asks for a new address. */
export function writeSessions(file: string, sessions: readonly Session[]): void {
  try {
    replaceFile(file, JSON.stringify({ sessions }));
  } catch {
    // Told by the disk's own checks.
  }
}
