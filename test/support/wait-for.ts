/** Owns: waiting for a fact instead of for a time. */
import { setTimeout as pause } from 'node:timers/promises';
import { FACT_LIMIT_MS, measureSlowness } from './patience.ts';

const LOOK_EVERY_MS = 10;

export interface Watch {
  /** How often to look; each look may also move a fake clock on. */
  readonly everyMs?: number;
}

/**
 * Resolves as soon as `fact` is true. Rejects, naming it, when it is still false after half a minute, and after longer
 * where the machine is slower at that moment.
 */
export async function waitFor(
  name: string,
  fact: () => boolean | Promise<boolean>,
  { everyMs = LOOK_EVERY_MS }: Watch = {},
): Promise<void> {
  const startedAt = performance.now();
  let limitMs = FACT_LIMIT_MS;
  while (!(await fact())) {
    const waitedMs = performance.now() - startedAt;
    if (waitedMs > limitMs) limitMs = FACT_LIMIT_MS * measureSlowness();
    if (waitedMs > limitMs) throw new Error(`waited ${Math.round(waitedMs)} ms in vain for: ${name}`);
    await pause(everyMs);
  }
}

/** Resolves as soon as `check` throws no more; rejects with what it threw last, as `waitFor` does. */
export async function waitUntil(check: () => unknown, watch: Watch = {}): Promise<void> {
  let thrown: unknown;
  const holds = async (): Promise<boolean> => {
    try {
      await check();
      return true;
    } catch (error) {
      thrown = error;
      return false;
    }
  };
  await waitFor('what a test expects', holds, watch).catch((because: unknown) => {
    throw thrown instanceof Error ? thrown : because;
  });
}

/** The value of `promise`; rejects, naming it, when it is not there in a time as `waitFor` gives it. */
export async function inTime<Value>(name: string, promise: Promise<Value>): Promise<Value> {
  let over = false;
  const ended = promise.finally(() => (over = true));
  await Promise.race([ended, waitFor(name, () => over)]);
  return ended;
}
