/**
 * Owns: taking files that are ready: commit first, move after (drop folder 5, decisions 9).
 * Promises: when a file has moved, its records are durable in the outbox; when the outbox throws, no file has
 * moved; a crash in between leaves a file whose records will be recognised as duplicates. What was moved is
 * compared with what was read, so a change between the two is never overlooked.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IntakeContext, Place } from './context.ts';
import { mayGoOn } from './left-files.ts';
import type { Scene } from './scene.ts';
import { sameFacts, type FileFacts } from './file-facts.ts';
import { faultCode } from './faults.ts';
import type { DropHandle } from './folder/drop-handle.ts';
import { splitPlace } from './folder/places.ts';
import { freeName } from './folder/free-name.ts';
import type { HeldFolder, Spot } from './folder/held-folder.ts';
import { moveFile } from './folder/move-file.ts';
import type { JudgedFile } from './judge.ts';
import type { FileRecord, Tail } from './load-file.ts';
import { storeFile, storeSmall, type Stored, type Storing } from './store-file.ts';

export interface ReadyFile {
  readonly file: FileRecord;
  readonly judged: JudgedFile;
  /** False: it may still grow under its writer's hands. */
  readonly closed: boolean;
  /** `withoutCut`: its last record is not taken yet. */
  readonly tail: Tail;
}

/** `gone`: it was taken away after it was read; its records are stored all the same. */
export type Move =
  | { readonly kind: 'moved' }
  | { readonly kind: 'gone' }
  /** It stays where it is until nothing more can be expected of its writer (`left-files.ts`). */
  | { readonly kind: 'left' }
  /** What was moved is not what was read; its facts where the disk tells them. */
  | { readonly kind: 'changed'; readonly facts: FileFacts | undefined }
  | { readonly kind: 'failed'; readonly error: unknown; readonly errno: string };

export interface TakenResult {
  readonly ready: ReadyFile;
  readonly taken: Stored;
  /** A place of the folder and a name, with `/`. */
  readonly storedAs: string;
  readonly move: Move;
}

/** The place of today's originals; its folder is made if it is missing. */
export function todaysArchive({ dayOf, clock }: IntakeContext, { folder }: Place): string {
  if (!folder.isStillThere()) throw Object.assign(new Error('the folder went away'), { code: 'ENOENT' });
  const place = `${folder.archive}/${dayOf(clock.now())}`;
  folder.open(place, true);
  return place;
}

/** A name at a place that nothing holds. */
export function reserveArchivePath({ folder }: Place, place: string, name: string): string {
  return `${place}/${freeName(folder.open(place, true), name, () => false)}`;
}

/**
 * Takes `slice` in one transaction, then moves its files to the place `archive` (see `todaysArchive`). Rejects only while
 * nothing was stored. The event loop turns in between: what was stored is on its way before files are tidied.
 */
export async function takeSlice(
  context: IntakeContext,
  place: Scene,
  archive: string,
  slice: readonly ReadyFile[],
): Promise<readonly TakenResult[]> {
  const storing = promiseNames(place, archive, slice);
  const stored = storeSmall(
    context,
    place,
    storing.map((each) => each.storing),
  );
  await nextTurn();
  const day = openQuietly(place.folder, archive);
  const empty = place.folder.empty();
  return storing.map(({ ready, storing: { storedAs } }, index) => {
    const taken = stored[index];
    if (!taken) throw new Error('the outbox answered for fewer files than it was given');
    const move = moveTaken(place, ready, { storedAs, day, empty });
    return { ready, taken, storedAs, move };
  });
}

/** Takes one file of any number of records, chunk by chunk, then moves it. Rejects only while it has not moved. */
export async function takeLong(
  context: IntakeContext,
  place: Scene,
  archive: string,
  ready: ReadyFile,
): Promise<TakenResult> {
  const storing = toStoring(place, ready, () => reserveArchivePath(place, archive, ready.file.name));
  const { storedAs } = storing;
  const taken = await storeFile(context, place, storing);
  const move = moveTaken(place, ready, { storedAs, empty: place.folder.empty() });
  return { ready, taken, storedAs, move };
}

/** One that was taken before and was left is read anew: it keeps its row and its place. */
function toStoring(
  { left }: Pick<Scene, 'left'>,
  { file, judged, closed, tail }: ReadyFile,
  promise: () => string,
): Storing {
  const before = left.of(file.name, file.facts);
  const known = before && { fileId: before.fileId, reread: true };
  const storedAs = before?.storedAs ?? promise();
  return { file: tail === 'withCut' ? file : asGrown(file), judged, storedAs, closed, known };
}

/** What is stored of a file whose last record is not taken: facts of a smaller file, so that it counts as grown. */
export function asGrown(file: FileRecord): FileRecord {
  return { ...file, facts: { ...file.facts, sizeBytes: file.facts.sizeBytes - 1 } };
}

/** Where each file will lie: a free name, and no two the same. */
function promiseNames(
  { folder, left }: Scene,
  archive: string,
  slice: readonly ReadyFile[],
): readonly { readonly ready: ReadyFile; readonly storing: Storing }[] {
  const promised = new Set<string>();
  const day = folder.open(archive, true);
  function promise(name: string): string {
    const free = freeName(day, name, (candidate) => promised.has(candidate));
    promised.add(free);
    return `${archive}/${free}`;
  }
  return slice.map((ready) => ({
    ready,
    storing: toStoring({ left }, ready, () => promise(ready.file.name)),
  }));
}

/** Opened once for a slice; where it cannot be, each move tells why. */
function openQuietly(folder: DropHandle, place: string): HeldFolder | undefined {
  try {
    return folder.open(place, true);
  } catch {
    return undefined;
  }
}

interface Destination {
  readonly storedAs: string;
  /** The folder of its place, when it is open already. */
  readonly day?: HeldFolder | undefined;
  readonly empty: Spot | undefined;
}

interface Movable {
  readonly file: Pick<FileRecord, 'name' | 'facts' | 'lines'>;
  readonly closed: boolean;
}

/** Moves a file whose records are stored. Never throws. */
function moveTaken(
  { folder, left, context }: Scene,
  { file: { name, facts, lines }, closed }: Movable,
  { storedAs, day, empty }: Destination,
): Move {
  const isOpen = lines && !closed && mayGoOn(facts.mtimeMs, context.clock.now());
  try {
    const to = splitPlace(storedAs);
    const moved = moveFile(
      { folder: folder.root, name },
      { folder: day ?? folder.open(to.place, true), name: to.name },
      {
        empty,
        copyBytesMax: context.limits.maxFileBytes,
        mayGoOn: isOpen && (left.hasRoom() || left.of(name, facts) !== undefined),
      },
    );
    if (moved.kind !== 'moved') return moved;
    return moved.facts && sameFacts(moved.facts, facts)
      ? { kind: 'moved' }
      : { kind: 'changed', facts: moved.facts };
  } catch (error) {
    return { kind: 'failed', error, errno: faultCode(error) };
  }
}

/** Tries again to move a file that was stored as `storedAs`; undefined when that name is held by another. */
export function moveAgain(
  scene: Scene,
  file: Pick<FileRecord, 'name' | 'facts'>,
  storedAs: string,
): Move | undefined {
  const { folder } = scene;
  const { place, name } = splitPlace(storedAs);
  try {
    if (folder.open(place, true).stats(name)) return undefined;
  } catch (error) {
    return { kind: 'failed', error, errno: faultCode(error) };
  }
  return moveTaken(
    scene,
    { file: { ...file, lines: false }, closed: true },
    { storedAs, empty: folder.empty() },
  );
}
