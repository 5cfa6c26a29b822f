/**
 * Owns: looking at one name of a listing and deciding what is to be done with it now. Reads, never moves.
 * Promises: a file that did not change is not read again before it may have become ready; a file that changes
 * all the time is read at growing distances.
 */
import { problem, type Problem } from '../base/problem.ts';
import { decideUnfinished, decideWhole } from './completeness.ts';
import { sameFacts, type FileFacts } from './file-facts.ts';
import { splitPlace } from './folder/places.ts';
import type { JudgedFile } from './judge.ts';
import { judgeLoaded, loadFile, type LoadedFile } from './load-file.ts';
import { DONE_SUFFIX } from './names.ts';
import type { FileProblem } from './problems.ts';
import { rejectTooLarge, rejectUnfinished, type RejectedFile } from './reject-reason.ts';
import { passOver, type Scene } from './scene.ts';
import type { ReadyFile } from './take.ts';
import type { WaitingFile } from './waiting-files.ts';
import { ageMs, rest, REREAD_MS_MAX, retryLater, unchangedMs, type Waits } from './waits.ts';

/** What a round knows when it looks at the next name. */
export interface Round {
  readonly markers: ReadonlySet<string>;
  /** An earlier name of this round is not taken yet: signals wait for it (decisions 11). */
  earlierOpen: boolean;
}

export type Assessment =
  /** Gone, or never opened. */
  | { readonly kind: 'nothing' }
  | Waits
  /** `fresh`: no earlier round saw it waiting. */
  | { readonly kind: 'ready'; readonly ready: ReadyFile; readonly fresh: boolean; readonly ctimeMs: number }
  /** It is in the outbox; the move is due. */
  | { readonly kind: 'unmoved'; readonly facts: FileFacts; readonly storedAs: string }
  | { readonly kind: 'rejected'; readonly rejected: RejectedFile };

export function assessFile(scene: Scene, name: string, round: Round): Assessment | Promise<Assessment> {
  const { limits } = scene.context;
  const { root } = scene.folder;
  const examined = root.examine(name);
  if (examined.kind === 'gone') return { kind: 'nothing' };
  if (examined.kind === 'foreign') {
    passOver(scene, name, examined.problem);
    return { kind: 'nothing' };
  }
  if (examined.kind === 'unreadable') {
    return retryLater(scene, name, { code: 'file.unreadable', errno: examined.errno });
  }
  const { facts, ctimeMs } = examined;
  const closed = isClosed(scene, name, round);
  const known = scene.waiting.get(name);
  const early = known && isTooEarly(scene, known, facts, closed, round);
  if (early) return early;
  if (facts.sizeBytes > limits.maxFileBytes) return assessTooLarge(scene, name, facts);
  const loaded = loadFile(scene.context, scene, { folder: root, name }, name, facts);
  if (loaded.ok) return decide(scene, loaded.value, closed || loaded.value.endMark, round, ctimeMs);
  return loaded.error.kind === 'failed'
    ? retryLater(scene, name, { code: 'file.unreadable', errno: loaded.error.errno, facts })
    : { kind: 'waits', dueMs: scene.context.clock.monotonicMs() + REREAD_MS_MAX };
}

/** Whether the writer showed that the file is whole: a marker, or a temporary name that is no more. */
function isClosed(scene: Scene, name: string, round: Round): boolean {
  if (round.markers.has(name + DONE_SUFFIX)) return true;
  const origin = scene.temporaries.originOf(name);
  if (origin === undefined) return false;
  return !isThere(scene, origin);
}

/** Whether a temporary name, in the folder or in `tmp`, is there. What cannot be looked at counts as there. */
function isThere({ folder }: Scene, temporary: string): boolean {
  const { place, name } = splitPlace(temporary);
  try {
    return (place === '' ? folder.root : folder.open(place, false)).stats(name) !== undefined;
  } catch {
    return true;
  }
}

/** The answer for a known file that need not be read now; undefined when it must be. */
function isTooEarly(
  scene: Scene,
  known: WaitingFile,
  facts: FileFacts,
  closed: boolean,
  round: Round,
): Assessment | undefined {
  const nowMs = scene.context.clock.monotonicMs();
  if (!sameFacts(known.facts, facts)) {
    return nowMs < known.notBeforeMs ? { kind: 'waits', dueMs: known.notBeforeMs } : undefined;
  }
  const { code } = known.problem;
  const mayBeReady =
    code === 'file.behindEarlier'
      ? !round.earlierOpen
      : closed && (code === 'file.resting' || code === 'file.unfinished');
  if (nowMs < known.dueMs && !mayBeReady) return { kind: 'waits', dueMs: known.dueMs };
  const { storedAs } = known;
  return storedAs === undefined ? undefined : { kind: 'unmoved', facts, storedAs };
}

/** A file over the limit only has to stop growing before it is moved away. */
function assessTooLarge(scene: Scene, name: string, facts: FileFacts): Assessment {
  const { settleMs, maxFileBytes } = scene.context.limits;
  const leftMs = settleMs - Math.max(unchangedMs(scene, name, facts), ageMs(scene, facts));
  if (leftMs > 0) return rest(scene, name, facts, restingProblem(scene, name), leftMs);
  return { kind: 'rejected', rejected: rejectTooLarge(name, facts, maxFileBytes) };
}

function decide(
  scene: Scene,
  file: LoadedFile,
  closed: boolean,
  round: Round,
  ctimeMs: number,
): Assessment | Promise<Assessment> {
  const { facts, reading, name } = file;
  const { limits } = scene.context;
  const finding = { closed, unchangedMs: unchangedMs(scene, name, facts), ageMs: ageMs(scene, facts) };
  if (reading.state !== 'complete') {
    const decision = decideUnfinished(finding, limits);
    return decision.kind === 'wait'
      ? rest(scene, name, facts, unfinishedProblem(file, reading.problem), decision.forMs)
      : { kind: 'rejected', rejected: rejectUnfinished(file, reading, decision.because, limits.staleMs) };
  }
  const decision = decideWhole(finding, reading.closing, limits);
  if (decision.kind === 'wait') return rest(scene, name, facts, restingProblem(scene, name), decision.forMs);
  // The text and what was read of it are let go: a hundred of them wait for the transaction.
  const { sha256, format } = file;
  const record = { name, facts, sha256, format };
  const finish = (judged: JudgedFile): Assessment =>
    readyOrBehind(scene, { file: record, judged, closed: decision.closed }, round, ctimeMs);
  const judged = judgeLoaded(scene.context, scene, file, reading.records);
  return judged instanceof Promise ? judged.then(finish) : finish(judged);
}

/** A file that holds a signal waits for earlier files that are not taken yet, at most `staleMs`. */
function readyOrBehind(scene: Scene, ready: ReadyFile, round: Round, ctimeMs: number): Assessment {
  const { name, facts } = ready.file;
  const leftMs = scene.context.limits.staleMs - unchangedMs(scene, name, facts);
  if (ready.judged.holdsSignal && round.earlierOpen && leftMs > 0) {
    const found = problem<FileProblem>('file.behindEarlier', '', { name });
    return rest(scene, name, facts, found, leftMs);
  }
  return { kind: 'ready', ready, fresh: scene.waiting.get(name) === undefined, ctimeMs };
}

function restingProblem(scene: Scene, name: string): Problem<FileProblem> {
  return problem('file.resting', '', { name, settleMs: scene.context.limits.settleMs });
}

function unfinishedProblem({ name, facts }: LoadedFile, found: Problem): Problem<FileProblem> {
  return problem('file.unfinished', found.at, { name, sizeBytes: facts.sizeBytes, because: found.code });
}
