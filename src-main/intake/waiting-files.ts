/**
 * Owns: the memory of files that lie in the folder and are not taken yet: since when they are as they are, and
 * when to look at them again.
 * Promises: bounded. Beyond the bound a file is not remembered: it is read at every wake-up and never rejected
 * as stale, until others left; nothing is lost by that.
 */
import type { Problem } from '../base/problem.ts';
import type { FileFacts } from './file-facts.ts';
import type { FileProblem } from './problems.ts';
import type { Sign } from './completeness.ts';

/** A few hundred bytes each; more unfinished files at once is a POS gone wild. */
const FILES_MAX = 5_000;

export interface WaitingFile {
  readonly facts: FileFacts;
  /** When these facts were first seen, by the clock that only grows. */
  readonly sinceMs: number;
  /** When the name was first seen waiting, by the clock that only grows. */
  readonly waitsSinceMs: number;
  /** The same by the wall clock; for the status. */
  readonly firstSeenAtMs: number;
  /** Unchanged, it is not read before this (growing clock). */
  readonly dueMs: number;
  /** Not even changed: a file written in thousands of pieces is not read a thousand times. */
  readonly notBeforeMs: number;
  /** Times it was read or tried in vain. */
  readonly attempts: number;
  readonly problem: Problem<FileProblem>;
  /** What its writer had shown of it when it was read last. */
  readonly sign?: Sign | undefined;
  /** It is in the outbox; only the move to this path below the folder is left. */
  readonly storedAs?: string | undefined;
  /** The row that it has there. */
  readonly fileId?: number | undefined;
}

export interface WaitingFiles {
  get(name: string): WaitingFile | undefined;
  set(name: string, file: WaitingFile): void;
  delete(name: string): void;
  /** Every file is due now, whatever its delay: what kept them all may be over. */
  makeAllDue(): void;
  /** Starts a round of looking; what was not kept by `seen` when it ends is gone from the folder. */
  beginRound(): void;
  seen(name: string): void;
  endRound(): void;
  readonly size: number;
  list(limit: number): readonly (readonly [string, WaitingFile])[];
  /** When the longest waiting file that is not in the outbox was first seen, milliseconds since 1970 UTC. */
  oldestSinceMs(): number | undefined;
}

export function rememberWaitingFiles(): WaitingFiles {
  const files = new Map<string, WaitingFile>();
  let unseen = new Set<string>();
  return {
    get: (name) => files.get(name),
    set(name, file) {
      if (files.has(name) || files.size < FILES_MAX) files.set(name, file);
    },
    delete: (name) => void files.delete(name),
    makeAllDue() {
      for (const [name, file] of files) files.set(name, { ...file, dueMs: 0, notBeforeMs: 0 });
    },
    beginRound() {
      unseen = new Set(files.keys());
    },
    seen: (name) => void unseen.delete(name),
    endRound() {
      for (const name of unseen) files.delete(name);
      unseen.clear();
    },
    get size() {
      return files.size;
    },
    list: (limit) => files.entries().take(limit).toArray(),
    oldestSinceMs() {
      let oldest: number | undefined;
      for (const file of files.values()) {
        // What is stored waits for its move alone.
        if (file.storedAs !== undefined) continue;
        if (oldest === undefined || file.firstSeenAtMs < oldest) oldest = file.firstSeenAtMs;
      }
      return oldest;
    },
  };
}
