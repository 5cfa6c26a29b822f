/**
 * Owns: what is remembered of one open folder between two rounds. Everything here is bounded and may be lost:
 * a restart finds the same files again.
 */
import type { Problem } from '../base/problem.ts';
import { rememberAwayFiles, type AwayFiles } from './away-files.ts';
import { rememberBehindFiles, type BehindFiles } from './behind-files.ts';
import type { IntakeContext, Place } from './context.ts';
import { rememberLeftFiles, type LeftFiles } from './left-files.ts';
import type { FileProblem, FolderProblem } from './problems.ts';
import { rememberRejections, type Rejections } from './rejections.ts';
import { rememberTemporaryNames, type TemporaryNames } from './temporary-names.ts';
import { rememberWaitingFiles, type WaitingFiles } from './waiting-files.ts';

/** Things that are never opened and lie in the folder; more than this are counted by their first ones. */
const PASSED_OVER_MAX = 1_000;

export interface Scene extends Place {
  readonly context: IntakeContext;
  readonly waiting: WaitingFiles;
  readonly temporaries: TemporaryNames;
  readonly rejections: Rejections;
  /** Reported once, as long as they lie there. */
  readonly passedOver: Map<string, PassedOver>;
  /** Archived files of which not all is taken, by their path below the folder. */
  readonly behind: BehindFiles;
  /** Archived files in which lines may follow and that are not where they were put. */
  readonly away: AwayFiles;
  /** Taken files that cannot go to the archive yet, by their name. */
  readonly left: LeftFiles;
  readonly progress: Progress;
}

export interface PassedOver {
  readonly problem: Problem<FileProblem>;
  /** Milliseconds since 1970 UTC. */
  readonly sinceMs: number;
}

/** What the status tells beyond the waiting files. */
interface Progress {
  /** Files that lie in the folder and are not taken, as of the last look. */
  waitingFiles: number;
  lastTakenAtMs: number | undefined;
  /** Why the last round ended early. */
  stopped: Problem<FolderProblem> | undefined;
  /** Since when rounds end early, milliseconds since 1970 UTC. */
  stoppedSinceMs: number | undefined;
  /** Why the last file that was taken beside the rounds could not be stored. */
  besideStopped: Problem<FolderProblem> | undefined;
  /** Files taken beside the rounds that may grow and are not compared yet. */
  takenBeside: number;
  /** `rejected` is on another disk: what goes there is copied. */
  rejectsByCopy: boolean;
}

export function setScene(context: IntakeContext, place: Place): Scene {
  return {
    ...place,
    context,
    waiting: rememberWaitingFiles(),
    temporaries: rememberTemporaryNames(context.clock),
    rejections: rememberRejections(),
    passedOver: new Map(),
    behind: rememberBehindFiles(),
    away: rememberAwayFiles(context.clock),
    left: rememberLeftFiles(),
    progress: {
      waitingFiles: 0,
      lastTakenAtMs: undefined,
      stopped: undefined,
      stoppedSinceMs: undefined,
      besideStopped: undefined,
      takenBeside: 0,
      rejectsByCopy: false,
    },
  };
}

/** What a file of the folder is told from all others by; `below`: its name, or its place and name. */
export function fileKey({ settings }: Pick<Scene, 'settings'>, below: string): string {
  return `${settings.path}/${below}`;
}

/** Remembers and tells, once, that a name is passed over. */
export function passOver(scene: Scene, name: string, found: Problem<FileProblem>): void {
  const known = scene.passedOver.get(name);
  if (known?.problem.code === found.code || (!known && scene.passedOver.size >= PASSED_OVER_MAX)) return;
  const sinceMs = known?.sinceMs ?? scene.context.clock.now();
  scene.passedOver.set(name, { problem: found, sinceMs });
  scene.context.note('file.passedOver', { folder: scene.settings.path, file: name, code: found.code });
}
