/**
 * Owns: withdrawing a rejection when its file was completed after all (drop folder 3): it grew in `rejected`,
 * where its writer still holds it open, or it was dropped again under the same name.
 * Promises: a rejection is only withdrawn when nothing of the fragment is lost by it: the grown file still begins with
 * the fragment; a file dropped anew begins with it too, and the fragment already named the receipts that came.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { finishInTurns } from '../formats/steps.ts';
import { faultCode } from './faults.ts';
import { sameFacts, sameFile, type FileFacts } from './file-facts.ts';
import { splitPlace } from './folder/places.ts';
import { SMALL_BYTES_MAX } from './load-file.ts';
import { namedReceipts } from './named-receipts.ts';
import { endRejection, renewReason, takeRejected } from './rejected-actions.ts';
import { readRejected, type RejectedItem } from './rejected-list.ts';
import { fileKey, type Scene } from './scene.ts';

/** So many rejections are watched again after a start; others wait for a person. */
export const RECALLED_MAX = 500;
/** Hashing so much takes some milliseconds at most. */
const HASH_STEP_BYTES = 1024 * 1024;

/** Remembers files of `rejected`, as they were when they were rejected; the newest last. */
export function recallRejections({ rejections }: Scene, items: readonly RejectedItem[]): void {
  for (const { storedName, file, facts, record } of items) {
    rejections.add(storedName, { file, facts: record?.facts ?? facts });
  }
}

/**
 * Looks at the newest rejections. Those that grew beyond what was rejected are read beside the rounds, so that no file
 * waits for them: one large file's bytes at a rescan, others at the next ones. A touch alone costs no reading.
 */
export function withdrawGrown(scene: Scene): void {
  const { context, folder } = scene;
  const grown = findGrown(scene);
  if (grown.length > 0)
    context.longFiles.begin(fileKey(scene, folder.rejected), () => takeGrown(scene, grown));
}

interface Grown {
  readonly storedName: string;
  readonly facts: FileFacts;
}

function findGrown({ folder, rejections, context }: Scene): readonly Grown[] {
  const directory = folder.open(folder.rejected, false);
  const grown: Grown[] = [];
  let bytes = 0;
  for (const [storedName, { facts: rejected, seen, isDone }] of rejections.list()) {
    const examined = directory.examine(storedName);
    if (examined.kind === 'gone') rejections.delete(storedName);
    if (examined.kind !== 'file') continue;
    const { facts } = examined;
    const isSame = sameFacts(facts, seen);
    if (isSame && isDone) continue;
    const isGrown = facts.sizeBytes > rejected.sizeBytes;
    // A large one that is still written would be read again and again.
    const isDue = isGrown && (isSame || facts.sizeBytes <= SMALL_BYTES_MAX);
    if (!isDue) rejections.saw(storedName, facts, !isGrown);
    else if (grown.length === 0 || bytes + facts.sizeBytes <= context.limits.maxFileBytes) {
      grown.push({ storedName, facts });
      bytes += facts.sizeBytes;
    }
  }
  return grown;
}

/** Never rejects. */
async function takeGrown(scene: Scene, grown: readonly Grown[]): Promise<void> {
  const { context, rejections, settings } = scene;
  for (const { storedName, facts } of grown) {
    if (context.isStopped()) return;
    try {
      if (!(await takeCompleted(scene, storedName))) rejections.saw(storedName, facts, true);
    } catch (error) {
      context.note('intake.failed', { folder: settings.path, step: 'rejected', error: faultCode(error) });
    }
  }
}

/** What was completed line by line may have more to come; it lies in the archive by then and is checked there. */
async function takeCompleted(scene: Scene, storedName: string): Promise<boolean> {
  const item = readRejected(scene.folder, storedName);
  if (!item || !(await isGrownFragment(scene, item))) return false;
  const taken = await takeRejected(scene, item, 'completed', true);
  // Remembered as it is, it is not what a restart looks at again.
  if (taken.kind === 'refused' && taken.unread) renewReason(scene, item, taken.rejected);
  return taken.kind === 'taken';
}

/** Whether the file still begins with the bytes that were rejected. */
async function isGrownFragment(scene: Scene, { record, facts, storedName }: RejectedItem): Promise<boolean> {
  if (!record || record.sha256 === '' || !sameFile(record.facts, facts)) return false;
  const bytes = await readBytes(scene, scene.folder.rejected, storedName);
  const { sizeBytes } = record.facts;
  if (!bytes || bytes.length < sizeBytes) return false;
  return (await hashInTurns(bytes.subarray(0, sizeBytes))) === record.sha256;
}

async function hashInTurns(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += HASH_STEP_BYTES) {
    if (at > 0) await nextTurn();
    hash.update(bytes.subarray(at, at + HASH_STEP_BYTES));
  }
  return hash.digest('hex');
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
 * they name its receipts, or are a copy of it. Others stay for a person: receipts of one till all begin alike.
 */
export async function withdrawRepeated(
  scene: Scene,
  { name, storedAs, facts, labels }: TakenName,
): Promise<void> {
  for (const storedName of scene.rejections.ofFile(name)) {
    const item = readRejected(scene.folder, storedName);
    if (!item || item.facts.sizeBytes > facts.sizeBytes) continue;
    const before = await readBytes(scene, scene.folder.rejected, storedName);
    if (!before || !(isGrowth(item) || (await namesOnly(before, labels)))) continue;
    const { place, name: archived } = splitPlace(storedAs);
    const after = await readBytes(scene, place, archived);
    if (after?.subarray(0, before.length).equals(before)) endRejection(scene, item, 'droppedAgain');
  }
}

/** A copy of a file of the archive that could not be read while it grew: whole, it holds all that the copy does. */
function isGrowth({ problem }: RejectedItem): boolean {
  return problem.code === 'file.grewUnreadable';
}

async function namesOnly(before: Uint8Array, labels: ReadonlySet<string>): Promise<boolean> {
  const named = await finishInTurns(namedReceipts(before), nextTurn);
  return named?.every((label) => labels.has(label)) === true;
}

/** The bytes are the caller's own; those of a large file are read with turns for others. */
async function readBytes(
  { context, folder }: Scene,
  place: string,
  name: string,
): Promise<Buffer | undefined> {
  const directory = folder.open(place, false);
  const examined = directory.examine(name);
  if (examined.kind !== 'file') return undefined;
  const { facts } = examined;
  const isSmall = facts.sizeBytes <= SMALL_BYTES_MAX;
  const read = isSmall
    ? directory.read(name, facts, context.limits.maxFileBytes)
    : await directory.readLarge(name, facts, context.limits.maxFileBytes);
  if (!read.ok) return undefined;
  const { bytes } = read.value;
  // Bytes of a small file are only valid until the next are read.
  return isSmall ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
