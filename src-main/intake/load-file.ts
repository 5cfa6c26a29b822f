/**
 * Owns: one file read once: its bytes' hash, and what its format made of them.
 * Promises: nothing is moved, nothing is stored; a format that throws counts as unreadable.
 */
import { hash } from 'node:crypto';
import { problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { endsWithEndMark } from './completeness.ts';
import type { IntakeContext, Place, SourceReading } from './context.ts';
import type { FileFacts } from './file-facts.ts';
import type { Spot } from './folder/held-folder.ts';
import { judgeRecords, type JudgedFile, type SourceRecord } from './judge.ts';
import type { Taken, TakenFile } from '../outbox/port.ts';
import type { ReadFault } from './read-source.ts';

export type ReadingProblem = 'format.readerFailed';

/** What is stored of a file: all that is kept between judging and storing it. */
export interface FileRecord {
  readonly name: string;
  readonly facts: FileFacts;
  readonly sha256: string;
  readonly format: string;
}

export interface LoadedFile extends FileRecord {
  /** The last line is `___EOF___`. */
  readonly endMark: boolean;
  readonly reading: SourceReading;
}

/** Reads the file at a spot, which must still be the one of `expected`; `name`: what its writer called it. */
export function loadFile(
  context: IntakeContext,
  place: Place,
  { folder, name: at }: Spot,
  name: string,
  expected: FileFacts,
): Result<LoadedFile, ReadFault> {
  const source = folder.read(at, expected, context.limits.maxFileBytes);
  if (!source.ok) return fail(source.error);
  const { bytes, facts } = source.value;
  const reading = readSafely(context, place, bytes, name, facts.mtimeMs);
  return ok({
    name,
    facts,
    sha256: hash('sha256', bytes),
    format: reading.format,
    endMark: endsWithEndMark(bytes),
    reading,
  });
}

function readSafely(
  context: IntakeContext,
  { settings }: Place,
  bytes: Uint8Array,
  fileName: string,
  mtimeMs: number,
): SourceReading {
  const { format, encoding } = settings;
  try {
    return context.readFile(bytes, { fileName, mtimeMs, format, encoding });
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    const found = problem<ReadingProblem>('format.readerFailed', '', { error: name });
    return { state: 'unreadable', problem: found, closing: 'self', format };
  }
}

/** The rules applied to every record of a complete reading. */
export function judgeLoaded(
  context: IntakeContext,
  { settings }: Place,
  file: LoadedFile,
  records: Iterable<SourceRecord> | AsyncIterable<SourceRecord>,
): JudgedFile | Promise<JudgedFile> {
  const { name, format } = file;
  return judgeRecords(records, context.judge({ folder: settings.path, fileName: name, format }));
}

export interface Storing {
  readonly file: FileRecord;
  readonly judged: JudgedFile;
  /** Where its bytes will lie: a place of the folder, and a name. */
  readonly storedAs: string;
  readonly closed: boolean;
}

/** Stores the records of files in one durable transaction. Throws what the outbox throws; nothing is stored then. */
export function storeFiles(
  { outbox }: IntakeContext,
  place: Place,
  files: readonly Storing[],
): readonly Taken[] {
  return outbox.take(files.map((storing) => toTakenFile(place, storing)));
}

function toTakenFile({ settings }: Place, { file, judged, storedAs, closed }: Storing): TakenFile {
  const { name, facts, sha256, format } = file;
  const source = { folder: settings.path, name, storedAs, format, sha256, ...facts, closed };
  return { file: source, entries: judged.entries, shelf: judged.shelf };
}
