/**
 * Owns: what a round counts while it runs.
 */
import type { Problem } from '../base/problem.ts';
import type { Round } from './assess.ts';
import type { FolderProblem } from './problems.ts';
import type { Scene } from './scene.ts';
import { EMPTY_SLICE, type SliceSize } from './slice-size.ts';
import type { ReadyFile } from './take.ts';

export interface Running extends Round {
  readonly scene: Scene;
  slice: ReadyFile[];
  sliceSize: SliceSize;
  /** Files of the slice that no earlier round saw and that are no news of this moment. */
  sliceFresh: number;
  taken: number;
  fresh: number;
  unclosed: number;
  /** Files that left the folder. */
  moved: number;
  /** Files that stay in the folder. */
  staying: number;
  looks: number;
  dueMs: number | undefined;
  /** Why the round has to end early. */
  stopped: Problem<FolderProblem> | undefined;
}

export function startRound(scene: Scene, markers: ReadonlySet<string>): Running {
  return {
    scene,
    markers,
    earlierOpen: false,
    slice: [],
    sliceSize: EMPTY_SLICE,
    sliceFresh: 0,
    taken: 0,
    fresh: 0,
    unclosed: 0,
    moved: 0,
    staying: 0,
    looks: 0,
    dueMs: undefined,
    stopped: undefined,
  };
}
