/**
 * Owns: an outbox that keeps what it was given in memory and knows repetitions by identity, so that a test of
 * the intake can ask what was taken, in which order and in which transactions.
 */
import type { Clock } from '../../../src-main/base/clock.ts';
import type { KeptFiles } from '../../../src-main/intake/growth.ts';
import type { PrunableFiles } from '../../../src-main/intake/prune.ts';
import type { Counter, SkipCounter } from '../../../src-main/outbox/counter.ts';
import type { ArchivedFile, NewEntry, Outbox, Taken, TakenFile } from '../../../src-main/outbox/port.ts';
import type { Readings } from '../../../src-main/intake/context.ts';

export interface RecordingOutbox extends Pick<Outbox, 'take' | 'count'>, KeptFiles, PrunableFiles, Readings {
  /** Every slice that was stored. */
  readonly slices: readonly (readonly TakenFile[])[];
  readonly counters: ReadonlyMap<Counter | SkipCounter, number>;
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
  /** As it was taken last. */
  taken: TakenFile;
  takenAtMs: number;
  settledAtMs: number | undefined;
  gone: boolean;
}

export function recordingOutbox(clock: Pick<Clock, 'now'>): RecordingOutbox {
  const slices: (readonly TakenFile[])[] = [];
  const rows: Row[] = [];
  const takings: TakenFile[] = [];
  const readings = new Map<string, { facts: string; crashes: number }>();
  const entries = new Map<string, NewEntry>();
  const counters = new Map<Counter | SkipCounter, number>();
  let duplicates = 0;

  function takeOne(taken: TakenFile): Taken {
    const known = rows.find((row) => row.fileId === taken.file.known?.fileId);
    const fileId = known?.fileId ?? rows.length + 1;
    if (known) Object.assign(known, { taken, takenAtMs: clock.now() });
    else rows.push({ fileId, taken, takenAtMs: clock.now(), settledAtMs: undefined, gone: false });
    takings.push(taken);
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
    files: () => takings,
    stored: () => [...entries.values()],
    labels: () => [...entries.values()].map(({ label }) => label),
    duplicates: () => duplicates,
    settleAll() {
      for (const row of rows) row.settledAtMs ??= clock.now();
    },
    keptFiles: (folder, limit, before) =>
      rows
        .filter(({ gone, taken: { file } }) => !gone && file.folder === folder)
        .map(archived)
        .sort((one, other) => other.readAtMs - one.readAtMs || other.fileId - one.fileId)
        .filter((row) => !before || isBefore(row, before))
        .slice(0, limit),
    prunableFiles: ({ untilMs, linesUntilMs }, limit, after) =>
      rows
        .filter(({ fileId }) => fileId > after)
        .filter(({ gone, settledAtMs }) => !gone && settledAtMs !== undefined && settledAtMs < untilMs)
        .filter(
          ({ taken: { file }, takenAtMs }) => file.closed || file.lines === false || takenAtMs < linesUntilMs,
        )
        .slice(0, limit)
        .map(archived),
    begin(path, facts) {
      const before = readings.get(path);
      const crashes = before?.facts === facts ? before.crashes + 1 : 0;
      readings.set(path, { facts, crashes });
      return crashes;
    },
    end: (path) => void readings.delete(path),
    markGone(fileIds) {
      for (const row of rows) if (fileIds.includes(row.fileId)) row.gone = true;
    },
  };
  return outbox;
}

function archived({ fileId, taken: { file }, takenAtMs }: Row): ArchivedFile {
  const { folder, name, storedAs, format, sha256, sizeBytes, mtimeMs, closed, device, inode, lines } = file;
  const place = {
    folder,
    name,
    storedAs,
    format,
    sha256,
    sizeBytes,
    mtimeMs,
    closed,
    lines: lines !== false,
  };
  return { ...place, fileId, readAtMs: takenAtMs, device: String(device), inode: String(inode) };
}

function isBefore(one: ArchivedFile, other: ArchivedFile): boolean {
  if (one.readAtMs !== other.readAtMs) return one.readAtMs < other.readAtMs;
  return one.fileId < other.fileId;
}
