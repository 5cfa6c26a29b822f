/**
 * Owns: how long reports wait (decisions 28; widget, Polling). Pure.
 * Promises: a server that asks for fewer calls gets fewer, and more again only slowly; one that fails is asked along
 * a ladder, and nothing shortens that wait but a person.
 */
import { retryDelayMs, type Ladder } from '../base/backoff.ts';

/** Where nobody can see them, reports only keep the curve going. */
export const HIDDEN_MS = 10 * 60_000;
/** After an acknowledged receipt: long enough for the next one of a queue of customers to share the call. */
export const SOON_MS = 3_000;
/** No wait that a server asks for is longer (decisions 20). */
const WIDEST_MS = 15 * 60_000;
/** A quick look whether it was a hiccup, then ever fewer. */
const LADDER: Ladder = { delaysMs: [3_000, 15_000, 60_000], capMs: 300_000 };
const NARROWED_SHARE = 0.75;
/** The tills of a chain must not ask in step. */
const JITTER_SHARE = 0.1;

export interface Rhythm {
  /** Between two reports while they are seen; `baseMs` unless the server asked for fewer calls. */
  readonly intervalMs: number;
  /** Failures in a row. */
  readonly failures: number;
}

export function afterSuccess({ intervalMs }: Rhythm, baseMs: number): Rhythm {
  return { intervalMs: Math.max(Math.round(intervalMs * NARROWED_SHARE), baseMs), failures: 0 };
}

/** `pauseMs`: nothing is asked before. */
export interface Setback {
  readonly rhythm: Rhythm;
  readonly pauseMs: number;
}

/** -32606, HTTP 429: silent, and no failure that people should hear of. */
export function afterTooOften({ intervalMs, failures }: Rhythm, retryAfterMs = 0): Setback {
  const wider = Math.max(Math.min(intervalMs * 2, WIDEST_MS), intervalMs);
  const pauseMs = Math.max(wider, Math.min(retryAfterMs, WIDEST_MS));
  return { rhythm: { intervalMs: wider, failures }, pauseMs };
}

export function afterFailure(
  { intervalMs, failures }: Rhythm,
  retryAfterMs: number | undefined,
  random: () => number,
): Setback {
  const pauseMs = Math.max(retryDelayMs(LADDER, failures, random), Math.min(retryAfterMs ?? 0, WIDEST_MS));
  return { rhythm: { intervalMs, failures: failures + 1 }, pauseMs };
}

/** The interval as it is waited for: ± 10 %. */
export function jittered(intervalMs: number, random: () => number): number {
  return Math.round(intervalMs * (1 + JITTER_SHARE * (2 * random() - 1)));
}
