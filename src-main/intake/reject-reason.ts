/**
 * Owns: with which reason a file is rejected. What no further bytes can mend keeps the format's own reason and
 * place; a missing end is told as such. Pure.
 */
import { problem, type Problem } from '../base/problem.ts';
import type { FileFacts } from './file-facts.ts';
import type { LoadedFile } from './load-file.ts';
import type { FileProblem } from './problems.ts';

export interface RejectedFile {
  readonly name: string;
  readonly facts: FileFacts;
  /** Hexadecimal; empty when it was never read. */
  readonly sha256: string;
  readonly problem: Problem;
}

/** `stale`: it waited for its end. `incomplete`: its writer said that it has ended. */
export function rejectUnfinished(
  file: LoadedFile,
  reading: Extract<LoadedFile['reading'], { readonly state: 'incomplete' | 'unreadable' }>,
  because: 'stale' | 'incomplete',
  staleMs: number,
): RejectedFile {
  const { name, facts, sha256 } = file;
  const { at, code, values } = reading.problem;
  const own = { ...values, name, sizeBytes: facts.sizeBytes, readAs: file.format };
  if (reading.state === 'unreadable') {
    return { name, facts, sha256, problem: problem(code, at, own) };
  }
  const found =
    because === 'stale'
      ? problem<FileProblem>('file.stale', at, { ...own, because: code, staleMs })
      : problem<FileProblem>('file.incomplete', at, { ...own, because: code });
  return { name, facts, sha256, problem: found };
}

/** A file whose first records are none of ours. */
export function rejectForeign(
  { name, facts, sha256, format }: LoadedFile,
  { code, at, values }: Problem,
): RejectedFile {
  const own = { name, sizeBytes: facts.sizeBytes, readAs: format };
  return { name, facts, sha256, problem: problem(code, at, { ...values, ...own }) };
}

/** A file that was taken, and of which what came later cannot be read. */
export function rejectGrowth({ name, facts, sha256, format }: LoadedFile, found: Problem): RejectedFile {
  const own = { name, sizeBytes: facts.sizeBytes, because: found.code, readAs: format };
  const values = { ...found.values, ...own };
  return { name, facts, sha256, problem: problem<FileProblem>('file.grewUnreadable', '', values) };
}

/** A file that the process died of again and again: never opened. */
export function rejectDeadly(name: string, facts: FileFacts, crashes: number): RejectedFile {
  const values = { name, sizeBytes: facts.sizeBytes, crashes };
  return { name, facts, sha256: '', problem: problem<FileProblem>('file.crashes', '', values) };
}

/** A file over the limit: never opened. */
export function rejectTooLarge(name: string, facts: FileFacts, limitBytes: number): RejectedFile {
  return { name, facts, sha256: '', problem: tooLarge(name, facts, limitBytes) };
}

export function tooLarge(name: string, { sizeBytes }: FileFacts, limitBytes: number): Problem<FileProblem> {
  return problem('file.tooLarge', '', { name, sizeBytes, limitBytes });
}
