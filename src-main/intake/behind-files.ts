/**
 * Owns: the memory of archived files that hold more than was taken of them: since when, and what keeps it there
 * (decisions 31: what HEADO does not have counts wherever it lies).
 * Promises: bounded; the first ones are kept, as the oldest is what is told.
 */
import type { Problem } from '../base/problem.ts';
import type { FileProblem } from './problems.ts';

/** A file that is behind is read anew at every look; more of them at once is a disk that answers nothing. */
const FILES_MAX = 1_000;

export interface BehindFile {
  /** Milliseconds since 1970 UTC. */
  readonly sinceMs: number;
  /** Undefined: it is only waited for. */
  readonly problem: Problem<FileProblem> | undefined;
}

export interface BehindFiles {
  get(storedAs: string): BehindFile | undefined;
  set(storedAs: string, file: BehindFile): void;
  delete(storedAs: string): void;
  problems(limit: number): readonly Problem<FileProblem>[];
  oldestSinceMs(): number | undefined;
}

export function rememberBehindFiles(): BehindFiles {
  const files = new Map<string, BehindFile>();
  return {
    get: (storedAs) => files.get(storedAs),
    set(storedAs, file) {
      if (files.has(storedAs) || files.size < FILES_MAX) files.set(storedAs, file);
    },
    delete: (storedAs) => void files.delete(storedAs),
    problems: (limit) =>
      files
        .values()
        .map(({ problem }) => problem)
        .filter((found) => found !== undefined)
        .take(limit)
        .toArray(),
    oldestSinceMs: () =>
      files
        .values()
        .reduce<number | undefined>((oldest, { sinceMs }) => Math.min(oldest ?? sinceMs, sinceMs), undefined),
  };
}
