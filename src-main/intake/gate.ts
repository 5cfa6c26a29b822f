/**
 * Owns: the question whether a drop folder is this agent's to take from, as the intake asks it.
 * Refuses to know: marks and locks (`core/marks`).
 */
import type { Problem } from '../base/problem.ts';
import type { DropHandle } from './folder/drop-handle.ts';
import type { FolderProblem } from './problems.ts';

export interface FolderGate {
  /** Whether a drop folder that is not there may be made. */
  mayMake(path: string): boolean;
  /**
   * Asked before anything is made in the folder; `make` makes its subfolders. Undefined: files may be taken until
   * `leave`. Throws what the disk throws.
   */
  enter(folder: DropHandle, make: () => void): Problem<FolderProblem> | undefined;
  /** Asked at every rescan of an open folder; false: it has to be entered anew. */
  stays(path: string): boolean;
  leave(path: string): void;
  /**
   * Whether files of the archive may have been read further by a data folder that is newer than this one: what
   * they hold beyond what is known here may be at HEADO.
   */
  mayBeKnownElsewhere(path: string): boolean;
}

/** For whoever works in the folders for a moment and has the data folder's lock. */
export const openGate: FolderGate = {
  mayMake: () => true,
  enter(_folder, make) {
    make();
    return undefined;
  },
  stays: () => true,
  leave: () => undefined,
  mayBeKnownElsewhere: () => false,
};
