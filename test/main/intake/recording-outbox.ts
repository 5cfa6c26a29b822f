/**
 * Owns: an outbox that keeps what it was given in memory and knows repetitions by identity, so that a test of
 * the intake can ask what was taken, in which order and in which transactions.
 */
import type { Clock } from '../../../src-main/base/clock.ts';
import type { UnclosedFiles } from '../../../src-main/intake/growth.ts';
import type { PrunableFiles } from '../../../src-main/intake/prune.ts';
import type { Counter, NewEntry, Outbox, Taken, TakenFile } from '../../../src-main/outbox/port.ts';

export interface RecordingOutbox extends Pick<Outbox, 'take' | 'count'>, UnclosedFiles, PrunableFiles {
  /** Every slice that was stored. */
  readonly slices: readonly (readonly TakenFile[])[];
  readonly counters: ReadonlyMap<Counter, number>;
  files(): readonly TakenFile[];
  /** Entries that were no repetition, in order. */
  stored(): readonly NewEntry[];
  labels(): readonly string[];
  duplicates(): number;
  /** Called before a slice is stored; may throw. */
  beforeTake: ((files: readonly TakenFile[]) => void) | undefined;
  /** Marks everything taken so far as settled. */
  settleAll(): void;
}

interface Row {
  readonly fileId: number;
  readonly taken: TakenFile;
  readonly takenAtMs: number;
  settledAtMs: number | undefined;
  gone: boolean;
}

export function recordingOutbox(clock: Pick<Clock, 'now'>): RecordingOutbox {
  const slices: (readonly TakenFile[])[] = [];
  const rows: Row[] = [];
  const entries = new Map<string, NewEntry>();
  const counters = new Map<Counter, number>();
  let duplicates = 0;

  function takeOne(taken: TakenFile): Taken {
    const fileId = rows.length + 1;
    rows.push({ fileId, taken, takenAtMs: clock.now(), settledAtMs: undefined, gone: false });
    let stored = 0;
    for (const entry of taken.entries) {
      if (entries.has(entry.identity)) continue;
      entries.set(entry.identity, entry);
      stored += 1;
    }
    const repeated = taken.entries.length - stored;
    duplicates += repeated;
    return { fileId, stored, duplicates: repeated, differing: 0, conflicts: 0, shelved: taken.shelf.length };
  }

  const outbox: RecordingOutbox = {
    slices,
    counters,
    beforeTake: undefined,
    take(files) {
      outbox.beforeTake?.(files);
      slices.push(files);
      return files.map(takeOne);
    },
    count: (counter, by) => void counters.set(counter, (counters.get(counter) ?? 0) + by),
    files: () => rows.map(({ taken }) => taken),
    stored: () => [...entries.values()],
    labels: () => [...entries.values()].map(({ label }) => label),
    duplicates: () => duplicates,
    settleAll() {
      for (const row of rows) row.settledAtMs ??= clock.now();
    },
    unclosedFiles: (sinceMs, untilMs, limit) =>
      rows
        .filter(({ taken, takenAtMs }) => !taken.file.closed && takenAtMs >= sinceMs && takenAtMs <= untilMs)
        .slice(0, limit)
        .map(({ taken: { file }, takenAtMs }) => ({ ...file, inode: String(file.inode), takenAtMs })),
    prunableFiles: ({ untilMs }, limit) =>
      rows
        .filter(({ gone, settledAtMs }) => !gone && settledAtMs !== undefined && settledAtMs < untilMs)
        .slice(0, limit)
        .map(({ fileId, taken: { file } }) => ({ fileId, folder: file.folder, storedAs: file.storedAs })),
    markGone(fileIds) {
      for (const row of rows) if (fileIds.includes(row.fileId)) row.gone = true;
    },
  };
  return outbox;
}
