/**
 * Owns: time that moves only when a test moves it.
 */
import type { Clock } from '../../src-main/base/clock.ts';

export interface FakeClock extends Clock {
  /** Moves both clocks on and runs what falls due, in order. */
  advance(ms: number): void;
  /** Sets the wall clock alone, as an administrator or a time server does. */
  setWall(nowMs: number): void;
}

interface Timer {
  readonly dueMs: number;
  readonly task: () => void;
}

export function createFakeClock(startMs = Date.parse('2026-11-22T09:00:00Z')): FakeClock {
  let wallMs = startMs;
  let grownMs = 0;
  const timers = new Set<Timer>();

  function nextDue(untilMs: number): Timer | undefined {
    return [...timers].filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];
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
      for (let timer = nextDue(untilMs); timer; timer = nextDue(untilMs)) {
        timers.delete(timer);
        wallMs += timer.dueMs - grownMs;
        grownMs = timer.dueMs;
        timer.task();
      }
      wallMs += untilMs - grownMs;
      grownMs = untilMs;
    },
    setWall(nowMs) {
      wallMs = nowMs;
    },
  };
}
