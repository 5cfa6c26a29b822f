/**
 * Owns: files that were taken while their writer may still have had them open (decisions 9). Each is looked at
 * in the archive twice, soon after it was taken and `staleMs` after; grown, it is read again.
 * Promises: what was taken when is asked of the outbox, so memory does not grow with the number of files, and a
 * restart forgets nothing.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cancel } from '../base/clock.ts';
import type { IntakeContext } from './context.ts';
import type { FileFacts } from './file-facts.ts';
import { faultCode } from './faults.ts';
import { splitPlace } from './folder/places.ts';
import { rejectGrown } from './reject.ts';
import { retakeFile } from './retake.ts';
import type { Scene } from './scene.ts';

/** A file taken lately that its writer did not close, as the outbox remembers it. */
export interface UnclosedFile {
  readonly folder: string;
  readonly name: string;
  readonly storedAs: string;
  readonly inode: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly takenAtMs: number;
}

export interface UnclosedFiles {
  /** Taken from `sinceMs` to `untilMs` (both included), oldest first, at most `limit`. */
  unclosedFiles(sinceMs: number, untilMs: number, limit: number): readonly UnclosedFile[];
}

export interface GrowthCheck {
  /** Files were taken that may grow: the checks are due in time. */
  expect(): void;
  stop(): Promise<void>;
}

/** Most writers that go on writing do so at once. */
const SOON_MS = 1_000;
/** Rows asked of the outbox at a time, and files looked at between two turns of the event loop. */
const PAGE_ROWS = 500;
/** More rows than this of one millisecond are not looked at. */
const PAGE_ROWS_MAX = 64_000;
/** Files that did grow: their first reading is not compared any more. */
const REREAD_MAX = 1_000;

/** One of the two moments after taking. */
interface Moment {
  readonly afterMs: number;
  readonly isLast: boolean;
  /** What was taken before this is checked (wall clock). */
  doneUntilMs: number;
}

export function createGrowthCheck(
  context: IntakeContext,
  files: UnclosedFiles,
  sceneOf: (folder: string) => Scene | undefined,
): GrowthCheck {
  const { clock, limits, note } = context;
  const startMs = clock.now() - 2 * (limits.staleMs + SOON_MS);
  const moments: readonly Moment[] = [
    { afterMs: SOON_MS, isLast: false, doneUntilMs: startMs },
    { afterMs: limits.staleMs, isLast: true, doneUntilMs: startMs },
  ];
  const reread = new Map<string, FileFacts>();
  let expectedMs = clock.monotonicMs();
  let cancel: Cancel | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;
  schedule();

  /** The next check: soon while files come, else when the last of them is due. */
  function schedule(): void {
    if (stopped || cancel) return;
    const sinceMs = clock.monotonicMs() - expectedMs;
    const next = moments.find(({ afterMs }) => sinceMs < afterMs + SOON_MS);
    if (!next) return;
    cancel = clock.after(Math.max(next.afterMs - sinceMs, SOON_MS), () => {
      cancel = undefined;
      running = check().finally(schedule);
    });
  }

  async function check(): Promise<void> {
    try {
      for (const moment of moments) await checkMoment(moment);
    } catch (error) {
      note('intake.failed', { step: 'growth', error: faultCode(error) });
    }
  }

  async function checkMoment(moment: Moment): Promise<void> {
    const untilMs = clock.now() - moment.afterMs;
    // A clock that was set back must not leave files unchecked; looking twice does no harm.
    let sinceMs = Math.min(moment.doneUntilMs, untilMs);
    let limit = PAGE_ROWS;
    for (let rows = files.unclosedFiles(sinceMs, untilMs, limit); !stopped;) {
      for (const row of rows) await checkRow(row, moment.isLast);
      const lastMs = rows.at(-1)?.takenAtMs;
      if (rows.length < limit || lastMs === undefined) break;
      if (lastMs > sinceMs) sinceMs = lastMs;
      else if (limit < PAGE_ROWS_MAX) limit *= 2;
      else sinceMs += 1;
      await nextTurn();
      rows = files.unclosedFiles(sinceMs, untilMs, limit);
    }
    moment.doneUntilMs = untilMs;
  }

  async function checkRow(row: UnclosedFile, isLast: boolean): Promise<void> {
    const scene = sceneOf(row.folder);
    if (!scene) return;
    const key = `${row.folder}/${row.storedAs}`;
    const { place, name: storedName } = splitPlace(row.storedAs);
    const now = scene.folder.open(place, false).examine(storedName);
    if (now.kind !== 'file' || !hasGrown(row, now.facts, reread.get(key))) return;
    const taken = { name: row.name, storedAs: row.storedAs, moved: now.facts };
    const retaken = await retakeFile(context, scene, taken, 'grown');
    if (retaken.kind === 'taken') keepReread(key, retaken.facts);
    if (retaken.kind !== 'unreadable' || !isLast) return;
    rejectGrown(scene, retaken.file, row.storedAs, retaken.problem.code);
    keepReread(key, retaken.file.facts);
  }

  function keepReread(key: string, facts: FileFacts): void {
    reread.delete(key);
    reread.set(key, facts);
    const oldest = reread.keys().next().value;
    if (reread.size > REREAD_MAX && oldest !== undefined) reread.delete(oldest);
  }

  return {
    expect() {
      expectedMs = clock.monotonicMs();
      schedule();
    },
    async stop() {
      stopped = true;
      cancel?.();
      await running;
    },
  };
}

/**
 * Whether the very file that was taken differs from what was read last. Another inode is another file: a copy that
 * nobody else writes to, or what somebody put there. The number of a device may change when a machine restarts.
 */
export function hasGrown(
  taken: Pick<UnclosedFile, 'inode' | 'sizeBytes' | 'mtimeMs'>,
  now: FileFacts,
  readAgain: FileFacts | undefined,
): boolean {
  if (String(now.inode) !== taken.inode) return false;
  const { sizeBytes, mtimeMs } = readAgain ?? taken;
  return now.sizeBytes !== sizeBytes || now.mtimeMs !== mtimeMs;
}
