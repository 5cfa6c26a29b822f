/**
 * Owns: one round through a drop folder: list, look at every name in order, take what is ready in slices, reject
 * what cannot be taken. Between slices the event loop gets its turn, so that sending goes on.
 * Promises: bounded work between two turns; the order of names is the order of taking; a round that ends early
 * (disk full, stopped) has lost nothing.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Problem } from '../base/problem.ts';
import { assessFile, type Assessment } from './assess.ts';
import { commitSlice, stopProblem } from './commit-slice.ts';
import { faultCode } from './faults.ts';
import { endsRound } from './full-disk.ts';
import { listTwice } from './listing.ts';
import { addLoneMarkers } from './lone-markers.ts';
import type { FolderProblem } from './problems.ts';
import type { RejectedFile } from './reject-reason.ts';
import { startRound, type Running } from './running-round.ts';
import { fileKey, type Scene } from './scene.ts';
import { seeTemporary } from './sign.ts';
import { settleMove, settleTaken } from './settle-taken.ts';
import { EMPTY_SLICE, isFullSlice, withFile } from './slice-size.ts';
import { moveAgain, type TakenResult } from './take.ts';
import { addSkips, countSkips } from './skips.ts';
import { tryReject } from './try-reject.ts';
import { takeLarge, takeMany } from './take-beside.ts';
import { WAITS_FOR_OTHER, type Waits } from './waits.ts';

/** Names looked at between two turns of the event loop: some milliseconds. */
const LOOKS_PER_TURN = 500;
/** Temporary names looked at in a round: the watcher names them as well, and a POS may leave thousands. */
const TEMPORARIES_MAX = 200;
/** A file found by the rescan this young may still be announced by the watcher. */
const ANNOUNCED_WITHIN_MS = 250;

export interface RoundReport {
  readonly taken: number;
  /** Files that were taken and that no earlier round had seen waiting. */
  readonly fresh: number;
  /** Unclosed files among the taken: worth a check for growth. */
  readonly unclosed: number;
  /** Something changed that other files may have waited for, or names were left to the next round. */
  readonly more: boolean;
  /** When a waiting file is due, by the growing clock. */
  readonly dueMs: number | undefined;
}

/** Runs a round; ends early when `isStopped`. Throws when the folder cannot be listed. */
export async function runRound(scene: Scene, isStopped: () => boolean): Promise<RoundReport> {
  const listing = listTwice(() => scene.folder.root.list());
  for (const name of listing.temporaries.slice(0, TEMPORARIES_MAX)) seeTemporary(scene, name);
  scene.waiting.beginRound();
  const names = addLoneMarkers(scene, listing);
  const running = startRound(scene, listing.markers);
  await lookThrough(running, names, isStopped);
  const whole = !running.stopped && !isStopped() && (await flush(running));
  if (whole) endWholeRound(running, names);
  noteStopped(scene, running.stopped ?? scene.progress.besideStopped);
  const { taken, fresh, dueMs } = running;
  const unclosed = running.unclosed + scene.progress.takenBeside;
  scene.progress.takenBeside = 0;
  return { taken, fresh, unclosed, dueMs, more: whole && (listing.more || running.moved > 0) };
}

function noteStopped({ progress, context }: Scene, stopped: Problem<FolderProblem> | undefined): void {
  progress.stopped = stopped;
  progress.stoppedSinceMs = stopped && (progress.stoppedSinceMs ?? context.clock.now());
}

async function lookThrough(
  running: Running,
  names: readonly string[],
  isStopped: () => boolean,
): Promise<void> {
  const { scene } = running;
  for (const [index, name] of names.entries()) {
    const assessment = assessFile(scene, name, running);
    await act(running, name, assessment instanceof Promise ? await assessment : assessment);
    if (running.stopped || isStopped()) return;
    scene.progress.waitingFiles = names.length - index - 1 + running.staying + running.slice.length;
    running.looks += 1;
    if (running.looks >= LOOKS_PER_TURN) await takeTurn(running);
  }
}

async function act(running: Running, name: string, assessment: Assessment): Promise<void> {
  const { scene } = running;
  if (assessment.kind === 'nothing') return;
  scene.waiting.seen(name);
  if (assessment.kind === 'waits') stay(running, assessment);
  else if (assessment.kind === 'rejected') reject(running, assessment.rejected);
  else if (assessment.kind === 'unmoved') await moveUnmoved(running, name, assessment);
  else if (assessment.kind === 'large') {
    takeBeside(running, name, () => takeLarge(scene, name, assessment, running.markers));
  } else await addReady(running, assessment);
}

/** The round goes on without it; when it is taken, or when the one before it is, the folder is looked through again. */
function takeBeside(running: Running, name: string, work: () => Promise<void>): void {
  const { scene } = running;
  scene.context.longFiles.begin(fileKey(scene, name), work);
  stay(running, WAITS_FOR_OTHER);
}

