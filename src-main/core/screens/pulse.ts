/**
 * Owns: when something is done that many events ask for: at once the first time, then with a pause in between.
 * Promises: after the last call of `beat` the task runs once more; nothing runs after `stop`.
 */
import type { Cancel, Clock } from '../../base/clock.ts';

export interface Pulse {
  /** The task runs as soon as it may, never before this returns. */
  beat(): void;
  stop(): void;
}

export function createPulse(clock: Clock, pauseMs: number, task: () => void): Pulse {
  let ranAtMs = -Infinity;
  let cancel: Cancel | undefined;
  function run(): void {
    cancel = undefined;
    ranAtMs = clock.monotonicMs();
    task();
  }
  return {
    beat() {
      cancel ??= clock.after(Math.max(ranAtMs + pauseMs - clock.monotonicMs(), 0), run);
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
}
