/**
 * Owns: writing to an outbox that may fail: the same again along the ladder until it is written, and only then what
 * follows from it.
 * Promises: what was written is never written again, whatever follows from it does.
 */
import { retryDelayMs, type Ladder } from '../base/backoff.ts';

export interface Persistence {
  /** Does `write` until it succeeds, then `go` once with what it gave. */
  run<T>(write: () => T, go: (value: T) => void): void;
  /** Something failed: `again` runs after the delay that is due. */
  fail(error: unknown, again: () => void): void;
}

export interface PersistenceOptions {
  readonly ladder: Ladder;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Decides whether `again` runs, `delayMs` from now. */
  readonly onFault: (words: string, delayMs: number, again: () => void) => void;
}

export function createPersistence({ ladder, random, onFault }: PersistenceOptions): Persistence {
  let faults = 0;

  function fail(error: unknown, again: () => void): void {
    const words = error instanceof Error ? error.message : 'unknown';
    onFault(words, retryDelayMs(ladder, faults++, random), again);
  }

  function run<T>(write: () => T, go: (value: T) => void): void {
    let value: T;
    try {
      value = write();
    } catch (error) {
      fail(error, () => run(write, go));
      return;
    }
    faults = 0;
    go(value);
  }

  return { run, fail };
}

/** A fault of who only listens is theirs. */
export function quietly(work: () => unknown): void {
  try {
    work();
  } catch {
    // Nobody is left to tell: telling is what failed.
  }
}
