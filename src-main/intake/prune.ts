/**
 * Owns: deleting originals whose time is up (drop folder, contract; decisions 13): `archiveDays` after the last
 * of a file's receipts was acknowledged, and never before. 0 deletes then.
 * Promises: only what the outbox names as settled is touched, only below `archive`, in small steps.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IntakeContext } from './context.ts';
import { faultCode, faultKind } from './faults.ts';
import { isStoredPlace, splitPlace } from './folder/places.ts';
import type { HeldFolder } from './folder/held-folder.ts';
import type { Scene } from './scene.ts';

interface PrunableFile {
  readonly fileId: number;
  readonly folder: string;
  /** A place of the folder and a name. */
  readonly storedAs: string;
}

/** What was settled before `untilMs` may go; a date after `atMs` is no date. Milliseconds since 1970 UTC. */
export interface PruneTime {
  readonly untilMs: number;
  readonly atMs: number;
}

export interface PrunableFiles {
  /** Files whose every record was settled before `untilMs`; those marked gone no more. */
  prunableFiles(time: PruneTime, limit: number): readonly PrunableFile[];
  markGone(fileIds: readonly number[]): void;
}

/** An open folder of ours, or why there is none. */
export type FoundFolder = Scene | 'closed' | 'notOurs';

const DAY_MS = 86_400_000;
/** Files deleted between two turns of the event loop: some milliseconds. */
const STEP_FILES = 100;
/** One run ends after this many; the next goes on. */
const RUN_FILES_MAX = 20_000;

/** With `archiveDays` 0 an original goes once it is settled, whatever the time. */
const ANY_TIME: PruneTime = { untilMs: Number.MAX_SAFE_INTEGER, atMs: Number.MAX_SAFE_INTEGER };

/**
 * The time to prune by, `archiveDays` before the confirmed one; undefined: nothing goes now, as nobody vouches for the
 * clock.
 */
export function pruneTime(archiveDays: number, confirmed: PruneTime | undefined): PruneTime | undefined {
  if (archiveDays === 0) return ANY_TIME;
  return confirmed && { ...confirmed, untilMs: confirmed.untilMs - archiveDays * DAY_MS };
}

/** Deletes what is due; answers how many files. Throws what the outbox throws. */
export async function pruneArchive(
  context: Pick<IntakeContext, 'note'>,
  files: PrunableFiles,
  findFolder: (path: string) => FoundFolder,
  time: PruneTime,
  isStopped: () => boolean,
): Promise<number> {
  let count = 0;
  // Rows that cannot go now come first again and again; the page grows by their number.
  let stuck = 0;
  while (count + stuck < RUN_FILES_MAX && !isStopped()) {
    const rows = files.prunableFiles(time, STEP_FILES + stuck);
    const gone = rows.slice(stuck).filter((row) => deleteOriginal(context, row, findFolder(row.folder)));
    if (gone.length > 0) files.markGone(gone.map(({ fileId }) => fileId));
    count += gone.length;
    if (rows.length < STEP_FILES + stuck) break;
    stuck = rows.length - gone.length;
    await nextTurn();
  }
  if (count > 0) context.note('archive.pruned', { count });
  return count;
}

/**
 * True when there is nothing more to do about the file. A folder that is not open keeps its files until it is;
 * one that the settings name no more keeps them for ever.
 */
function deleteOriginal(
  { note }: Pick<IntakeContext, 'note'>,
  row: PrunableFile,
  found: FoundFolder,
): boolean {
  if (!isStoredPlace(row.storedAs) || found === 'notOurs') return true;
  if (found === 'closed') return false;
  const { place, name } = splitPlace(row.storedAs);
  try {
    const day = found.folder.open(place, false);
    if (day.stats(name)) day.disk.fs.unlinkSync(day.at(name));
    const above = splitPlace(place);
    removeIfEmpty(found.folder.open(above.place, false), above.name);
  } catch (error) {
    if (faultKind(error) === 'gone') return true;
    note('intake.failed', { folder: row.folder, step: 'prune', error: faultCode(error) });
    return false;
  }
  return true;
}

function removeIfEmpty(parent: HeldFolder, name: string): void {
  try {
    parent.disk.fs.rmdirSync(parent.at(name));
  } catch {
    return;
  }
}
