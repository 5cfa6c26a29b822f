/**
 * Owns: bringing judged files into the outbox: small ones together in one transaction, one of many records chunk by
 * chunk, with turns of the event loop between (drop folder, "Taking a file" 5 and 7).
 * Promises: when a crash ends it between two chunks, the file is read again and what was stored is recognised.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KnownFile, NewShelfItem, Taken, TakenFile } from '../outbox/port.ts';
import type { Place, ReadingContext } from './context.ts';
import type { JudgedChunk, JudgedFile } from './judge.ts';
import { addSkips, NO_SKIPS, type Skips } from './skips.ts';
import type { FileRecord } from './load-file.ts';

export interface Storing {
  readonly file: FileRecord;
  readonly judged: JudgedFile;
  /** Where its bytes will lie, below the folder. */
  readonly storedAs: string;
  readonly closed: boolean;
  /** Its row, when it was taken before. */
  readonly known?: KnownFile | undefined;
  /** The outbox is being rebuilt from the archive. */
  readonly rebuilt?: boolean | undefined;
  /** A newer data folder may have sent what is new here (`FolderGate`). */
  readonly inDoubt?: boolean | undefined;
}

type Folder = Pick<Place, 'settings'>;

/** What became of a file's records. */
export interface Stored extends Taken {
  readonly skipped: Skips;
}

/** Stores files of one chunk in one transaction. Throws what the outbox throws; nothing is stored then. */
export function storeSmall(
  context: ReadingContext,
  place: Folder,
  files: readonly Storing[],
): readonly Stored[] {
  const taken = context.outbox.take(files.map((storing) => toTaken(place, storing, storing.judged.first)));
  return files.map((storing, index) => {
    const counts = taken[index];
    if (!counts) throw new Error('the outbox answered for fewer files than it was given');
    storeShared(context, place, storing, counts.fileId);
    return sum(undefined, counts, storing.judged.first);
  });
}

/** The process is ending: what is not stored yet is read again at the next start. */
export class StoppedError extends Error {}

/**
 * Stores all records of a file, chunk by chunk; after each it rests for as long as the chunk took, so that sending and
 * other files go on. Throws what the outbox throws, and `StoppedError`: some chunks are stored then.
 */
export async function storeFile(context: ReadingContext, place: Folder, storing: Storing): Promise<Stored> {
  const { judged } = storing;
  const { clock, outbox } = context;
  let chunk = judged.first;
  let { known } = storing;
  let stored: Stored | undefined;
  let workedMs = 0;
  for (;;) {
    const begunMs = clock.monotonicMs();
    if (!stored || chunk.entries.length + chunk.shelf.length > 0) {
      const [counts] = outbox.take([toTaken(place, { ...storing, known }, chunk)]);
      if (!counts) throw new Error('the outbox answered for no file');
      // Whoever keeps no rows answers 0.
      if (counts.fileId > 0) known ??= { fileId: counts.fileId, reread: false };
      stored = sum(stored, counts, chunk);
    } else stored = sum(stored, { ...NOTHING, fileId: stored.fileId }, chunk);
    if (chunk.isLast) break;
    await rest(context, workedMs + clock.monotonicMs() - begunMs);
    if (context.isStopped()) throw new StoppedError();
    const judgedFromMs = clock.monotonicMs();
    chunk = await judged.next();
    workedMs = clock.monotonicMs() - judgedFromMs;
    await nextTurn();
  }
  storeShared(context, place, storing, stored.fileId);
  return stored;
}

/** A file of one chunk as it is taken, with the item that its further refused records share. */
export function takenOf(place: Folder, storing: Storing): TakenFile {
  const { first, refusals } = storing.judged;
  const shared = refusals.shared();
  return toTaken(place, storing, { ...first, shelf: shared ? [...first.shelf, shared] : first.shelf });
}

const NOTHING = { stored: 0, duplicates: 0, differing: 0, conflicts: 0, shelved: 0 };

async function rest({ clock }: ReadingContext, workedMs: number): Promise<void> {
  await nextTurn();
  if (workedMs > 0) await new Promise<void>((resolve) => clock.after(workedMs, resolve));
}

/** The refused records beyond the limit, as one item. */
function storeShared(context: ReadingContext, place: Folder, storing: Storing, fileId: number): void {
  const shared = storing.judged.refusals.shared();
  if (!shared) return;
  const known = fileId > 0 ? { fileId, reread: storing.known?.reread ?? false } : undefined;
  const taken = toTaken(place, { ...storing, known }, { entries: [], shelf: [shared] });
  context.outbox.take([taken]);
}

function toTaken(
  { settings }: Folder,
  { file, judged, storedAs, closed, known, rebuilt, inDoubt }: Storing,
  { entries, shelf }: Pick<JudgedChunk, 'entries'> & { readonly shelf: readonly NewShelfItem[] },
): TakenFile {
  const { name, facts, sha256, format, lines } = file;
  const source = {
    folder: settings.path,
    name,
    storedAs,
    format,
    sha256,
    ...facts,
    closed,
    lines,
    known,
    rebuilt,
    ...(inDoubt === true && ({ arrivesAs: 'doubtful', perhapsSent: true } as const)),
  };
  return { file: source, entries, shelf, reading: judged.refusals };
}

function sum(before: Stored | undefined, counts: Taken, chunk: JudgedChunk): Stored {
  return {
    fileId: counts.fileId,
    stored: counts.stored + (before?.stored ?? 0),
    duplicates: counts.duplicates + (before?.duplicates ?? 0),
    differing: counts.differing + (before?.differing ?? 0),
    conflicts: counts.conflicts + (before?.conflicts ?? 0),
    shelved: counts.shelved + (before?.shelved ?? 0),
    skipped: addSkips([before?.skipped ?? NO_SKIPS, chunk.skipped]),
  };
}
