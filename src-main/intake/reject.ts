/**
 * Owns: putting a file that cannot be taken into `rejected`, with the reason beside it (drop folder, contract
 * and 3). The reason is written first: a crash in between leaves a reason without a file, which the list of
 * rejected files passes over, never a file without a reason.
 * Promises: the bytes are moved, never changed; no other rejected file is overwritten.
 */
import { constants } from 'node:fs';
import { join } from 'node:path';
import { problem, type Problem } from '../base/problem.ts';
import type { Describe, IntakeContext } from './context.ts';
import type { LoadedFile } from './load-file.ts';
import { freeName, moveFile, removeQuietly } from './move-file.ts';
import { REASON_SUFFIX, reasonName, REJECTED } from './names.ts';
import { ensureFolder } from './open-folder.ts';
import type { FileProblem } from './problems.ts';
import type { RejectedFile } from './reject-reason.ts';
import { writeReason, type Reason } from './rejection-reason-file.ts';
import type { Scene } from './scene.ts';

/** Moves the file from the drop folder. Throws when the disk refuses; the file is then where it was. */
export function rejectFile(scene: Scene, rejected: RejectedFile): void {
  const { context, folder } = scene;
  const directory = join(folder.realPath, REJECTED);
  ensureFolder(context.fs, directory);
  const storedName = freeRejectedName(context, directory, rejected.name);
  const reasonPath = join(directory, reasonName(storedName));
  writeReason(context.fs, reasonPath, buildReason(context, rejected, storedName));
  try {
    const moved = moveFile(context.fs, join(folder.realPath, rejected.name), join(directory, storedName));
    if (moved.kind === 'gone') {
      removeQuietly(context.fs, reasonPath);
      return;
    }
    scene.rejections.add(storedName, { file: rejected.name, facts: rejected.facts });
  } catch (error) {
    removeQuietly(context.fs, reasonPath);
    throw error;
  }
  noteRejected(scene, rejected.name, rejected.problem, storedName);
}

/** A name ending in `.error.json` would be read as a reason; it gets another. */
function freeRejectedName(context: IntakeContext, directory: string, name: string): string {
  return freeName(context.fs, directory, name, (candidate) => candidate.endsWith(REASON_SUFFIX));
}

export function buildReason(
  context: { readonly describe: Describe; readonly clock: IntakeContext['clock'] },
  { name, facts, sha256, problem: found }: RejectedFile,
  storedName: string,
): Reason {
  return {
    code: found.code,
    where: found.at,
    ...context.describe(found),
    file: name,
    storedName,
    sizeBytes: facts.sizeBytes,
    sha256,
    at: new Date(context.clock.now()).toISOString(),
    values: found.values,
  };
}

function noteRejected(scene: Scene, file: string, { code }: Problem, storedName: string): void {
  scene.context.note('file.rejected', { folder: scene.settings.path, file, code, storedAs: storedName });
}

/**
 * A file that grew in the archive and cannot be read any more as a whole: its first records are taken, so it
 * stays there; a copy goes to `rejected`, where a person finds it. Throws when the disk refuses.
 */
export function rejectGrown(scene: Scene, file: LoadedFile, storedAs: string, because: string): void {
  const { context, folder } = scene;
  const { name, facts, sha256 } = file;
  const directory = join(folder.realPath, REJECTED);
  ensureFolder(context.fs, directory);
  const storedName = freeRejectedName(context, directory, name);
  const found = problem<FileProblem>('file.grewUnreadable', '', {
    name,
    sizeBytes: facts.sizeBytes,
    because,
  });
  const reason = buildReason(context, { name, facts, sha256, problem: found }, storedName);
  writeReason(context.fs, join(directory, reasonName(storedName)), reason);
  const copy = join(directory, storedName);
  context.fs.copyFileSync(join(folder.realPath, storedAs), copy, constants.COPYFILE_EXCL);
  noteRejected(scene, name, found, storedName);
}
