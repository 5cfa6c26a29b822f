/**
 * Owns: the rejected files of drop folders that no running intake looks after: how many, which, and the same
 * actions as the intake's, for a command that has the data folder or only reads.
 * Promises: takes nothing but what a person retries; listing and counting change nothing and never throw.
 */
import { fail } from '../base/result.ts';
import type { IntakeContext } from '../intake/context.ts';
import { nodeFileSystem } from '../intake/file-system.ts';
import type { ActionResult, Intake, IntakeOptions } from '../intake/intake.ts';
import { openFolder } from '../intake/open-folder.ts';
import { createSourceReader } from '../intake/read-source.ts';
import { discardRejected, retryRejected } from '../intake/rejected-actions.ts';
import { countRejected, findRejected, listRejected, type RejectedItem } from '../intake/rejected-list.ts';
import { setScene, type Scene } from '../intake/scene.ts';

export type RejectedDesk = Pick<
  Intake,
  'listRejected' | 'findRejected' | 'retryRejected' | 'discardRejected'
>;

const readSource = createSourceReader(nodeFileSystem);

/** Rejected files of these folders, as many as can be seen. */
export function countStillRejected(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + (quietly(() => countRejected(placeOf(path))) ?? 0), 0);
}

export function listStillRejected(paths: readonly string[], limit?: number): readonly RejectedItem[] {
  return paths.flatMap((path) => quietly(() => listRejected(placeOf(path), limit)) ?? []);
}

/** One of them; no other is read. */
export function findStillRejected(paths: readonly string[], id: string): RejectedItem | undefined {
  for (const path of paths) {
    const item = quietly(() => findRejected(placeOf(path), id));
    if (item) return item;
  }
  return undefined;
}

function placeOf(path: string): Parameters<typeof listRejected>[0] {
  return { fs: nodeFileSystem, readSource, path, realPath: path };
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** The list and the actions where no agent runs. */
export function createStillDesk(options: IntakeOptions): RejectedDesk {
  const context: IntakeContext = { ...options, readSource };
  const paths = options.folders.map(({ path }) => path);

  /** The folder that holds the item, open for this one action. */
  function sceneOf(id: string): Scene | undefined {
    const settings = options.folders.find(({ path }) => findStillRejected([path], id) !== undefined);
    if (!settings) return undefined;
    const opened = openFolder(context.fs, settings.path, false);
    return opened.ok ? setScene(context, { settings, folder: opened.value }) : undefined;
  }

  return {
    listRejected: (limit) => listStillRejected(paths, limit),
    findRejected: (id) => findStillRejected(paths, id),
    async retryRejected(action): Promise<ActionResult> {
      const scene = sceneOf(action.id);
      return scene ? retryRejected(scene, action) : fail({ kind: 'unknown' });
    },
    discardRejected(action): ActionResult {
      const scene = sceneOf(action.id);
      return scene ? discardRejected(scene, action) : fail({ kind: 'unknown' });
    },
  };
}
