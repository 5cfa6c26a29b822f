/**
 * Owns: the one thing that a lane waits for.
 * Promises: at most one wait at a time; its task runs once, when the time is over or the wait is ended before.
 */
import type { Cancel, Clock } from '../base/clock.ts';

export interface Wait {
  isOn(): boolean;
  /** `soft`: what is waited for may come true before the time is over. */
  begin(delayMs: number, task: () => void, soft: boolean): void;
  /** The task runs now. Nothing happens where nothing is waited for. */
  end(): void;
  /** As `end`, for a soft wait only. */
  endSoft(): void;
  /** The task never runs. */
  drop(): void;
}

export function createWait(clock: Clock): Wait {
  let current: { readonly soft: boolean; readonly task: () => void; readonly cancel: Cancel } | undefined;

  function drop(): void {
    current?.cancel();
    current = undefined;
  }

  function end(): void {
    const task = current?.task;
    drop();
    task?.();
  }

  return {
    isOn: () => current !== undefined,
    begin(delayMs, task, soft) {
      drop();
      current = { soft, task, cancel: clock.after(delayMs, end) };
    },
    end,
    endSoft() {
      if (current?.soft) end();
    },
    drop,
  };
}
