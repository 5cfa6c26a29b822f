/**
 * Owns: what becomes of a rejected file later (decisions 14): `retry` reads it anew, `discard` keeps its bytes
 * in the archive; a file that was completed is taken and its rejection withdrawn (drop folder 3).
 * Promises: an action on a version that is no longer there changes nothing.
 */
import { join } from 'node:path';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { judgeLoaded, loadFile, storeFiles, type LoadedFile } from './load-file.ts';
import { moveFile, removeQuietly } from './move-file.ts';
import { DISCARDED, reasonName, REJECTED } from './names.ts';
import { ensureFolder } from './open-folder.ts';
import { buildReason } from './reject.ts';
import { rejectUnfinished } from './reject-reason.ts';
import type { listRejected } from './rejected-list.ts';
import { findRejected, type RejectedItem } from './rejected-list.ts';
import { writeReason } from './rejection-reason-file.ts';
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
  const archive = `${todaysArchive(scene.context, scene)}/${DISCARDED}`;
  ensureFolder(scene.context.fs, join(scene.folder.realPath, archive));
  const storedAs = reserveArchivePath(scene.context, scene, archive, item.file, new Set());
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
  const storedAs = reserveArchivePath(context, scene, todaysArchive(context, scene), item.file, new Set());
  storeFiles(context, scene, [{ file, judged, storedAs, closed: false }]);
  moveOut(scene, item, storedAs, because);
}

/** Moves the bytes to the archive and removes the reason. */
export function endRejection(scene: Scene, item: RejectedItem, because: string): void {
  const archive = todaysArchive(scene.context, scene);
  moveOut(scene, item, reserveArchivePath(scene.context, scene, archive, item.file, new Set()), because);
}

export function loadRejected(scene: Scene, item: RejectedItem): LoadedFile | undefined {
  const path = join(scene.folder.realPath, REJECTED, item.storedName);
  const loaded = loadFile(scene.context, scene, path, item.file, item.facts);
  return loaded.ok ? loaded.value : undefined;
}

export function rejectedFolderOf({ context, settings, folder }: Scene): Parameters<typeof listRejected>[0] {
  return { fs: context.fs, readSource: context.readSource, path: settings.path, realPath: folder.realPath };
}

function moveOut(scene: Scene, item: RejectedItem, storedAs: string, because: string): void {
  const { context, folder, settings } = scene;
  const directory = join(folder.realPath, REJECTED);
  moveFile(context.fs, join(directory, item.storedName), join(folder.realPath, storedAs));
  removeQuietly(context.fs, join(directory, reasonName(item.storedName)));
  scene.rejections.delete(item.storedName);
  context.note('file.rejectionEnded', { folder: settings.path, file: item.file, because, storedAs });
}

function findVersion(scene: Scene, action: RejectedAction): Result<RejectedItem, ActionFault> {
  const item = findRejected(rejectedFolderOf(scene), action.id);
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
  const rejected = rejectUnfinished(file, reading, 'incomplete', context.limits.staleMs);
  const path = join(folder.realPath, REJECTED, reasonName(item.storedName));
  writeReason(context.fs, path, buildReason(context, rejected, item.storedName));
  scene.rejections.add(item.storedName, { file: item.file, facts: file.facts });
  return rejected.problem;
}
