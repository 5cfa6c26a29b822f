/**
 * Owns: the memory of archived files in which lines may follow and that are not there any more, or lie there as another
 * file: whoever still has the original open writes where nobody looks. Pruning by the agent is no such absence.
 * Promises: bounded; told for as long as lines may follow.
 */
import type { Clock } from '../base/clock.ts';
import { problem, type Problem } from '../base/problem.ts';
import { LINES_MS } from './left-files.ts';
import type { FileProblem } from './problems.ts';

/** More of them at once is an archive that somebody cleared. */
const FILES_MAX = 1_000;

export interface AwayFiles {
  /** True when it was not known; `mtimeMs`: when its last line came. */
  add(storedAs: string, mtimeMs: number): boolean;
  delete(storedAs: string): void;
  /** One for all of them. */
  problem(): Problem<FileProblem> | undefined;
}

export function rememberAwayFiles(clock: Pick<Clock, 'now'>): AwayFiles {
  /** When no line is expected any more, by the place of the file. */
  const files = new Map<string, number>();
  return {
    add(storedAs, mtimeMs) {
      if (files.has(storedAs) || files.size >= FILES_MAX) return false;
      files.set(storedAs, mtimeMs + LINES_MS);
      return true;
    },
    delete: (storedAs) => void files.delete(storedAs),
    problem() {
      for (const [storedAs, untilMs] of files) if (untilMs <= clock.now()) files.delete(storedAs);
      const [name] = files.keys();
      return name === undefined ? undefined : problem('file.originalAway', '', { name, count: files.size });
    },
  };
}
