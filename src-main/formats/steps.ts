/**
 * Owns: how work on a file of any size is cut into steps. Whoever walks through bytes yields `PAUSE` after so many; a
 * small file is worked through at once, a large one with a turn for others at every pause.
 * Refuses to know: what the steps do.
 */

export const PAUSE = undefined;
type Pause = typeof PAUSE;

/** Work that ends with a result. */
export type Stepped<T> = Generator<Pause, T>;
/** Things that are found one by one; begins anew at each call. */
export type Walk<T> = () => Iterator<T | Pause>;
export type Turn = () => Promise<void>;

/** Bytes walked between two pauses: well below a millisecond, up to some milliseconds where each is looked at closely. */
export const STEP_BYTES = 128 * 1024;

export function finishNow<T>(work: Stepped<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

export async function finishInTurns<T>(work: Stepped<T>, turn: Turn): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await turn();
  }
}

export function walkNow<T>(walk: Walk<T>): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      const steps = walk();
      for (let step = steps.next(); step.done !== true; step = steps.next()) {
        if (step.value !== PAUSE) yield step.value;
      }
    },
  };
}

export function walkInTurns<T>(walk: Walk<T>, turn: Turn): AsyncIterable<T> {
  return {
    async *[Symbol.asyncIterator]() {
      const steps = walk();
      for (let step = steps.next(); step.done !== true; step = steps.next()) {
        if (step.value === PAUSE) await turn();
        else yield step.value;
      }
    },
  };
}
