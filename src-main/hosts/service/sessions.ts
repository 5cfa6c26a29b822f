/**
 * Owns: who may look at the screens: browsers that hold a cookie of ours (decisions 26).
 * Promises: only the SHA-256 of a cookie's secret is kept, in a file of the data folder, so that a kiosk goes on
 * after the agent's restart; their number is bounded; one that is looked at goes on, one that is not ends after
 * 30 days. A file that cannot be read or written costs nothing but a new address.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { replaceFile } from '../../base/replace-file.ts';
import { hashSecret, SECRET_BYTES } from './one-time.ts';

const DAY_MS = 86_400_000;
export const SESSION_LIFE_MS = 30 * DAY_MS;
/** A screen that is opened daily never ends; the file is written at most once a day for it. */
const RENEW_AFTER_MS = DAY_MS;
/** A till has a screen or two; the one that ends first gives its place. */
export const SESSIONS_MAX = 32;

export interface Sessions {
  /** A new session's secret, for the cookie. */
  begin(): string;
  /** The session of a secret, by the name it has everywhere else; undefined when there is none. */
  find(secret: string): string | undefined;
  /** Lets it live on for its whole time; true when its cookie must be told. */
  renew(name: string): boolean;
  /** Kept there from now on, together with what is there already. */
  keepIn(file: string): void;
}

const fileSchema = z.strictObject({
  sessions: z
    .array(z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), untilMs: z.number() }))
    .max(SESSIONS_MAX),
});

export function createSessions(clock: Clock): Sessions {
  const untilOf = new Map<string, number>();
  let keptIn: string | undefined;

  function dropSurplus(): void {
    for (const [name, untilMs] of untilOf) if (untilMs <= clock.now()) untilOf.delete(name);
    const byEnd = [...untilOf].sort(([, one], [, other]) => one - other);
    for (const [name] of byEnd.slice(0, Math.max(byEnd.length - SESSIONS_MAX, 0))) untilOf.delete(name);
  }

  function save(): void {
    if (keptIn === undefined) return;
    const sessions = [...untilOf].map(([sha256, untilMs]) => ({ sha256, untilMs }));
    try {
      replaceFile(keptIn, JSON.stringify({ sessions }));
    } catch {
      // A full disk: the screens go on, only a restart asks for a new address.
    }
  }

  return {
    begin() {
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      untilOf.set(hashSecret(secret), clock.now() + SESSION_LIFE_MS);
      dropSurplus();
      save();
      return secret;
    },
    find(secret) {
      const name = hashSecret(secret);
      const untilMs = untilOf.get(name);
      return untilMs !== undefined && untilMs > clock.now() ? name : undefined;
    },
    renew(name) {
      const untilMs = untilOf.get(name);
      const renewedMs = clock.now() + SESSION_LIFE_MS;
      if (untilMs === undefined || renewedMs - untilMs < RENEW_AFTER_MS) return false;
      untilOf.set(name, renewedMs);
      save();
      return true;
    },
    keepIn(file) {
      if (file === keptIn) return;
      const had = untilOf.size;
      keptIn = file;
      for (const { sha256, untilMs } of readKept(file))
        if (!untilOf.has(sha256)) untilOf.set(sha256, untilMs);
      dropSurplus();
      if (had > 0) save();
    },
  };
}

function readKept(file: string): z.output<typeof fileSchema>['sessions'] {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).sessions;
  } catch {
    return [];
  }
}
