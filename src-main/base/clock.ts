/**
 * Owns: the passing of time as the rooms see it. Every room takes a `Clock`, so that tests move time by hand.
 * Promises: callbacks run at most once, and never after they were cancelled.
 */
export type Cancel = () => void;

export interface Clock {
  /** Wall clock, milliseconds since 1970 UTC; may jump either way. */
  now(): number;
  /** Milliseconds that only grow; for measuring spans. */
  monotonicMs(): number;
  /** Runs `task` once after `delayMs`. A pending timer does not keep the process alive. */
  after(delayMs: number, task: () => void): Cancel;
}

/** Longer delays overflow the timer of Node and would fire at once. */
const DELAY_MS_MAX = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, Math.min(Math.max(delayMs, 0), DELAY_MS_MAX));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
