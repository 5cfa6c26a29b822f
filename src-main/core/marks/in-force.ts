/**
 * Owns: which data folder serves these settings: the one they name, unless another one has entries of the same drop
 * folders that would be forgotten (drop folder, "Whose the folder is").
 * Promises: changes nothing; believes a mark only where the agent's own user wrote it and the data folder that it names
 * is his and bears the same name.
 */
import { existsSync, statSync } from 'node:fs';
import { problem, type Problem } from '../../base/problem.ts';
import { nodeFileSystem } from '../../intake/file-system.ts';
import { createDisk, processUid } from '../../intake/folder/disk.ts';
import { openDropHandle } from '../../intake/folder/drop-handle.ts';
import { isHeldByAgent, readHolder } from '../../outbox/lock.ts';
import { countOpen } from '../../outbox/count-open.ts';
import { databasePath } from '../../outbox/open.ts';
import type { Settings } from '../../settings/schema.ts';
import { ownerOf } from '../drop-folders.ts';
import type { UnsettledProblem } from '../unsettled.ts';
import { findMark } from './mark-files.ts';
import { readDataName } from './twin.ts';

export interface InForce {
  readonly settings: Settings;
  /** What was changed and did not come into force. */
  readonly kept: readonly Problem<UnsettledProblem>[];
}

/**
 * For an agent that starts, or that goes on with changed settings: `current` is the folder that it has open. A folder
 * that another agent holds is that agent's.
 */
export function settingsInForce(settings: Settings, current?: string): InForce {
  const candidates = current === undefined ? foldersOfMarks(settings) : [current];
  for (const dataDir of candidates) {
    if (dataDir === settings.dataDir || isAnothers(dataDir)) continue;
    const count = countOpen(dataDir);
    if (count === 0) continue;
    const values = { path: dataDir, wanted: settings.dataDir, count };
    return { settings: { ...settings, dataDir }, kept: [problem('data.keptInForce', '', values)] };
  }
  return { settings, kept: [] };
}

/** For a command: the folder of the agent that serves these settings. */
export function settingsOfAgent(settings: Settings): Settings {
  const served = foldersOfMarks(settings).find((dataDir) => isHeldByAgent(dataDir) || countOpen(dataDir) > 0);
  return served === undefined ? settings : { ...settings, dataDir: served };
}

/** Data folders that the marks name, where the settings name one that was never used. */
function foldersOfMarks({ dataDir, drop }: Settings): readonly string[] {
  if (existsSync(databasePath(dataDir))) return [];
  const places = drop.folders.filter(({ watch }) => watch === 'events');
  return believed(dataDir).flatMap((uid) => places.flatMap(({ path }) => folderOfMark(path, uid) ?? []));
}

/**
 * Whose marks are believed: one's own. Root, who may ask for any agent, believes the owner of the data folder that the
 * settings name, too, and nobody else: in a folder of the POS that would be the POS.
 */
function believed(dataDir: string): readonly (number | undefined)[] {
  const own = processUid();
  return own === 0 ? [...new Set([own, ownerOf(dataDir)])] : [own];
}

/** The data folder that a mark of this user's names, where it is his and bears the same name. */
function folderOfMark(path: string, uid: number | undefined): string | undefined {
  const opened = openDropHandle({ disk: createDisk(nodeFileSystem, uid), path, dataDir: '', create: false });
  if (!opened.ok) return undefined;
  try {
    const found = findMark(opened.value);
    if (found.kind !== 'mark') return undefined;
    const { owner } = found.mark;
    return isOf(owner.dataDir, uid) && readDataName(owner.dataDir) === owner.data ? owner.dataDir : undefined;
  } finally {
    opened.value.close();
  }
}

function isOf(dataDir: string, uid: number | undefined): boolean {
  const stats = statSync(dataDir, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && (uid === undefined || uid === stats.uid);
}

function isAnothers(dataDir: string): boolean {
  return isHeldByAgent(dataDir) && readHolder(dataDir) !== process.pid;
}
