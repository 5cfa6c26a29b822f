/**
 * Owns: bringing a slice into the outbox when the outbox may refuse. A full disk ends the round; a slice that is
 * refused for another reason is tried file by file, so that one file cannot hold up the rest.
 */
import { problem, type Problem } from '../base/problem.ts';
import { faultCode } from './faults.ts';
import { fullDisk, isFull } from './full-disk.ts';
import { ForeignFolderError } from './folder/foreign-folder.ts';
import { folderProblem } from './folder/folder-problem.ts';
import type { FolderProblem } from './problems.ts';
import type { Scene } from './scene.ts';
import { takeSlice, todaysArchive, type ReadyFile, type TakenResult } from './take.ts';
import { retryLater, type Waits } from './waits.ts';

/** Files that the outbox refuses one after another before it is believed that it takes nothing. */
const REFUSALS_MAX = 3;

export interface Committed {
  readonly results: readonly TakenResult[];
  /** Files that stay for another attempt. */
  readonly waits: readonly Waits[];
  /** Why nothing more can be taken now. */
  readonly stopped: Problem<FolderProblem> | undefined;
}

/** Stores and moves what it can. Never rejects. */
export async function commitSlice(scene: Scene, slice: readonly ReadyFile[]): Promise<Committed> {
  let archive: string;
  try {
    archive = todaysArchive(scene.context, scene);
  } catch (error) {
    noteRefused(scene, error, slice.length);
    const { folder, context, settings } = scene;
    const found = folderProblem(error, folder.own ? settings.path : context.dataDir);
    return { results: [], waits: [], stopped: found };
  }
  return tryWhole(scene, archive, slice);
}

async function tryWhole(scene: Scene, archive: string, slice: readonly ReadyFile[]): Promise<Committed> {
  try {
    const results = await takeSlice(scene.context, scene, archive, slice);
    return { results, waits: [], stopped: fullMove(scene, results) };
  } catch (error) {
    noteRefused(scene, error, slice.length);
    if (isFull(scene, error)) return { results: [], waits: [], stopped: stopProblem(scene, error) };
    return trySingly(scene, archive, slice);
  }
}

async function trySingly(scene: Scene, archive: string, slice: readonly ReadyFile[]): Promise<Committed> {
  const results: TakenResult[] = [];
  const waits: Waits[] = [];
  let refusals = 0;
  for (const ready of slice) {
    const { name, facts } = ready.file;
    try {
      results.push(...(await takeSlice(scene.context, scene, archive, [ready])));
      refusals = 0;
    } catch (error) {
      refusals += 1;
      waits.push(retryLater(scene, name, { code: 'file.notStored', errno: faultCode(error), facts }));
      if (isFull(scene, error) || refusals >= REFUSALS_MAX) {
        return { results, waits, stopped: stopProblem(scene, error) };
      }
    }
  }
  return { results, waits, stopped: fullMove(scene, results) };
}

/** The records are stored, but there is no room to move the files: taking more would only pile them up. */
function fullMove(scene: Scene, results: readonly TakenResult[]): Problem<FolderProblem> | undefined {
  const failed = results.find(({ move }) => move.kind === 'failed' && isFull(scene, move.error));
  return failed?.move.kind === 'failed' ? stopProblem(scene, failed.move.error) : undefined;
}

/** Why the round ends, told as a problem of the folder. */
export function stopProblem(scene: Scene, error: unknown): Problem<FolderProblem> {
  const { path } = scene.settings;
  if (error instanceof ForeignFolderError) return error.problem;
  return isFull(scene, error)
    ? problem<FolderProblem>('folder.diskFull', '', { path: fullDisk(scene, error) })
    : problem<FolderProblem>('folder.notStored', '', { path, error: faultCode(error) });
}

function noteRefused({ context, settings }: Scene, error: unknown, files: number): void {
  context.note('take.failed', { folder: settings.path, error: faultCode(error), files });
}
