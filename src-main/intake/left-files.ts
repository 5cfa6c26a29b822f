/**
 * Owns: the memory of files that were taken and still lie in the drop folder, because their archive is on another disk: a
 * copy would part the file from a writer that has it open, and what is written into the removed original reaches nobody.
 * Such a file stays until it was not written to for a day; whatever comes is taken, as its next reading.
 * Promises: bounded; what is not remembered after a restart is read once more and recognised.
 */
import type { FileFacts } from './file-facts.ts';

/** What is written line by line may be gone on with all day, milliseconds. */
export const LINES_MS = 86_400_000;
/** Each is looked at in every round; more of them go at once, and lines that follow are lost. */
const FILES_MAX = 1_000;

interface LeftFile {
  /** As it was taken last. */
  readonly facts: FileFacts;
  readonly storedAs: string;
  readonly fileId: number;
}

export interface LeftFiles {
  /** What was taken of the file that has this name now. */
  of(name: string, now: FileFacts): LeftFile | undefined;
  set(name: string, file: LeftFile): void;
  delete(name: string): void;
  /** Forgets all of which the name is not there any more. */
  keep(there: ReadonlySet<string>): void;
  /** Whether one more may stay. */
  hasRoom(): boolean;
}

export function rememberLeftFiles(): LeftFiles {
  const files = new Map<string, LeftFile>();
  return {
    of(name, { inode }) {
      const known = files.get(name);
      return known?.facts.inode === inode ? known : undefined;
    },
    set: (name, file) => void files.set(name, file),
    delete: (name) => void files.delete(name),
    keep(there) {
      for (const name of files.keys()) if (!there.has(name)) files.delete(name);
    },
    hasRoom: () => files.size < FILES_MAX,
  };
}

/** Whether more lines may come to a file: a day since the last is a day after the shop was closed. */
export function mayGoOn(mtimeMs: number, nowMs: number): boolean {
  return nowMs - mtimeMs < LINES_MS;
}
