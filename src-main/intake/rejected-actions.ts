/**
 * Owns: what becomes of a rejected file later (decisions 14): `retry` reads it anew, `discard` keeps its bytes
 * in the archive; a file that was completed is taken and its rejection withdrawn (drop folder 3).
 * Promises: an action on a version that is no longer there changes nothing.
 */
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { splitPlace } from './folder/places.ts';
import { moveFile } from './folder/move-file.ts';
import { judgeLoaded, loadFile, storeFiles, type LoadedFile } from './load-file.ts';
import { DISCARDED } from './names.ts';
import { forgetRejected, tellPeople } from './reject.ts';
import { rejectUnfinished } from './reject-reason.ts';
import { findRejected, type RejectedItem } from './rejected-list.ts';
import { saveRecord } from './rejection-record.ts';
import type { Scene } from './scene.ts';
import { reserveArchivePath, todaysArchive } from './take.ts';

/** `reason` is the person's own word, for the journal. */
export interface RejectedAction {
  readonly id: string;
  readonly version: string;
  readonly reason: string;
}

export type ActionFault =
  /** No such file, or the version is stale. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stale' }
  /** Read anew and still not to be taken, or disk or outbox refused; the file is where it was. */
  | { readonly kind: 'refused'; readonly problem: Problem };

/** Reads the file anew and takes it, or renews its reason. Throws what disk and outbox throw. */
export async function retryRejected(
  scene: Scene,
  action: RejectedAction,
): Promise<Result<undefined, ActionFault>> {
  const found = findVersion(scene, action);
  if (!found.ok) return found;
  const item = found.value;
  const loaded = loadRejected(scene, item);
  if (!loaded) return fail({ kind: 'stale' });
  if (loaded.reading.state !== 'complete') {
    return fail({ kind: 'refused', problem: renewReason(scene, item, loaded, loaded.reading) });
  }
  await takeRejected(scene, item, loaded, action.reason);
  return ok(undefined);
}

/** Gives the file up for good: its bytes go below the archive, its reason goes. Throws what the disk throws. */
export function discardRejected(scene: Scene, action: RejectedAction): Result<undefined, ActionFault> {
  const found = findVersion(scene, action);
  if (!found.ok) return found;
  const item = found.value;
  const place = `${todaysArchive(scene.context, scene)}/${DISCARDED}`;
  const storedAs = reserveArchivePath(scene, place, item.file);
  moveOut(scene, item, storedAs, action.reason === '' ? 'discarded' : action.reason);
  return ok(undefined);
}

/** Takes a rejected file that can be read to its end; its bytes go to the archive. */
export async function takeRejected(
  scene: Scene,
  item: RejectedItem,
  file: LoadedFile,
  because: string,
): Promise<void> {
  const { context } = scene;
  if (file.reading.state !== 'complete') throw new Error('only a complete file can be taken');
  const judged = await judgeLoaded(context, scene, file, file.reading.records);
  const storedAs = reserveArchivePath(scene, todaysArchive(context, scene), item.file);
  storeFiles(context, scene, [{ file, judged, storedAs, closed: false }]);
  moveOut(scene, item, storedAs, because);
}

/** Moves the bytes to the archive and forgets the rejection. */
export function endRejection(scene: Scene, item: RejectedItem, because: string): void {
  const place = todaysArchive(scene.context, scene);
  moveOut(scene, item, reserveArchivePath(scene, place, item.file), because);
}

export function loadRejected({ context, ...place }: Scene, item: RejectedItem): LoadedFile | undefined {
  const spot = { folder: place.folder.open(place.folder.rejected, false), name: item.storedName };
  const loaded = loadFile(context, place, spot, item.file, item.facts);
  return loaded.ok ? loaded.value : undefined;
}

function moveOut(scene: Scene, item: RejectedItem, storedAs: string, because: string): void {
  const { context, folder, settings } = scene;
  const { place, name } = splitPlace(storedAs);
  const from = { folder: folder.open(folder.rejected, false), name: item.storedName };
  moveFile(from, { folder: folder.open(place, true), name });
  forgetRejected(scene, item.storedName);
  context.note('file.rejectionEnded', { folder: settings.path, file: item.file, because, storedAs });
}

function findVersion(scene: Scene, action: RejectedAction): Result<RejectedItem, ActionFault> {
  const item = findRejected(scene.folder, action.id);
  if (!item) return fail({ kind: 'unknown' });
  return item.version === action.version ? ok(item) : fail({ kind: 'stale' });
}

function renewReason(
  scene: Scene,
  item: RejectedItem,
  file: LoadedFile,
  reading: Extract<LoadedFile['reading'], { readonly state: 'incomplete' | 'unreadable' }>,
): Problem {
  const { context, folder } = scene;
  const { problem, facts, sha256 } = rejectUnfinished(file, reading, 'incomplete', context.limits.staleMs);
  const { storedName, sinceMs } = item;
  const record = { storedName, file: item.file, facts, sha256, problem, sinceMs };
  saveRecord(folder, record);
  tellPeople(scene, record);
  scene.rejections.add(storedName, { file: item.file, facts });
  return problem;
}
