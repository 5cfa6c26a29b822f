/**
 * Owns: withdrawing a rejection when its file was completed after all (drop folder 3): it grew in `rejected`,
 * where its writer still holds it open, or it was dropped again under the same name.
 * Promises: a rejection is only withdrawn when nothing of the fragment is lost by it: the grown file still begins with
 * the fragment; a file dropped anew begins with it too, and the fragment already named the receipts that came.
 */
import { hash } from 'node:crypto';
import { sameFacts, sameFile, type FileFacts } from './file-facts.ts';
import { splitPlace } from './folder/places.ts';
import { namedReceipts } from './named-receipts.ts';
import { endRejection, renewReason, takeRejected } from './rejected-actions.ts';
import { readRejected, type RejectedItem } from './rejected-list.ts';
import type { Scene } from './scene.ts';

/** So many rejections are watched again after a start; others wait for a person. */
export const RECALLED_MAX = 500;

/** Remembers files of `rejected`, as they were when they were rejected; the newest last. */
export function recallRejections({ rejections }: Scene, items: readonly RejectedItem[]): void {
  for (const { storedName, file, facts, record } of items) {
    rejections.add(storedName, { file, facts: record?.facts ?? facts });
  }
}

/** Looks at the newest rejections; takes those whose file changed and can be read now. */
export async function withdrawGrown(scene: Scene): Promise<void> {
  const { folder, rejections } = scene;
  for (const [storedName, { file, facts }] of rejections.list()) {
    const examined = folder.open(folder.rejected, false).examine(storedName);
    if (examined.kind === 'gone') rejections.delete(storedName);
    if (examined.kind !== 'file' || sameFacts(examined.facts, facts)) continue;
    const taken = await takeCompleted(scene, storedName);
    if (!taken) rejections.add(storedName, { file, facts: examined.facts });
  }
}

/** What was completed line by line may have more to come; it lies in the archive by then and is checked there. */
async function takeCompleted(scene: Scene, storedName: string): Promise<boolean> {
  const item = readRejected(scene.folder, storedName);
  if (!item || !isGrownFragment(scene, item)) return false;
  const taken = await takeRejected(scene, item, 'completed', true);
  // Remembered as it is, it is not what a restart looks at again.
  if (taken.kind === 'refused' && taken.unread) renewReason(scene, item, taken.rejected);
  return taken.kind === 'taken';
}

/** Whether the file still begins with the bytes that were rejected. */
function isGrownFragment(scene: Scene, { record, facts, storedName }: RejectedItem): boolean {
  if (!record || record.sha256 === '' || !sameFile(record.facts, facts)) return false;
  const bytes = readBytes(scene, scene.folder.rejected, storedName);
  const { sizeBytes } = record.facts;
  return (
    bytes !== undefined &&
    bytes.length >= sizeBytes &&
    hash('sha256', bytes.subarray(0, sizeBytes)) === record.sha256
  );
}

export interface TakenName {
  readonly name: string;
  readonly storedAs: string;
  readonly facts: FileFacts;
  /** Names of the receipts that it holds. */
  readonly labels: ReadonlySet<string>;
}

/**
 * A file was taken: earlier rejections of its name were this file, half written, when it begins with their bytes and
 * they name its receipts. Others stay for a person: receipts of one till all begin alike.
 */
export function withdrawRepeated(scene: Scene, { name, storedAs, facts, labels }: TakenName): void {
  for (const storedName of scene.rejections.ofFile(name)) {
    const item = readRejected(scene.folder, storedName);
    if (!item || item.facts.sizeBytes > facts.sizeBytes) continue;
    const before = readBytes(scene, scene.folder.rejected, storedName);
    const named = before && namedReceipts(before);
    if (!named?.every((label) => labels.has(label))) continue;
    const { place, name: archived } = splitPlace(storedAs);
    const after = readBytes(scene, place, archived);
    if (before && after?.subarray(0, before.length).equals(before)) endRejection(scene, item, 'droppedAgain');
  }
}

/** A copy: the bytes that are read last are only valid until the next are read. */
function readBytes({ context, folder }: Scene, place: string, name: string): Buffer | undefined {
  const directory = folder.open(place, false);
  const examined = directory.examine(name);
  if (examined.kind !== 'file') return undefined;
  const read = directory.read(name, examined.facts, context.limits.maxFileBytes);
  return read.ok ? Buffer.from(read.value.bytes) : undefined;
}
