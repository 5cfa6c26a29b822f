/**
 * Owns: when rounds run: one at a time, at once when woken at rest, and however many wake-ups come meanwhile,
 * one more round after it.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** `event`: the watcher spoke. `due`: a waiting file's time came. `told`: from outside. */
export type Cause = 'start' | 'event' | 'due' | 'rescan' | 'told';

/** All wake-ups since the last round in one. */
export interface Wake {
  /** Housekeeping beside the files is due as well. */
  readonly duties: boolean;
  /** Something else than the rescan asked for it. */
  readonly announced: boolean;
}

export interface Pace {
  wake(cause: Cause): void;
  /** No round begins any more; resolves when the running one has ended. */
  stop(): Promise<void>;
}

/** `round` must not throw. Its first part runs within `wake`, so that a new file is taken without delay. */
export function setPace(round: (wake: Wake) => Promise<void>): Pace {
  let pending: Wake | undefined;
  let running: Promise<void> | undefined;
  /** From the first moment of a round: whoever wakes it from within must not begin another. */
  let busy = false;
  let stopped = false;

  async function run(): Promise<void> {
    busy = true;
    try {
      while (pending && !stopped) {
        const wake = pending;
        pending = undefined;
        await round(wake);
        // The events of one burst arrive together: they are answered by one round, not by one each.
        await nextTurn();
      }
    } finally {
      busy = false;
    }
  }

  return {
    wake(cause) {
      if (stopped) return;
      pending = {
        duties: pending?.duties === true || (cause !== 'event' && cause !== 'due'),
        announced: pending?.announced === true || cause !== 'rescan',
      };
      if (!busy) running = run();
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
