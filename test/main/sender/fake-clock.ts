/**
 * Owns: time that tests move by hand.
 */
import type { Clock } from '../../../src-main/base/clock.ts';

export interface FakeClock extends Clock {
  /** Moves on to the next timer at most `byMs` ahead, runs it, and lets what it began in memory end. */
  advance(byMs: number): Promise<void>;
  /** The wall clock is set, as by a person; spans go on as they were. */
  jump(byMs: number): void;
  /** Timers that run. */
  pending(): number;
}

interface Timer {
  readonly atMs: number;
  readonly task: () => void;
}

export function createFakeClock(startMs = Date.UTC(2026, 10, 22, 10)): FakeClock {
  let nowMs = startMs;
  let offsetMs = 0;
  const timers = new Set<Timer>();

  function nextBefore(endMs: number): Timer | undefined {
    const due = [...timers].filter(({ atMs }) => atMs <= endMs);
    return due.sort((one, other) => one.atMs - other.atMs)[0];
  }

  return {
    now: () => nowMs + offsetMs,
    jump: (byMs) => void (offsetMs += byMs),
    monotonicMs: () => nowMs - startMs,
    after(delayMs, task) {
      const timer = { atMs: nowMs + Math.max(delayMs, 0), task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(byMs) {
      const endMs = nowMs + byMs;
      await settle();
      for (let timer = nextBefore(endMs); timer; timer = nextBefore(endMs)) {
        timers.delete(timer);
        nowMs = Math.max(nowMs, timer.atMs);
        timer.task();
        await settle();
      }
      nowMs = endMs;
    },
    pending: () => timers.size,
  };
}

/** Lets promises that need no input or output run out. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
