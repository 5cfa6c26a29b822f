/** Owns: a clock that moves only when a test moves it. */
import type { Clock } from '../../../src-main/base/clock.ts';

export interface ManualClock extends Clock {
  /** Moves both clocks on and runs what falls due, in order. */
  advance(ms: number): void;
  /** Sets the wall clock alone, as an administrator or a time server does. */
  setWall(nowMs: number): void;
  /** Timers that are set. */
  readonly pending: number;
}

interface Timer {
  readonly dueMs: number;
  readonly task: () => void;
}

export function manualClock(startMs = Date.now()): ManualClock {
  let wallMs = startMs;
  let growingMs = 1_000;
  const timers = new Set<Timer>();
  function nextDue(untilMs: number): Timer | undefined {
    const due = [...timers].filter(({ dueMs }) => dueMs <= untilMs);
    return due.sort((a, b) => a.dueMs - b.dueMs)[0];
  }
  return {
    now: () => wallMs,
    monotonicMs: () => growingMs,
    after(delayMs, task) {
      const timer = { dueMs: growingMs + Math.max(delayMs, 0), task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const untilMs = growingMs + ms;
      for (let timer = nextDue(untilMs); timer; timer = nextDue(untilMs)) {
        timers.delete(timer);
        wallMs += timer.dueMs - growingMs;
        growingMs = timer.dueMs;
        timer.task();
      }
      wallMs += untilMs - growingMs;
      growingMs = untilMs;
    },
    setWall(nowMs) {
      wallMs = nowMs;
    },
    get pending() {
      return timers.size;
    },
  };
}
