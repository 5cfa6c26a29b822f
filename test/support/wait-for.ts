/** Owns: waiting for a fact instead of for a time. */
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 10;

/** Resolves as soon as `fact` is true; rejects, naming it, when it is still false after `deadlineMs`. */
export async function waitFor(
  name: string,
  fact: () => boolean | Promise<boolean>,
  deadlineMs = 20_000,
  everyMs = LOOK_EVERY_MS,
): Promise<void> {
  const giveUpAt = performance.now() + deadlineMs;
  while (!(await fact())) {
    if (performance.now() > giveUpAt) throw new Error(`waited ${deadlineMs} ms in vain for: ${name}`);
    await pause(everyMs);
  }
}