/** A signal goes alone: what was before it is stored when it is judged, and it is when the next is. */
async function addReady(
  running: Running,
  { ready, fresh, ctimeMs }: Extract<Assessment, { readonly kind: 'ready' }>,
): Promise<void> {
  const { first } = ready.judged;
  if (!first.isLast) {
    takeBeside(running, ready.file.name, () => takeMany(running.scene, ready, running.markers));
    return;
  }
  const alone = first.holdsSignal;
  if (alone && running.slice.length > 0 && !(await flush(running))) return;
  const unannounced = fresh && Math.abs(running.scene.context.clock.now() - ctimeMs) > ANNOUNCED_WITHIN_MS;
  running.slice.push(ready);
  running.sliceFresh += unannounced ? 1 : 0;
  running.sliceSize = withFile(running.sliceSize, ready.file.facts.sizeBytes, first);
  if ((alone || isFullSlice(running.sliceSize)) && (await flush(running))) await takeTurn(running);
}

/** Takes the slice. False when the round has to end: the disk is full, or the outbox takes nothing. */
async function flush(running: Running): Promise<boolean> {
  const { slice, sliceFresh, scene } = running;
  running.slice = [];
  running.sliceFresh = 0;
  running.sliceSize = EMPTY_SLICE;
  if (slice.length === 0) return true;
  const taken = await commitSlice(scene, slice);
  if (taken.stopped) running.stopped = taken.stopped;
  else running.fresh += sliceFresh;
  for (const wait of taken.waits) stay(running, wait);
  for (const result of taken.results) await settle(running, result);
  countSkipped(running, taken.results);
  return running.stopped === undefined;
}

/** Counting costs a sync of the disk: once per slice. */
function countSkipped(running: Running, results: readonly TakenResult[]): void {
  const skips = addSkips(results.map(({ taken }) => taken.skipped));
  if (skips.size === 0) return;
  try {
    countSkips(running.scene.context, skips);
  } catch (error) {
    stopFor(running, error, 'count');
  }
}

async function settle(running: Running, result: TakenResult): Promise<void> {
  running.taken += 1;
  running.moved += result.move.kind === 'failed' || result.move.kind === 'left' ? 0 : 1;
  running.unclosed += result.ready.closed ? 0 : 1;
  try {
    const wait = await settleTaken(running.scene, result, running.markers);
    if (wait) stay(running, wait);
  } catch (error) {
    stopFor(running, error, 'settle');
  }
}

async function moveUnmoved(
  running: Running,
  name: string,
  { facts, storedAs, fileId }: Extract<Assessment, { readonly kind: 'unmoved' }>,
): Promise<void> {
  const { scene } = running;
  const move = moveAgain(scene, { name, facts }, storedAs);
  scene.left.delete(name);
  if (!move) scene.waiting.delete(name);
  else if (move.kind === 'failed' && endsRound(scene, move.error, facts.sizeBytes))
    stopFor(running, move.error, 'move');
  if (move?.kind !== 'failed') running.moved += 1;
  try {
    const wait = move && (await settleMove(scene, { name, facts, storedAs, move, fileId }, running.markers));
    if (wait) stay(running, wait);
  } catch (error) {
    stopFor(running, error, 'move');
  }
}

function reject(running: Running, rejected: RejectedFile): void {
  const tried = tryReject(running.scene, rejected, running.markers);
  if (tried.kind === 'rejected') running.moved += 1;
  if (tried.kind !== 'failed') return;
  stay(running, tried.wait);
  running.stopped ??= tried.stopped;
}

function stay(running: Running, { dueMs }: Waits): void {
  running.earlierOpen = true;
  running.staying += 1;
  if (dueMs === WAITS_FOR_OTHER.dueMs) return;
  running.dueMs = Math.min(running.dueMs ?? Number.POSITIVE_INFINITY, dueMs);
}

/** Ends the round; what is left is met again at the next rescan. */
function stopFor(running: Running, error: unknown, step: string): void {
  const { context, settings } = running.scene;
  running.stopped ??= stopProblem(running.scene, error);
  context.note('intake.failed', { folder: settings.path, step, error: faultCode(error) });
}

async function takeTurn(running: Running): Promise<void> {
  running.looks = 0;
  await nextTurn();
}

/** What was remembered of names that are no more is forgotten. */
function endWholeRound({ scene, staying }: Running, names: readonly string[]): void {
  scene.waiting.endRound();
  scene.progress.waitingFiles = staying;
  const there = new Set(names);
  scene.left.keep(there);
  for (const name of scene.passedOver.keys()) if (!there.has(name)) scene.passedOver.delete(name);
}
