/**
 * Owns: the intake as a whole: all drop folders, the check for growth, the pruning of archives, and the list of
 * rejected files. See `round.ts` for how a file is taken and `drop-folder.ts` for how a folder lives.
 * Promises: after `stop` nothing is taken or moved any more; a fault of one folder stops no other.
 */
import type { Cancel } from '../base/clock.ts';
import { fail, type Result } from '../base/result.ts';
import type { FolderSettings, IntakeContext } from './context.ts';
import { createDropFolder, type DropFolder } from './drop-folder.ts';
import { stopProblem } from './commit-slice.ts';
import { faultCode } from './faults.ts';
import type { FileSystem } from './file-system.ts';
import { createDisk } from './folder/disk.ts';
import type { DropHandle } from './folder/drop-handle.ts';
import type { FolderState } from './folder-state.ts';
import { openGate, type FolderGate } from './gate.ts';
import { createGrowthCheck, type KeptFiles } from './growth.ts';
import { createLongFiles } from './long-files.ts';
import {
  createArchivePruning,
  pruneTime,
  type ConfirmedTime,
  type FoundFolder,
  type PrunableFiles,
} from './prune.ts';
import { discardRejected, retryRejected, type ActionFault, type RejectedAction } from './rejected-actions.ts';
import { beginningOf, findRejected, listRejected, type RejectedItem } from './rejected-list.ts';
import type { Scene } from './scene.ts';

export interface IntakeOptions extends Omit<IntakeContext, 'disk' | 'gate' | 'longFiles' | 'isStopped'> {
  readonly fs: FileSystem;
  /** Whose the files in the data folder are; left out, this process's own user. */
  readonly agentUid?: number | undefined;
  /** Left out: every folder is ours. */
  readonly gate?: FolderGate;
  readonly folders: readonly FolderSettings[];
  readonly archiveDays: number;
  /** The time to forget by; undefined: nobody vouches for the clock. */
  readonly forgettingTime: () => ConfirmedTime | undefined;
  /** What the outbox remembers of the files that were taken. */
  readonly files: KeptFiles & PrunableFiles;
  /** Taking stopped for want of room in the folder of this path; told once until there was room again. */
  readonly onDiskFull: (path: string) => void;
}

interface IntakeState {
  readonly folders: readonly FolderState[];
}

export interface Intake {
  /** Opens the folders and takes what waits; the first slice before the event loop's next turn. */
  start(): void;
  /** Looks at every folder now, also after the disk was full. */
  wake(): void;
  stop(): Promise<void>;
  state(): IntakeState;
  /** Rejected files of all folders that are open (quarantine of the kind "file"). */
  listRejected(limit?: number): readonly RejectedItem[];
  /** One of them; no other is read. */
  findRejected(id: string): RejectedItem | undefined;
  /** The first bytes of a rejected file; empty when it is gone or cannot be read. */
  rejectedBeginning(id: string, limitBytes: number): Uint8Array;
  /** Reads a rejected file anew and takes it. */
  retryRejected(action: RejectedAction): Promise<ActionResult>;
  /** Gives a rejected file up; its bytes go to the archive. */
  discardRejected(action: RejectedAction): Promise<ActionResult>;
}

export type ActionResult = Result<undefined, ActionFault>;

/** Pruning is no hurry; with `archiveDays` 0 the originals of a morning are gone by noon. */
const PRUNE_MS = 3_600_000;
/** With `archiveDays` 0 originals go soon after they were acknowledged. */
const PRUNE_AT_ONCE_MS = 60_000;

export function createIntake(options: IntakeOptions): Intake {
  const { clock, note } = options;
  let stopped = false;
  const context: IntakeContext = {
    gate: openGate,
    ...options,
    disk: createDisk(options.fs, options.agentUid),
    longFiles: createLongFiles(() => folders.forEach((folder) => folder.wake('event'))),
    isStopped: () => stopped,
  };
  const growth = createGrowthCheck(context, options.files);
  const folders: readonly DropFolder[] = options.folders.map((settings) =>
    createDropFolder(context, settings, {
      tookUnclosed: growth.expect,
      rescanned: growth.look,
      diskFull: options.onDiskFull,
    }),
  );
  let cancelPrune: Cancel | undefined;
  let pruning: Promise<unknown> | undefined;

  function findFolder(path: string): FoundFolder {
    const folder = folders.find((candidate) => candidate.path === path);
    return folder ? (folder.scene() ?? 'closed') : 'notOurs';
  }

  const pruneArchive = createArchivePruning({
    context,
    files: options.files,
    findFolder,
    isAsTaken: growth.isAsTaken,
  });

  function armPrune(): void {
    const everyMs = options.archiveDays === 0 ? PRUNE_AT_ONCE_MS : PRUNE_MS;
    cancelPrune = clock.after(everyMs, () => {
      pruning = prune().finally(() => {
        if (!stopped) armPrune();
      });
    });
  }

  async function prune(): Promise<void> {
    try {
      const time = pruneTime(options.archiveDays, options.forgettingTime());
      if (time) await pruneArchive(time);
    } catch (error) {
      note('intake.failed', { step: 'prune', error: faultCode(error) });
    }
  }

  function readQuietly<T>(scene: Scene, read: (folder: DropHandle) => T): T | undefined {
    try {
      return read(scene.folder);
    } catch (error) {
      note('intake.failed', { folder: scene.settings.path, step: 'list', error: faultCode(error) });
      return undefined;
    }
  }

  async function retry(action: RejectedAction): Promise<ActionResult> {
    for (const scene of scenes()) {
      try {
        const result = await retryRejected(scene, action);
        if (!isUnknown(result)) return result;
      } catch (error) {
        return fail({ kind: 'refused', problem: stopProblem(scene, error) });
      }
    }
    return fail({ kind: 'unknown' });
  }

  async function discard(action: RejectedAction): Promise<ActionResult> {
    for (const scene of scenes()) {
      try {
        const result = discardRejected(scene, action);
        if (!isUnknown(result)) return result;
      } catch (error) {
        return fail({ kind: 'refused', problem: stopProblem(scene, error) });
      }
    }
    return fail({ kind: 'unknown' });
  }

  function scenes(): readonly Scene[] {
    return folders.map((folder) => folder.scene()).filter((scene) => scene !== undefined);
  }

  return {
    start() {
      for (const folder of folders) folder.start();
      armPrune();
    },
    wake() {
      for (const folder of folders) folder.wake('told');
    },
    async stop() {
      stopped = true;
      cancelPrune?.();
      const { longFiles } = context;
      await Promise.all([
        ...folders.map((folder) => folder.stop()),
        longFiles.stop(),
        growth.stop(),
        pruning,
      ]);
    },
    state: () => ({ folders: folders.map((folder) => folder.state()) }),
    listRejected: (limit) =>
      scenes().flatMap((scene) => readQuietly(scene, (folder) => listRejected(folder, limit)) ?? []),
    findRejected(id) {
      for (const scene of scenes()) {
        const item = readQuietly(scene, (folder) => findRejected(folder, id));
        if (item) return item;
      }
      return undefined;
    },
    rejectedBeginning: (id, limitBytes) =>
      beginningOf(
        scenes().map(({ folder }) => folder),
        id,
        limitBytes,
      ),
    retryRejected: retry,
    discardRejected: discard,
  };
}

/** The id is of no file in this folder; another may hold it. */
function isUnknown(result: ActionResult): boolean {
  return !result.ok && result.error.kind === 'unknown';
}
