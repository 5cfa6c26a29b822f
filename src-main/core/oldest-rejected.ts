/**
 * Owns: since when the oldest rejected file lies there, for the status, which is asked every second.
 * Promises: the files are listed when their number changed, else once a minute at most.
 */
import type { Clock } from '../base/clock.ts';

const LOOK_EVERY_MS = 60_000;

interface Rejected {
  readonly sinceMs: number;
}

export function createOldestRejected(
  clock: Pick<Clock, 'monotonicMs'>,
  list: () => readonly Rejected[],
): (count: number) => number | undefined {
  let lookedAtMs = -Infinity;
  let counted = 0;
  let oldestMs: number | undefined;
  return (count) => {
    const now = clock.monotonicMs();
    if (count === counted && (count === 0 || now - lookedAtMs < LOOK_EVERY_MS)) return oldestMs;
    lookedAtMs = now;
    counted = count;
    oldestMs = count === 0 ? undefined : oldestOf(list());
    return oldestMs;
  };
}

/** Undefined where there is none. */
export function oldestOf(files: readonly Rejected[]): number | undefined {
  return files.length === 0 ? undefined : Math.min(...files.map(({ sinceMs }) => sinceMs));
}
