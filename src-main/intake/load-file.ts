/**
 * Owns: one file read once: its bytes' hash, and what its format made of them. A small file is read at once, a large
 * one in steps with turns of the event loop between.
 * Promises: nothing is moved, nothing is stored; a format that throws counts as unreadable.
 */
import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { endsWithEndMark } from './completeness.ts';
import type { Place, ReadingContext, SourceReading } from './context.ts';
import type { FileFacts } from './file-facts.ts';
import type { Spot } from './folder/held-folder.ts';
import { judgeRecords, type JudgedFile, type SourceRecords } from './judge.ts';
import type { ReadFault } from './read-source.ts';

export type ReadingProblem = 'format.readerFailed';

/** A larger file is read in steps, and beside the round that found it. */
export const SMALL_BYTES_MAX = 256 * 1024;
const LINE_FEED = 0x0a;

/** What is stored of a file: all that is kept between judging and storing it. */
export interface FileRecord {
  readonly name: string;
  readonly facts: FileFacts;
  readonly sha256: string;
  readonly format: string;
  /** More lines may follow, as far as its content tells. */
  readonly lines: boolean;
}

export interface LoadedFile extends FileRecord {
  /** The last line is `___EOF___`. */
  readonly endMark: boolean;
  readonly reading: SourceReading;
}

type Folder = Pick<Place, 'settings'>;

/** Where a file lies, and what its writer called it. */
export interface FilePlace extends Spot {
  readonly calledName: string;
}

/** Reads a small file, which must still be the one of `expected`. */
export function loadSmall(
  context: ReadingContext,
  place: Folder,
  { folder, name: at, calledName: name }: FilePlace,
  expected: FileFacts,
): Result<LoadedFile, ReadFault> {
  const source = folder.read(at, expected, context.limits.maxFileBytes);
  if (!source.ok) return fail(source.error);
  const { bytes, facts } = source.value;
  const reading = readSafely(place, () => context.readFile(bytes, sourceOf(place, name, facts)));
  return ok(describe({ name, facts, sha256: hash('sha256', bytes) }, bytes, reading));
}

/** Reads a file of any size, which must still be the one of `expected`. */
export async function loadFile(
  context: ReadingContext,
  place: Folder,
  file: FilePlace,
  expected: FileFacts,
): Promise<Result<LoadedFile, ReadFault>> {
  if (expected.sizeBytes <= SMALL_BYTES_MAX) return loadSmall(context, place, file, expected);
  const source = await file.folder.readLarge(file.name, expected, context.limits.maxFileBytes);
  if (!source.ok) return fail(source.error);
  const { bytes, facts, sha256 } = source.value;
  const { calledName: name } = file;
  const reading = await readLargeSafely(context, place, bytes, sourceOf(place, name, facts));
  return ok(describe({ name, facts, sha256 }, bytes, reading));
}

function sourceOf(
  { settings }: Folder,
  fileName: string,
  { mtimeMs }: FileFacts,
): Parameters<ReadingContext['readFile']>[1] {
  const { format, encoding } = settings;
  return { fileName, mtimeMs, format, encoding };
}

function describe(
  file: Pick<LoadedFile, 'name' | 'facts' | 'sha256'>,
  bytes: Uint8Array,
  reading: SourceReading,
): LoadedFile {
  const endMark = endsWithEndMark(bytes);
  const lines = !endMark && (reading.closing === 'lines' || bytes.at(-1) === LINE_FEED);
  return { ...file, format: reading.format, lines, endMark, reading };
}

function readSafely({ settings }: Folder, read: () => SourceReading): SourceReading {
  try {
    return read();
  } catch (error) {
    return unreadable(settings.format, error);
  }
}

async function readLargeSafely(
  context: ReadingContext,
  { settings }: Folder,
  ...[bytes, source]: Parameters<ReadingContext['readFile']>
): Promise<SourceReading> {
  try {
    return await context.readLargeFile(bytes, source, nextTurn);
  } catch (error) {
    return unreadable(settings.format, error);
  }
}

function unreadable(format: string, error: unknown): SourceReading {
  const name = error instanceof Error ? error.name : 'unknown';
  const found = problem<ReadingProblem>('format.readerFailed', '', { error: name });
  return { state: 'unreadable', problem: found, closing: 'self', format };
}

/** Whether the last record of a file is taken although its end is missing. */
export type Tail = 'withCut' | 'withoutCut';

export type WholeReading = Extract<SourceReading, { readonly state: 'complete' }>;

interface Judging {
  readonly reading: WholeReading;
  readonly tail?: Tail;
}

/** The rules applied to the records of a complete reading, as far as its first chunk. */
export function judgeLoaded(
  context: ReadingContext,
  { settings }: Folder,
  { name, format }: Pick<LoadedFile, 'name' | 'format'>,
  { reading, tail = 'withCut' }: Judging,
): JudgedFile | Promise<JudgedFile> {
  const source = { folder: settings.path, fileName: name, format };
  const records = tail === 'withCut' ? withCut(reading) : reading.records;
  const { refusalsMax } = context.limits;
  return judgeRecords({ records, format, refusalsMax }, () => context.judge(source));
}

function withCut({ records, unfinished }: WholeReading): SourceRecords {
  if (!unfinished) return records;
  return Symbol.asyncIterator in records ? joinLater(records, unfinished) : join(records, unfinished);
}

function* join<T>(records: Iterable<T>, last: T): Generator<T> {
  yield* records;
  yield last;
}

async function* joinLater<T>(records: AsyncIterable<T>, last: T): AsyncGenerator<T> {
  yield* records;
  yield last;
}
