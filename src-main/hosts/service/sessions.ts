/**
 * Owns: who may look at the screens: browsers that hold a cookie of ours (decisions 26).
 * Promises: only the SHA-256 of a cookie's secret is kept, in a file of the data folder, so that a kiosk goes on
 * after the agent's restart; their number is bounded; one that is looked at goes on, one that is not ends after
 * 30 days, and all but one's own can be ended. A file that cannot be read or written costs nothing but a new address.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { readSessions, SESSIONS_MAX, writeSessions, type Session } from './kept-sessions.ts';
import { hashSecret, SECRET_BYTES } from './one-time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const SESSION_LIFE_MS = 30 * DAY_MS;
/** A screen that is opened daily never ends; the file is written at most once a day for it. */
const RENEW_AFTER_MS = DAY_MS;
/** How old "last seen" may be in the file: it is for people, and flash wears out. */
const SEEN_KEPT_AFTER_MS = HOUR_MS;
/** How long after a one-time address its browser is the person who asked for it (widget M4). */
export const FRESH_MS = HOUR_MS;

/** One browser, as a person is told of it. Milliseconds since 1970 UTC; null: not known. */
export type SessionFacts = Pick<Session, 'sinceMs' | 'seenMs' | 'browser'> & { readonly name: string };

export interface Sessions {
  /** A new session's secret, for the cookie. */
  begin(browser: string): string;
  /** The session of a secret, by the name it has everywhere else; undefined when there is none. It was seen now. */
  find(secret: string): string | undefined;
  /** It came with a one-time address, though it had a cookie. */
  enter(name: string): void;
  /** Whether it came with a one-time address within the hour. */
  isFresh(name: string): boolean;
  /** Lets it live on for its whole time; true when its cookie must be told. */
  renew(name: string): boolean;
  list(): readonly SessionFacts[];
  /** Ends all but this one; the names of those that ended. */
  endOthers(name: string): readonly string[];
  /** Kept there from now on, together with what is there already; `refused`: why that is not believed. */
  keepIn(file: string, refused?: (reason: string) => void): void;
}

export function createSessions(clock: Clock): Sessions {
  const open = new Map<string, Session>();
  let keptIn: string | undefined;
  let savedMs = -Infinity;

  function dropSurplus(): void {
    for (const [name, { untilMs }] of open) if (untilMs <= clock.now()) open.delete(name);
    const byEnd = [...open].sort(([, one], [, other]) => one.untilMs - other.untilMs);
    for (const [name] of byEnd.slice(0, Math.max(byEnd.length - SESSIONS_MAX, 0))) open.delete(name);
  }

  function save(): void {
    if (keptIn === undefined) return;
    savedMs = clock.monotonicMs();
    writeSessions(keptIn, [...open.values()]);
  }

  function change(name: string, changed: Partial<Session>): void {
    const known = open.get(name);
    if (known) open.set(name, { ...known, ...changed });
  }

  return {
    begin(browser) {
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const sha256 = hashSecret(secret);
      const nowMs = clock.now();
      const moments = { untilMs: nowMs + SESSION_LIFE_MS, sinceMs: nowMs, seenMs: nowMs, cameMs: nowMs };
      open.set(sha256, { sha256, ...moments, browser });
      dropSurplus();
      save();
      return secret;
    },
    find(secret) {
      const name = hashSecret(secret);
      const known = open.get(name);
      if (!known || known.untilMs <= clock.now()) return undefined;
      change(name, { seenMs: clock.now() });
      if (clock.monotonicMs() - savedMs >= SEEN_KEPT_AFTER_MS) save();
      return name;
    },
    enter(name) {
      change(name, { cameMs: clock.now() });
      save();
    },
    isFresh(name) {
      const cameMs = open.get(name)?.cameMs ?? -Infinity;
      // The wall clock may have been set either way.
      return Math.abs(clock.now() - cameMs) < FRESH_MS;
    },
    renew(name) {
      const known = open.get(name);
      const renewedMs = clock.now() + SESSION_LIFE_MS;
      if (!known || renewedMs - known.untilMs < RENEW_AFTER_MS) return false;
      change(name, { untilMs: renewedMs });
      save();
      return true;
    },
    list() {
      dropSurplus();
      return [...open].map(([name, { sinceMs, seenMs, browser }]) => ({ name, sinceMs, seenMs, browser }));
    },
    endOthers(name) {
      const ended = [...open.keys()].filter((each) => each !== name);
      for (const each of ended) open.delete(each);
      save();
      return ended;
    },
    keepIn(file, refused) {
      if (file === keptIn) return;
      const had = open.size;
      keptIn = file;
      const kept = readSessions(file);
      if (!kept.ok) refused?.(kept.error);
      for (const each of kept.ok ? kept.value : []) if (!open.has(each.sha256)) open.set(each.sha256, each);
      dropSurplus();
      if (had > 0) save();
    },
  };
}
