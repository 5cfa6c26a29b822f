/**
 * Owns: time that moves only when a test moves it.
 */
import type { Clock } from '../../src-main/base/clock.ts';

export interface FakeClock extends Clock {
  /** Moves both clocks on and runs what falls due, in order. */
  advance(ms: number): void;
  /** The same at the pace of promises: what a timer began in memory ends before the next one runs. */
  walk(ms: number): Promise<void>;
  /** Sets the wall clock alone, as an administrator or a time server does. */
  setWall(nowMs: number): void;
  /** Timers that are set. */
  readonly pending: number;
}

interface Timer {
  readonly dueMs: number;
  readonly task: () => void;
}

/** Tests of real files, whose times the system gives, start at `Date.now()`. */
export function createFakeClock(startMs = Date.parse('2026-11-22T09:00:00Z')): FakeClock {
  let wallMs = startMs;
  let grownMs = 0;
  const timers = new Set<Timer>();

  function moveTo(atMs: number): void {
    wallMs += atMs - grownMs;
    grownMs = atMs;
  }

  function runNext(untilMs: number): boolean {
    const due = [...timers].filter(({ dueMs }) => dueMs <= untilMs);
    const [next] = due.sort((one, other) => one.dueMs - other.dueMs);
    if (!next) return false;
    timers.delete(next);
    moveTo(next.dueMs);
    next.task();
    return true;
  }

  return {
    now: () => wallMs,
    monotonicMs: () => grownMs,
    after(delayMs, task) {
      const timer = { dueMs: grownMs + Math.max(delayMs, 0), task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const untilMs = grownMs + ms;
      while (runNext(untilMs));
      moveTo(untilMs);
    },
    async walk(ms) {
      const untilMs = grownMs + ms;
      do await turns();
      while (runNext(untilMs));
      moveTo(untilMs);
    },
    setWall(nowMs) {
      wallMs = nowMs;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** Lets promises that need no input or output run out. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
