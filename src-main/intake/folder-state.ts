/**
 * Owns: what the status tells about a drop folder. Pure.
 */
import type { Problem } from '../base/problem.ts';
import type { FileProblem, FolderProblem } from './problems.ts';
import type { Scene } from './scene.ts';

type FolderCondition = 'watching' | 'polling' | 'missing' | 'not-answering' | 'denied' | 'full';

export interface FolderState {
  readonly path: string;
  readonly state: FolderCondition;
  /** Files that lie in the folder and are not taken. */
  readonly waitingFiles: number;
  /** Files in `rejected`; as last seen where the folder is not open. */
  readonly rejectedFiles: number;
  /** Since when the oldest of them lies there, milliseconds since 1970 UTC. */
  readonly oldestRejectedSinceMs: number | undefined;
  /** Since when the longest waiting unfinished or unreadable file waits, milliseconds since 1970 UTC. */
  readonly oldestUnfinishedSinceMs: number | undefined;
  readonly lastTakenAtMs: number | undefined;
  /** What is wrong with the folder, then with files in it; bounded. */
  readonly problems: readonly Problem[];
}

/** A status is read by people. */
const PROBLEMS_MAX = 50;

export interface FolderFacts {
  readonly path: string;
  readonly watching: boolean;
  readonly scene: Scene | undefined;
  readonly rejectedFiles: number;
  readonly oldestRejectedSinceMs: number | undefined;
  /** Why the folder is not open, or not watched, or nothing is taken. */
  readonly trouble: Problem<FolderProblem> | undefined;
}

export function describeFolderState(facts: FolderFacts): FolderState {
  const { scene, path, rejectedFiles, oldestRejectedSinceMs } = facts;
  return {
    path,
    state: condition(facts),
    waitingFiles: scene?.progress.waitingFiles ?? 0,
    rejectedFiles,
    oldestRejectedSinceMs,
    oldestUnfinishedSinceMs: scene?.waiting.oldestSinceMs(),
    lastTakenAtMs: scene?.progress.lastTakenAtMs,
    problems: listProblems(facts),
  };
}

function condition({ scene, trouble, watching }: FolderFacts): FolderCondition {
  if (trouble?.code === 'folder.notAnswering') return 'not-answering';
  if (!scene) return trouble?.code === 'folder.missing' || trouble === undefined ? 'missing' : 'denied';
  const { stopped } = scene.progress;
  if (stopped?.code === 'folder.diskFull') return 'full';
  if (stopped?.code === 'folder.denied') return 'denied';
  return watching ? 'watching' : 'polling';
}

function listProblems({ scene, trouble }: FolderFacts): readonly Problem[] {
  const problems: Problem[] = [];
  if (trouble) problems.push(trouble);
  if (!scene) return problems;
  if (scene.progress.stopped) problems.push(scene.progress.stopped);
  problems.push(...scene.folder.warnings);
  problems.push(...scene.grownTooLarge.values().take(PROBLEMS_MAX));
  problems.push(...scene.passedOver.values().take(PROBLEMS_MAX));
  for (const [, { problem }] of scene.waiting.list(PROBLEMS_MAX)) {
    if (isWorthTelling(problem.code)) problems.push(problem);
  }
  return problems.slice(0, PROBLEMS_MAX);
}

/** A file at its short rest is no news. */
function isWorthTelling(code: FileProblem): boolean {
  return code !== 'file.resting' && code !== 'file.behindEarlier';
}
