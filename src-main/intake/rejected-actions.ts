/**
 * Owns: what becomes of a rejected file later (decisions 14): `retry` reads it anew, `discard` keeps its bytes
 * in the archive; a file that was completed is taken and its rejection withdrawn (drop folder 3).
 * Promises: an action on a version that is no longer there changes nothing.
 */
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { readGuarded } from './crash-memory.ts';
import { splitPlace } from './folder/places.ts';
import { moveFile } from './folder/move-file.ts';
import { judgeLoaded, loadFile, type LoadedFile } from './load-file.ts';
import { DISCARDED } from './names.ts';
import { forgetRejected, tellPeople } from './reject.ts';
import { rejectDeadly, rejectForeign, rejectUnfinished, type RejectedFile } from './reject-reason.ts';
import { findRejected, type RejectedItem } from './rejected-list.ts';
import { saveRecord } from './rejection-record.ts';
import { fileKey, type Scene } from './scene.ts';
import { storeFile } from './store-file.ts';
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
  const done = await takeRejected(scene, item, action.reason);
  if (done.kind === 'taken') return ok(undefined);
  if (done.kind === 'gone') return fail({ kind: 'stale' });
  renewReason(scene, item, done.rejected);
  return fail({ kind: 'refused', problem: done.rejected.problem });
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

type TakenRejected =
  | { readonly kind: 'taken' }
  /** Another file lies there, or the disk refuses it. */
  | { readonly kind: 'gone' }
  /** It still cannot be taken; `unread`: the process dies of it. */
  | { readonly kind: 'refused'; readonly rejected: RejectedFile; readonly unread?: true };

/**
 * Takes a rejected file that can be read to its end; its bytes go to the archive. `wholeOnly`: not one whose last
 * record is cut. Throws what disk and outbox throw.
 */
export async function takeRejected(
  scene: Scene,
  item: RejectedItem,
  because: string,
  wholeOnly = false,
): Promise<TakenRejected> {
  const { context, folder, settings } = scene;
  const place = { folder: folder.open(folder.rejected, false), name: item.storedName, calledName: item.file };
  const key = fileKey(scene, `${folder.rejected}/${item.storedName}`);
  const taken = await readGuarded(context, key, item.facts, async (): Promise<TakenRejected> => {
    const loaded = await loadFile(context, { settings }, place, item.facts);
    if (!loaded.ok) return { kind: 'gone' };
    return takeLoaded(scene, item, loaded.value, { because, wholeOnly });
  });
  if (taken.kind !== 'deadly') return taken;
  const rejected = rejectDeadly(item.file, item.facts, taken.crashes);
  return { kind: 'refused', rejected, unread: true };
}

async function takeLoaded(
  scene: Scene,
  item: RejectedItem,
  file: LoadedFile,
  { because, wholeOnly }: { readonly because: string; readonly wholeOnly: boolean },
): Promise<TakenRejected> {
  const { context } = scene;
  const { reading } = file;
  if (reading.state !== 'complete') {
    const rejected = rejectUnfinished(file, reading, 'incomplete', context.limits.staleMs);
    return { kind: 'refused', rejected };
  }
  if (wholeOnly && reading.unfinished) {
    return { kind: 'refused', rejected: rejectForeign(file, reading.unfinished.problem) };
  }
  const judged = await judgeLoaded(context, scene, file, { reading });
  if (judged.foreign) return { kind: 'refused', rejected: rejectForeign(file, judged.foreign) };
  const storedAs = reserveArchivePath(scene, todaysArchive(context, scene), item.file);
  await storeFile(context, scene, { file, judged, storedAs, closed: file.endMark });
  moveOut(scene, item, storedAs, because);
  return { kind: 'taken' };
}

/** Moves the bytes to the archive and forgets the rejection. */
export function endRejection(scene: Scene, item: RejectedItem, because: string): void {
  const place = todaysArchive(scene.context, scene);
  moveOut(scene, item, reserveArchivePath(scene, place, item.file), because);
}

function moveOut(scene: Scene, item: RejectedItem, storedAs: string, because: string): void {
  const { context, folder, settings } = scene;
  const { place, name } = splitPlace(storedAs);
  const from = { folder: folder.open(folder.rejected, false), name: item.storedName };
  const { maxFileBytes } = context.limits;
  moveFile(from, { folder: folder.open(place, true), name }, { copyBytesMax: maxFileBytes });
  forgetRejected(scene, item.storedName);
  context.note('file.rejectionEnded', { folder: settings.path, file: item.file, because, storedAs });
}

function findVersion(scene: Scene, action: RejectedAction): Result<RejectedItem, ActionFault> {
  const item = findRejected(scene.folder, action.id);
  if (!item) return fail({ kind: 'unknown' });
  return item.version === action.version ? ok(item) : fail({ kind: 'stale' });
}

/** Remembers the file as it is now, with the reason of now. Throws what the disk throws. */
export function renewReason(
  scene: Scene,
  item: RejectedItem,
  { problem, facts, sha256 }: RejectedFile,
): void {
  const { storedName, sinceMs } = item;
  const record = { storedName, file: item.file, facts, sha256, problem, sinceMs };
  saveRecord(scene.folder, record);
  tellPeople(scene, record);
  scene.rejections.add(storedName, { file: item.file, facts });
}
