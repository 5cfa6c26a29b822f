/**
 * Owns: withdrawing a rejection when its file was completed after all (drop folder 3): it grew in `rejected`,
 * where its writer still holds it open, or it was dropped again under the same name.
 */
import { join } from 'node:path';
import { examineFile, sameFacts, type FileFacts } from './file-facts.ts';
import { REJECTED } from './names.ts';
import { endRejection, loadRejected, rejectedFolderOf, takeRejected } from './rejected-actions.ts';
import { listRejected, readRejected } from './rejected-list.ts';
import type { Scene } from './scene.ts';

/** So many rejections are watched again after a start; others wait for a person. */
const RECALLED_MAX = 500;

/** Remembers what lies in `rejected`, with the sizes that the reasons tell. Throws when it cannot be read. */
export function recallRejections(scene: Scene): void {
  for (const { storedName, file, facts, reason } of listRejected(rejectedFolderOf(scene), RECALLED_MAX)) {
    const sizeBytes = reason?.sizeBytes ?? facts.sizeBytes;
    scene.rejections.add(storedName, { file, facts: { ...facts, sizeBytes } });
  }
}

/** Looks at the newest rejections; takes those whose file changed and can be read now. */
export async function withdrawGrown(scene: Scene): Promise<void> {
  for (const [storedName, { file, facts }] of scene.rejections.list()) {
    const path = join(scene.folder.realPath, REJECTED, storedName);
    const examined = examineFile(scene.context.fs, path, storedName, scene.folder.owner);
    if (examined.kind === 'gone') scene.rejections.delete(storedName);
    if (examined.kind !== 'file' || sameFacts(examined.facts, facts)) continue;
    const taken = await takeCompleted(scene, storedName);
    if (!taken) scene.rejections.add(storedName, { file, facts: examined.facts });
  }
}

/** What was completed line by line may have more to come; it lies in the archive by then and is checked there. */
async function takeCompleted(scene: Scene, storedName: string): Promise<boolean> {
  const item = readRejected(rejectedFolderOf(scene), storedName);
  const loaded = item && loadRejected(scene, item);
  if (!item || loaded?.reading.state !== 'complete') return false;
  await takeRejected(scene, item, loaded, 'completed');
  return true;
}

/**
 * A file was taken as `storedAs`: earlier rejections of its name whose bytes it begins with were this file,
 * half written. Others stay for a person.
 */
export function withdrawRepeated(scene: Scene, name: string, storedAs: string, taken: FileFacts): void {
  for (const storedName of scene.rejections.ofFile(name)) {
    const item = readRejected(rejectedFolderOf(scene), storedName);
    if (!item || item.facts.sizeBytes > taken.sizeBytes) continue;
    const before = readBytes(scene, join(REJECTED, storedName));
    const after = readBytes(scene, storedAs);
    if (before && after?.subarray(0, before.length).equals(before)) endRejection(scene, item, 'droppedAgain');
  }
}

function readBytes({ context, folder }: Scene, below: string): Buffer | undefined {
  const path = join(folder.realPath, below);
  const examined = examineFile(context.fs, path, below, folder.owner);
  if (examined.kind !== 'file') return undefined;
  const read = context.readSource(path, examined.facts, context.limits.maxFileBytes);
  return read.ok ? Buffer.from(read.value.bytes) : undefined;
}
