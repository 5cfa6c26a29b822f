/**
 * Owns: putting a file that cannot be taken into `rejected`, with the reason beside it (drop folder, contract
 * and 3). What the agent remembers of it is written first: a crash in between leaves a record without a file, which
 * the list of rejected files passes over.
 * Promises: the bytes are moved, never changed; no other file is replaced.
 */
import { factsOf, sameFacts, sameFile, type FileFacts } from './file-facts.ts';
import { faultCode, faultKind } from './faults.ts';
import { copyFile, removeQuietly, type FileRights } from './folder/create-file.ts';
import type { DropHandle } from './folder/drop-handle.ts';
import { splitPlace } from './folder/places.ts';
import { freeName } from './folder/free-name.ts';
import type { HeldFolder, Spot } from './folder/held-folder.ts';
import { moveFile } from './folder/move-file.ts';
import { REASON_SUFFIX, reasonName } from './names.ts';
import type { RejectedFile } from './reject-reason.ts';
import { readRecord, removeRecord, saveRecord, type RejectionRecord } from './rejection-record.ts';
import { writeReason } from './rejection-reason-file.ts';
import { isLeftOverName } from './rejected-list.ts';
import type { Scene } from './scene.ts';

/** Moves the file from the drop folder. Throws when the disk refuses; the file is then where it was. */
export function rejectFile(scene: Scene, rejected: RejectedFile): void {
  const { root } = scene.folder;
  const { maxFileBytes } = scene.context.limits;
  putAway(scene, rejected, (to) => {
    const from = { folder: root, name: rejected.name };
    return moveFile(from, to, { copyBytesMax: maxFileBytes }).kind === 'moved';
  });
}

/**
 * A file that grew in the archive and cannot be read any more as a whole: its first records are taken, so it
 * stays there; a copy goes to `rejected`, where a person finds it. Throws when the disk refuses.
 */
export function rejectGrown(scene: Scene, rejected: RejectedFile, storedAs: string): void {
  const { folder, context } = scene;
  const { place, name: storedName } = splitPlace(storedAs);
  putAway(scene, rejected, (to) => {
    const from = { folder: folder.open(place, false), name: storedName, expected: rejected.facts };
    copyFile(from, to, context.limits.maxFileBytes, folder.own ? forPeople(folder) : undefined);
    return true;
  });
}

/** `put` brings the bytes to their spot; false: there were none any more. */
function putAway(scene: Scene, rejected: RejectedFile, put: (to: Spot) => boolean): void {
  const { folder, context } = scene;
  const directory = folder.open(folder.rejected, true);
  removeLeftOver(scene, rejected.name);
  const storedName = freeRejectedName(scene, directory, rejected.name);
  const { name: file, facts, sha256, problem: found } = rejected;
  const record = { storedName, file, facts, sha256, problem: found, sinceMs: context.clock.now() };
  const spot = { folder: directory, name: storedName };
  try {
    saveRecord(folder, record);
    tellPeople(scene, record);
    if (!put(spot)) {
      forgetRejected(scene, storedName);
      return;
    }
  } catch (error) {
    forgetRejected(scene, storedName);
    throw error;
  }
  const now = noteFacts(scene, spot, record);
  // A file that grew while it was moved is looked at again.
  scene.rejections.add(storedName, { file, facts: sameFile(now, facts) ? facts : now });
  copyForPeople(scene, spot, now);
  const { path } = scene.settings;
  context.note('file.rejected', { folder: path, file, code: found.code, storedAs: storedName });
}

/** A name ending in `.error.json` would be read as a reason; it gets another. */
function freeRejectedName({ folder }: Scene, directory: HeldFolder, name: string): string {
  const people = folder.own ? undefined : folder.people();
  return freeName(
    directory,
    name,
    (candidate) => candidate.endsWith(REASON_SUFFIX) || people?.stats(candidate) !== undefined,
  );
}

/** A copy, and a file that went to another file system, is another file than the one that was rejected. */
function noteFacts({ folder }: Scene, { folder: directory, name }: Spot, record: RejectionRecord): FileFacts {
  try {
    const stats = directory.stats(name);
    const facts = stats ? factsOf(stats) : record.facts;
    if (!sameFacts(facts, record.facts)) {
      const { sizeBytes } = record.facts;
      saveRecord(folder, { ...record, facts: { ...facts, sizeBytes } });
    }
    return facts;
  } catch {
    return record.facts;
  }
}

/** Writes the reason beside the file. A full disk is thrown; another fault costs people their reason alone. */
export function tellPeople(scene: Scene, record: RejectionRecord): void {
  const { context, settings } = scene;
  const { storedName, file, facts, sha256, problem: found, sinceMs } = record;
  try {
    const people = scene.folder.people();
    if (!people) return;
    writeReason(
      { folder: people, name: reasonName(storedName) },
      {
        code: found.code,
        where: found.at,
        ...context.describe(found),
        file,
        storedName,
        sizeBytes: facts.sizeBytes,
        sha256,
        at: new Date(sinceMs).toISOString(),
        values: found.values,
      },
      forPeople(scene.folder),
    );
  } catch (error) {
    if (faultKind(error) === 'full') throw error;
    context.note('intake.failed', { folder: settings.path, step: 'reason', error: faultCode(error) });
  }
}

/** Where rejected files lie in the data folder, people get a copy beside the reason. */
function copyForPeople({ folder, context, settings }: Scene, from: Spot, expected: FileFacts): void {
  const { maxFileBytes } = context.limits;
  if (folder.own || expected.sizeBytes > maxFileBytes) return;
  const people = folder.people();
  if (!people) return;
  try {
    copyFile({ ...from, expected }, { folder: people, name: from.name }, maxFileBytes, forPeople(folder));
  } catch (error) {
    context.note('intake.failed', { folder: settings.path, step: 'copy', error: faultCode(error) });
  }
}

/** Readable for the POS's group, which is that of its folder. */
function forPeople({ root }: DropHandle): FileRights {
  return { mode: 0o640, group: root.group };
}

/** Removes what a crash left in the place of a file that did not get there. */
export function removeLeftOver(scene: Scene, storedName: string): void {
  const { folder } = scene;
  if (!isLeftOverName(folder, storedName)) return;
  removeQuietly({ folder: folder.open(folder.rejected, false), name: storedName });
  forgetRejected(scene, storedName);
}

/** Removes what is remembered of a rejected file, its reason, and the copy for people. */
export function forgetRejected({ folder, rejections }: Scene, storedName: string): void {
  rejections.delete(storedName);
  const known = readRecord(folder, storedName) !== undefined;
  removeRecord(folder, storedName);
  try {
    const people = folder.people();
    if (!people) return;
    removeQuietly({ folder: people, name: reasonName(storedName) });
    if (!folder.own && known) removeQuietly({ folder: people, name: storedName });
  } catch {
    return;
  }
}
