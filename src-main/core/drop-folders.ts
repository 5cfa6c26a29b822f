/**
 * Owns: opening drop folders where no running intake has them: for a command, for a rebuild, for what is sent by hand.
 * Promises: whose files the agent's own are is told by the data folder, so a command of root's sees what the agent sees.
 */
import { statSync } from 'node:fs';
import type { Problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { nodeFileSystem } from '../intake/file-system.ts';
import { createDisk, processUid } from '../intake/folder/disk.ts';
import { openDropHandle, type DropHandle } from '../intake/folder/drop-handle.ts';
import type { FolderProblem } from '../intake/problems.ts';

/** The user id of whoever owns the data folder; this process's own where there is none yet. */
export function ownerOf(dataDir: string): number | undefined {
  if (processUid() === undefined) return undefined;
  return statSync(dataDir, { throwIfNoEntry: false })?.uid ?? processUid();
}

/** What `look` makes of the drop folder; undefined where it is not there or cannot be opened. Nothing is made. */
export function withStill<T>(path: string, dataDir: string, look: (folder: DropHandle) => T): T | undefined {
  const opened = openStill(path, dataDir);
  if (!opened.ok) return undefined;
  try {
    return look(opened.value);
  } finally {
    opened.value.close();
  }
}

/** Opens the drop folder at `path`; nothing is made. Whoever opens it closes it. */
export function openStill(path: string, dataDir: string): Result<DropHandle, Problem<FolderProblem>> {
  const disk = createDisk(nodeFileSystem, ownerOf(dataDir));
  return openDropHandle({ disk, path, dataDir, create: false });
}
