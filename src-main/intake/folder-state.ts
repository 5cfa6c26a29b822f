/**
 * Owns: what the status tells about a drop folder. Pure.
 */
import { problem, type Problem } from '../base/problem.ts';
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
  /** Since when something lies there, or in the archive, that could not be taken, milliseconds since 1970 UTC. */
  readonly oldestUntakenSinceMs: number | undefined;
  readonly lastTakenAtMs: number | undefined;
  /** What is wrong with the folder, then with files in it; bounded. */
  readonly problems: readonly Problem[];
}

/** A status is read by people. */
const PROBLEMS_MAX = 50;
/** Files that are told one by one; what troubles more of them is most often one thing, and the rest share one item. */
const FILES_TOLD_MAX = 10;

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
    oldestUntakenSinceMs: scene && oldestUntaken(scene),
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
  const away = scene.away.problem();
  if (away) problems.push(away);
  problems.push(...listFileProblems(scene));
  return problems.slice(0, PROBLEMS_MAX);
}

function listFileProblems({ behind, passedOver, waiting }: Scene): readonly Problem[] {
  const all: Problem<FileProblem>[] = [...behind.problems(Number.POSITIVE_INFINITY)];
  for (const { problem: found } of passedOver.values()) all.push(found);
  for (const [, { problem: found }] of waiting.list(Number.POSITIVE_INFINITY)) {
    if (isWorthTelling(found.code)) all.push(found);
  }
  if (all.length <= FILES_TOLD_MAX) return all;
  const count = all.length - FILES_TOLD_MAX;
  return [...all.slice(0, FILES_TOLD_MAX), problem<FileProblem>('file.manyTroubled', '', { count })];
}

/** What is not opened and may be a file of receipts all the same; folders, pipes and devices are none. */
const MAY_HOLD_RECEIPTS: ReadonlySet<FileProblem> = new Set([
  'file.symbolicLink',
  'file.foreignHardLink',
  'file.nameNotUtf8',
  'file.tooLarge',
]);

function oldestUntaken({ waiting, behind, passedOver, progress }: Scene): number | undefined {
  const moments = [waiting.oldestSinceMs(), behind.oldestSinceMs()];
  for (const { problem: found, sinceMs } of passedOver.values())
    if (MAY_HOLD_RECEIPTS.has(found.code)) moments.push(sinceMs);
  // Files that a round did not come to are remembered by nobody.
  if (progress.waitingFiles > 0) moments.push(progress.stoppedSinceMs);
  const known = moments.filter((moment) => moment !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

/** A file at its short rest is no news. */
function isWorthTelling(code: FileProblem): boolean {
  return code !== 'file.resting' && code !== 'file.behindEarlier';
}
