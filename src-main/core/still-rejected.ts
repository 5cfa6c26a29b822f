/**
 * Owns: the rejected files of drop folders that no running intake looks after: how many, which, and the same
 * actions as the intake's, for a command that has the data folder or only reads.
 * Promises: takes nothing but what a person retries; listing and counting change nothing and never throw.
 */
import { fail } from '../base/result.ts';
import type { IntakeContext } from '../intake/context.ts';
import type { DropHandle } from '../intake/folder/drop-handle.ts';
import { openGate } from '../intake/gate.ts';
import type { ActionResult, Intake, IntakeOptions } from '../intake/intake.ts';
import { createDisk } from '../intake/folder/disk.ts';
import { createLongFiles } from '../intake/long-files.ts';
import { discardRejected, retryRejected } from '../intake/rejected-actions.ts';
import {
  beginningOf,
  countRejected,
  findRejected,
  listRejected,
  readRejected,
  rejectedNames,
} from '../intake/rejected-list.ts';
import { earliestOf } from './oldest-missing.ts';
import { setScene, type Scene } from '../intake/scene.ts';
import { openStill } from './drop-folders.ts';

export type RejectedDesk = Pick<
  Intake,
  'listRejected' | 'findRejected' | 'rejectedBeginning' | 'retryRejected' | 'discardRejected'
>;

/** Folders to look into. */
export interface StillFolders {
  readonly paths: readonly string[];
  readonly dataDir: string;
}

/** Rejected files of these folders, as many as can be seen. */
export function countStillRejected(folders: StillFolders): number {
  return gather(folders, (folder) => [countRejected(folder)]).reduce((sum, count) => sum + count, 0);
}

/** Since when the oldest of them lies there; all are read. Milliseconds since 1970 UTC. */
export function oldestStillRejectedMs(folders: StillFolders): number | undefined {
  const sinceMs = (folder: DropHandle, name: string): number | undefined =>
    readRejected(folder, name)?.sinceMs;
  return earliestOf(
    gather(folders, (folder) => [earliestOf(rejectedNames(folder).map((name) => sinceMs(folder, name)))]),
  );
}

/** The list and the beginnings, for who may only read. */
export function listStill(
  folders: StillFolders,
): Pick<RejectedDesk, 'listRejected' | 'findRejected' | 'rejectedBeginning'> {
  return {
    listRejected: (limit) => gather(folders, (folder) => listRejected(folder, limit)),
    findRejected: (id) =>
      gather(folders, (folder) => [findRejected(folder, id)]).find((item) => item !== undefined),
    rejectedBeginning: (id, limitBytes) =>
      gather(folders, (folder) => [beginningOf([folder], id, limitBytes)]).find(({ length }) => length > 0) ??
      new Uint8Array(),
  };
}

/** What `look` finds in each folder that can be opened and read. */
function gather<T>(
  { paths, dataDir }: StillFolders,
  look: (folder: DropHandle) => readonly T[],
): readonly T[] {
  return paths.flatMap((path) => withFolder(path, dataDir, look) ?? []);
}

function withFolder<T>(path: string, dataDir: string, work: (folder: DropHandle) => T): T | undefined {
  const opened = openStill(path, dataDir);
  if (!opened.ok) return undefined;
  try {
    return work(opened.value);
  } catch {
    return undefined;
  } finally {
    opened.value.close();
  }
}

/** What reading files takes, where no rounds run. */
export function stillContext(options: IntakeOptions): IntakeContext {
  const disk = createDisk(options.fs, options.agentUid);
  const longFiles = createLongFiles(() => undefined);
  return { gate: openGate, ...options, disk, longFiles, isStopped: () => false };
}

/** The list and the actions where no agent runs. */
export function createStillDesk(options: IntakeOptions): RejectedDesk {
  const { dataDir } = options;
  const context = stillContext(options);
  const paths = options.folders.map(({ path }) => path);

  /** Opens the folder that holds the item for this one action. */
  async function act(
    id: string,
    action: (scene: Scene) => ActionResult | Promise<ActionResult>,
  ): Promise<ActionResult> {
    const holds = (folder: DropHandle): boolean => findRejected(folder, id) !== undefined;
    const settings = options.folders.find(({ path }) => withFolder(path, dataDir, holds));
    if (!settings) return fail({ kind: 'unknown' });
    const opened = openStill(settings.path, dataDir);
    if (!opened.ok) return fail({ kind: 'refused', problem: opened.error });
    try {
      return await action(setScene(context, { settings, folder: opened.value }));
    } finally {
      opened.value.close();
    }
  }

  return {
    ...listStill({ paths, dataDir }),
    retryRejected: (action) => act(action.id, (scene) => retryRejected(scene, action)),
    discardRejected: (action) => act(action.id, (scene) => discardRejected(scene, action)),
  };
}
