/**
 * Owns: what follows once a slice is in the outbox: markers go, counters grow, a file that could not be moved
 * or changed under our hands is dealt with.
 * Promises: nothing here can lose a record; what fails is met again as a duplicate.
 */
import { sameFile, type FileFacts } from './file-facts.ts';
import type { JudgedFile } from './judge.ts';
import { fullDisk } from './full-disk.ts';
import { removeQuietly } from './folder/create-file.ts';
import { splitPlace } from './folder/places.ts';
import { freeName } from './folder/free-name.ts';
import { moveFile } from './folder/move-file.ts';
import { DONE_SUFFIX } from './names.ts';
import { retakeFile, type TakenBefore } from './retake.ts';
import type { Scene } from './scene.ts';
import type { Stored } from './store-file.ts';
import type { Move, TakenResult } from './take.ts';
import { retryLater, type Waits } from './waits.ts';
import { withdrawRepeated } from './withdraw.ts';

/**
 * Ends the matter of one taken file; answers when the file stays for another attempt at moving it. Throws only
 * what disk and outbox throw when a changed file is taken again.
 */
export async function settleTaken(
  scene: Scene,
  { ready, taken, storedAs, move }: TakenResult,
  markers: ReadonlySet<string>,
): Promise<Waits | undefined> {
  const { name, facts } = ready.file;
  const { context, settings } = scene;
  const { stored, duplicates, shelved } = taken;
  scene.progress.lastTakenAtMs = context.clock.now();
  context.note('file.taken', { folder: settings.path, file: name, storedAs, stored, duplicates, shelved });
  noteSkipped(scene, name, taken);
  const { fileId } = taken;
  const labels = labelsOf(ready.judged);
  const isCompared = !ready.closed;
  if (move.kind === 'left') {
    // One whose last line was not taken is no file that was left as it is.
    const sizeBytes = ready.tail === 'withCut' ? facts.sizeBytes : facts.sizeBytes - 1;
    scene.left.set(name, { facts: { ...facts, sizeBytes }, storedAs, fileId });
  }
  return settleMove(scene, { name, facts, storedAs, move, fileId, isCompared, labels }, markers);
}

/** Names of the receipts that the file holds, of a large one those of its beginning. */
function labelsOf({ first }: JudgedFile): ReadonlySet<string> {
  return new Set(first.entries.map(({ label }) => label));
}

function noteSkipped({ context, settings }: Scene, file: string, { skipped }: Stored): void {
  for (const [code, count] of skipped)
    context.note('records.skipped', { folder: settings.path, file, count, code });
}

export interface MovedFile {
  readonly name: string;
  readonly facts: FileFacts;
  readonly storedAs: string;
  readonly move: Move;
  /** Names of its receipts; left out when they are not known any more. */
  readonly labels?: ReadonlySet<string> | undefined;
  /** Its row, where it is remembered. */
  readonly fileId: number | undefined;
  /** As a file that may grow it is compared with what was taken, and what was not taken of it is taken then. */
  readonly isCompared?: boolean | undefined;
}

/** A move that failed leaves the file where it is, remembered as stored: only the move is tried again. */
export async function settleMove(
  scene: Scene,
  { name, facts, storedAs, move, labels, fileId, isCompared }: MovedFile,
  markers: ReadonlySet<string>,
): Promise<Waits | undefined> {
  if (move.kind === 'failed') {
    const failure = { errno: move.errno, path: fullDisk(scene, move.error), facts, storedAs, fileId };
    return retryLater(scene, name, { code: 'file.notMoved', ...failure });
  }
  forgetName(scene, name, markers);
  if (move.kind === 'left') return undefined;
  scene.left.delete(name);
  if (move.kind === 'changed') {
    // What took its place in the meantime is a file of its own.
    const isIt = move.facts !== undefined && sameFile(move.facts, facts);
    const before = { name, storedAs, fileId: isIt ? fileId : undefined };
    await takeChanged(scene, before, { moved: move.facts, mayStay: isIt && isCompared === true });
  }
  if (move.kind === 'moved' && labels) await withdrawRepeated(scene, { name, storedAs, facts, labels });
  return undefined;
}

/** The name is free again: its marker goes, and a later file of that name starts anew. */
export function forgetName(scene: Scene, name: string, markers: ReadonlySet<string>): void {
  scene.waiting.delete(name);
  scene.temporaries.forget(name);
  const marker = name + DONE_SUFFIX;
  if (markers.has(marker)) removeQuietly({ folder: scene.folder.root, name: marker });
}

/**
 * What cannot be taken as it is now goes back to the drop folder, where the rules of waiting apply to it: nobody would
 * look at it in the archive. `mayStay`: it is compared there.
 */
async function takeChanged(
  scene: Scene,
  taken: Omit<TakenBefore, 'inode'>,
  { moved, mayStay }: { readonly moved: FileFacts | undefined; readonly mayStay: boolean },
): Promise<void> {
  const { name, storedAs } = taken;
  if (!moved) {
    moveBack(scene, name, storedAs);
    return;
  }
  try {
    const before = { ...taken, inode: String(moved.inode) };
    const { kind } = await retakeFile(scene.context, scene, before, {
      because: 'changed',
      tail: 'withoutCut',
    });
    const isKept = kind === 'taken' || (mayStay && (kind === 'gone' || kind === 'failed'));
    if (!isKept) moveBack(scene, name, storedAs);
  } catch (error) {
    // Much of it is stored, perhaps sent: in the drop folder it would be new to an outbox that knows nothing of it.
    if (!mayStay) moveBack(scene, name, storedAs);
    throw error;
  }
}

function moveBack({ folder, context }: Scene, name: string, storedAs: string): void {
  const { place, name: storedName } = splitPlace(storedAs);
  const back = { folder: folder.root, name: freeName(folder.root, name, () => false) };
  moveFile({ folder: folder.open(place, false), name: storedName }, back, {
    copyBytesMax: context.limits.maxFileBytes,
  });
}
