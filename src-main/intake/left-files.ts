/**
 * Owns: the memory of files that were taken and still lie in the drop folder, because their archive is on another disk: a
 * copy would part the file from a writer that has it open, and what is written into the removed original reaches nobody.
 * Such a file stays until it was not written to for a day, by the clock on the wall and by our own watch: a clock that is
 * set forward makes no file old, and what was before a restart nobody watched. Whatever comes is taken, as its next reading.
 * Promises: bounded; of too many the one goes that was not written to for longest. What is not remembered after a restart is
 * read once more and recognised.
 */
import type { Clock } from '../base/clock.ts';
import type { FileFacts } from './file-facts.ts';

/** What is written line by line may be gone on with all day, milliseconds. */
export const LINES_MS = 86_400_000;
/** Each is looked at in every round. */
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
  /** It was read, and lies there still. */
  set(name: string, file: LeftFile): void;
  delete(name: string): void;
  /** Forgets all of which the name is not there any more. */
  keep(there: ReadonlySet<string>): void;
  /** Whether more lines may come to the file of this name, which was not written to since it was taken. */
  stays(name: string): boolean;
}

interface Watched extends LeftFile {
  /** When it was taken last, by the clock that only grows. */
  readonly sinceMs: number;
}

export function rememberLeftFiles(clock: Pick<Clock, 'now' | 'monotonicMs'>): LeftFiles {
  /** That which was not written to for longest comes first. */
  const files = new Map<string, Watched>();
  /** Names of files that made room for others and are still there. */
  const crowdedOut = new Set<string>();

  function forget(name: string): void {
    files.delete(name);
    crowdedOut.delete(name);
  }

  return {
    of(name, { inode }) {
      const known = files.get(name);
      return known?.facts.inode === inode ? known : undefined;
    },
    set(name, file) {
      forget(name);
      files.set(name, { ...file, sinceMs: clock.monotonicMs() });
      if (files.size - crowdedOut.size <= FILES_MAX) return;
      const oldest = files.keys().find((each) => !crowdedOut.has(each));
      if (oldest !== undefined) crowdedOut.add(oldest);
    },
    delete: forget,
    keep(there) {
      for (const name of files.keys()) if (!there.has(name)) forget(name);
    },
    stays(name) {
      const known = files.get(name);
      if (!known || crowdedOut.has(name)) return false;
      const isWatched = clock.monotonicMs() - known.sinceMs >= LINES_MS;
      return !isWatched || mayGoOn(known.facts.mtimeMs, clock.now());
    },
  };
}

/** Whether more lines may come to a file, by the clock on the wall: a day since the last is a day after the shop was closed. */
export function mayGoOn(mtimeMs: number, nowMs: number): boolean {
  return nowMs - mtimeMs < LINES_MS;
}
