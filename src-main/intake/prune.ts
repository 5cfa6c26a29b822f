/**
 * Owns: deleting originals whose time is up (drop folder, contract; decisions 13): `archiveDays` after the last
 * of a file's receipts was acknowledged, and never before. 0 deletes then.
 * Promises: only what the outbox names as settled is touched, only below `archive`, in small steps; another file under
 * an original's name stays.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ArchivedFile } from '../outbox/port.ts';
import type { IntakeContext } from './context.ts';
import { faultCode, faultKind } from './faults.ts';
import { factsOf, sameFacts } from './file-facts.ts';
import { isStoredPlace, splitPlace } from './folder/places.ts';
import type { HeldFolder } from './folder/held-folder.ts';
import type { Scene } from './scene.ts';

/**
 * What was settled before `untilMs` may go, a file in which lines may follow only when it was read before
 * `linesUntilMs`, too; a date after `atMs` is no date. Milliseconds since 1970 UTC.
 */
export interface PruneTime {
  readonly untilMs: number;
  readonly linesUntilMs: number;
  readonly atMs: number;
}

/** The time to forget by, as far as somebody vouches for the clock. */
export type ConfirmedTime = Pick<PruneTime, 'untilMs' | 'atMs'>;

export interface PrunableFiles {
  /** Files whose every record was settled before, oldest first after that of `after` (0: all); those marked gone no more. */
  prunableFiles(time: PruneTime, limit: number, after: number): readonly ArchivedFile[];
  markGone(fileIds: readonly number[]): void;
}

/** An open folder of ours, or why there is none. */
export type FoundFolder = Scene | 'closed' | 'notOurs';

const DAY_MS = 86_400_000;
/**
 * A till that nobody sells at keeps its file of lines open over a weekend and over holidays, twelve days in Russia at the
 * longest; a deleted file would take the lines of the first day after them with it.
 */
const LINES_DAYS_MIN = 14;
/** Files deleted between two turns of the event loop: some milliseconds. */
const STEP_FILES = 100;
/** One run looks at this many; the next goes on. */
const RUN_FILES_MAX = 20_000;
/** With `archiveDays` 0 an original goes once it is settled, whatever the time. */
const ANY_TIME: ConfirmedTime = { untilMs: Number.MAX_SAFE_INTEGER, atMs: Number.MAX_SAFE_INTEGER };

/**
 * The time to prune by, `archiveDays` before the confirmed one; undefined: nothing goes now, as nobody vouches for the
 * clock.
 */
export function pruneTime(archiveDays: number, confirmed: ConfirmedTime | undefined): PruneTime | undefined {
  const before = (days: number): number => (confirmed ? confirmed.untilMs - days * DAY_MS : 0);
  const linesUntilMs = before(Math.max(archiveDays, LINES_DAYS_MIN));
  if (archiveDays === 0) return { ...ANY_TIME, linesUntilMs };
  return confirmed && { ...confirmed, untilMs: before(archiveDays), linesUntilMs };
}

export interface PruneOptions {
  readonly context: Pick<IntakeContext, 'note' | 'isStopped'>;
  readonly files: PrunableFiles;
  readonly findFolder: (path: string) => FoundFolder;
  /** Whether the original still is what was taken; what was added is taken first. */
  readonly isAsTaken: (scene: Scene, file: ArchivedFile) => Promise<boolean>;
}

/**
 * One run: deletes what is due; answers how many files. Throws what the outbox throws. What cannot go now is passed over:
 * its folder may be away for months, and however much that is, the rest has its turn.
 */
export function createArchivePruning(options: PruneOptions): (time: PruneTime) => Promise<number> {
  const { context, files } = options;
  /** The original after which the next run goes on. */
  let after = 0;

  return async (time) => {
    let count = 0;
    for (let seen = 0; seen < RUN_FILES_MAX && !context.isStopped(); seen += STEP_FILES) {
      const rows = files.prunableFiles(time, STEP_FILES, after);
      const gone: number[] = [];
      for (const row of rows) if (await deleteOriginal(options, row)) gone.push(row.fileId);
      if (gone.length > 0) files.markGone(gone);
      count += gone.length;
      after = rows.length < STEP_FILES ? 0 : (rows.at(-1)?.fileId ?? 0);
      if (after === 0) break;
      await nextTurn();
    }
    if (count > 0) context.note('archive.pruned', { count });
    return count;
  };
}

/**
 * True when there is nothing more to do about the file. A folder that is not open keeps its files until it is;
 * one that the settings name no more keeps them for ever.
 */
async function deleteOriginal(
  { context: { note }, findFolder, isAsTaken }: PruneOptions,
  row: ArchivedFile,
): Promise<boolean> {
  const found = findFolder(row.folder);
  if (!isStoredPlace(row.storedAs) || found === 'notOurs') return true;
  if (found === 'closed') return false;
  const { place, name } = splitPlace(row.storedAs);
  try {
    if (!(await isAsTaken(found, row))) return false;
    if (await isOriginal(found, row)) {
      const day = found.folder.open(place, false);
      day.disk.fs.unlinkSync(day.at(name));
    }
    const above = splitPlace(place);
    removeIfEmpty(found.folder.open(above.place, false), above.name);
  } catch (error) {
    if (faultKind(error) === 'gone') return true;
    note('intake.failed', { folder: row.folder, step: 'prune', error: faultCode(error) });
    return false;
  }
  return true;
}

/**
 * Whether what lies under the original's name is the original: the very file, a copy of it as a restored archive has
 * them, or the empty file of a move that broke. Anything else belongs to another row, or to a person.
 */
async function isOriginal({ folder }: Scene, { storedAs, inode, sha256 }: ArchivedFile): Promise<boolean> {
  const { place, name } = splitPlace(storedAs);
  const stats = folder.open(place, false).stats(name);
  if (!stats?.isFile()) return false;
  if (stats.size === 0 || String(stats.ino) === inode) return true;
  const facts = factsOf(stats);
  const read = await folder.open(place, false).readLarge(name, facts, facts.sizeBytes);
  if (!read.ok || read.value.sha256 !== sha256) return false;
  const now = folder.open(place, false).stats(name);
  return now !== undefined && sameFacts(factsOf(now), facts);
}

function removeIfEmpty(parent: HeldFolder, name: string): void {
  try {
    parent.disk.fs.rmdirSync(parent.at(name));
  } catch {
    return;
  }
}
