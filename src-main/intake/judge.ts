/**
 * Owns: turning the records of one file into what the outbox takes, chunk by chunk: good ones become entries, bad ones
 * go to the shelf with their own text, skipped ones are counted (drop folder 7: nothing is lost, nothing waits).
 * Promises: the file's order and places are kept; one record that breaks the rules' own code costs that record only; a
 * chunk is work of some milliseconds, whatever the file holds. A file whose beginning holds nothing we know is looked
 * through, with turns for others, until something is found: only one that holds nothing to its end is told as foreign.
 * Refuses to know: the rules (handed in), and repetitions (decided by the outbox).
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { problem, type Problem } from '../base/problem.ts';
import type { FormatRecord } from '../formats/adapter.ts';
import type { NewEntry, NewShelfItem } from '../outbox/port.ts';
import { countRefusals, type Refusals } from './refusals.ts';
import type { Skips } from './skips.ts';

/** A record as a format gives it, with what is worth a line in the journal about it. */
export type SourceRecord = FormatRecord & { readonly notes?: readonly Problem[] | undefined };
export type SourceRecords = Iterable<SourceRecord> | AsyncIterable<SourceRecord>;
export type JudgedRecord = Extract<SourceRecord, { readonly type: 'receipt' | 'signal' }>;

/** What the rules of receipts and shifts make of one record; a signal may bring an entry beside its own. */
export type Verdict =
  | { readonly kind: 'entries'; readonly entries: readonly NewEntry[] }
  | { readonly kind: 'shelf'; readonly item: NewShelfItem };

/** Where records come from. */
export interface RecordSource {
  readonly folder: string;
  readonly fileName: string;
  readonly format: string;
}

/**
 * The rules for the records of one file: normalising, identity, shift mode. Called once per chunk, then once per
 * record in the file's order; every signal before the chunk is in the outbox by then. Changes nothing outside.
 */
export type JudgeFile = (source: RecordSource) => JudgeRecord;
export type JudgeRecord = (record: JudgedRecord) => Verdict;

/** Some of a file's records. */
export interface JudgedChunk {
  readonly entries: readonly NewEntry[];
  readonly shelf: readonly NewShelfItem[];
  readonly skipped: Skips;
  readonly holdsSignal: boolean;
  /** What it costs to store, see `CHUNK_WORK`. */
  readonly work: number;
  /** No record follows. */
  readonly isLast: boolean;
}

/** The records of one file, judged as far as `first`. */
export interface JudgedFile {
  readonly first: JudgedChunk;
  /** The next chunk; not asked for before the one before it is stored, nor after the last. */
  next(): Promise<JudgedChunk>;
  readonly refusals: Refusals;
  /**
   * The file holds nothing that we know, as it is now: dropped anew it is rejected as a whole. One that was taken before
   * goes on being taken, whatever it grew by.
   */
  readonly foreign: Problem<JudgingProblem> | undefined;
}

export type JudgingProblem = 'record.judgingFailed' | 'file.noRecords' | 'file.allRefused';

/**
 * Work is counted in looks at a record that is only counted. So much takes some ten milliseconds to judge, and as many
 * to store: 200 ordinary receipts.
 */
export const CHUNK_WORK = 2_000;
const LOOK_WORK = 1;
const KEPT_WORK = 10;
/** A fiscal number costs a look: each is a row of its own among the keys. */
const NAME_WORK = 1;
/** A text costs a look for each of so many characters; a receipt of thirty lines is still an ordinary one. */
const TEXT_PER_LOOK = 500;
/** A file of so many records and none of ours is another file (drop folder, "Taking a file" 7). */
const FOREIGN_RECORDS = 200;

export interface RecordsOf {
  readonly records: SourceRecords;
  /** Which format read them: told with every refusal. */
  readonly format: string;
  readonly refusalsMax?: number | undefined;
}

/**
 * Judges the first chunk, and where nothing in it is known as far as the first record that is: at once for records that are
 * there and known, else as a promise.
 */
export function judgeRecords(
  { records, format, refusalsMax = Number.POSITIVE_INFINITY }: RecordsOf,
  judge: () => JudgeRecord,
): JudgedFile | Promise<JudgedFile> {
  const gathering: Gathering = {
    format,
    refusals: countRefusals(refusalsMax),
    looks: 0,
    known: 0,
    refused: undefined,
  };
  if (Symbol.asyncIterator in records) {
    const walk = records[Symbol.asyncIterator]();
    const next = (): Promise<JudgedChunk> => nextLater(walk, judge(), gathering);
    return next().then((first) => lookOn(first, next, gathering));
  }
  const walk = records[Symbol.iterator]();
  const next = (): JudgedChunk => nextNow(walk, judge(), gathering);
  // Asked for as a promise, what goes wrong in it is a rejection like any other.
  const later = async (): Promise<JudgedChunk> => next();
  const first = next();
  return isKnown(first, gathering) ? describe(first, later, gathering) : lookOn(first, later, gathering);
}

/** There is something of ours, or no more to look at. */
const isKnown = ({ isLast }: JudgedChunk, { known }: Gathering): boolean => isLast || known > 0;

/** Looks ahead as far as the first record that is known: of what is refused on the way little is kept. */
async function lookOn(
  first: JudgedChunk,
  next: JudgedFile['next'],
  gathering: Gathering,
): Promise<JudgedFile> {
  const ahead: JudgedChunk[] = [];
  for (let last = first; !isKnown(last, gathering); ahead.push(last)) {
    await nextTurn();
    last = await next();
  }
  return describe(first, async () => ahead.shift() ?? next(), gathering);
}

/** What is known of the whole file so far. */
interface Gathering {
  readonly format: string;
  readonly refusals: Refusals;
  looks: number;
  /** Receipts, signals, and what is rightly not sent. */
  known: number;
  /** Why the first refused record was refused. */
  refused: Problem | undefined;
}

function describe(
  first: JudgedChunk,
  next: JudgedFile['next'],
  { format, refusals, looks, known, refused }: Gathering,
): JudgedFile {
  const foreign =
    known === 0 && looks >= FOREIGN_RECORDS && refused
      ? problem<JudgingProblem>('file.allRefused', refused.at, {
          ...refused.values,
          ...{ count: looks, because: refused.code, readAs: format },
        })
      : undefined;
  return { first, next, refusals, foreign };
}

function nextNow(walk: Iterator<SourceRecord>, judge: JudgeRecord, gathering: Gathering): JudgedChunk {
  const chunk = beginChunk();
  while (chunk.work < CHUNK_WORK) {
    const next = walk.next();
    if (next.done === true) return endFile(chunk, gathering);
    gather(next.value, judge, chunk, gathering);
  }
  return chunk;
}

async function nextLater(
  walk: AsyncIterator<SourceRecord>,
  judge: JudgeRecord,
  gathering: Gathering,
): Promise<JudgedChunk> {
  const chunk = beginChunk();
  while (chunk.work < CHUNK_WORK) {
    const next = await walk.next();
    if (next.done === true) return endFile(chunk, gathering);
    gather(next.value, judge, chunk, gathering);
  }
  return chunk;
}

interface Chunk extends JudgedChunk {
  readonly entries: NewEntry[];
  readonly shelf: NewShelfItem[];
  readonly skipped: Map<string, number>;
  work: number;
  holdsSignal: boolean;
  isLast: boolean;
}

function beginChunk(): Chunk {
  return { entries: [], shelf: [], skipped: new Map(), work: 0, holdsSignal: false, isLast: false };
}

/** A file without a single record is told like a record that is rightly not sent. */
function endFile(chunk: Chunk, { looks }: Gathering): JudgedChunk {
  chunk.isLast = true;
  if (looks > 0) return chunk;
  chunk.skipped.set('file.noRecords' satisfies JudgingProblem, 1);
  return chunk;
}

function gather(record: SourceRecord, judge: JudgeRecord, into: Chunk, gathering: Gathering): void {
  const [entries, shelved] = [into.entries.length, into.shelf.length];
  put(record, judge, into, gathering);
  const kept = into.shelf.length - shelved + into.entries.length - entries;
  let names = 0;
  for (const { aliases } of into.entries.slice(entries)) names += aliases?.length ?? 0;
  const text = record.type === 'skipped' ? 0 : record.raw.length / TEXT_PER_LOOK;
  into.work += Math.max(LOOK_WORK, kept * KEPT_WORK, text, names * NAME_WORK);
}

function put(record: SourceRecord, judge: JudgeRecord, into: Chunk, gathering: Gathering): void {
  gathering.looks += 1;
  if (record.type !== 'refused') gathering.known += 1;
  if (record.type === 'skipped') {
    const { code } = record.problem;
    into.skipped.set(code, (into.skipped.get(code) ?? 0) + 1);
  } else if (record.type === 'refused') {
    gathering.refused ??= record.problem;
    const { at, raw, problem: found, unfinished } = record;
    shelve({ at, label: '', raw, problem: found, held: false, unfinished }, into, gathering);
  } else {
    const verdict = judgeSafely(record, judge);
    if (verdict.kind === 'shelf') shelve(verdict.item, into, gathering);
    else for (const entry of verdict.entries) into.entries.push(entry);
    if (record.type === 'signal') into.holdsSignal = true;
  }
}

/** What is on hold is no refusal: it goes by itself when the clock or the settings are right. */
function shelve(item: NewShelfItem, into: Chunk, { refusals, format }: Gathering): void {
  const { problem: found } = item;
  const told = { ...item, problem: { ...found, values: { ...found.values, readAs: format } } };
  if (item.held || refusals.admit(told)) into.shelf.push(item.held ? item : told);
}

function judgeSafely(record: JudgedRecord, judge: JudgeRecord): Verdict {
  try {
    return judge(record);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    const found = problem<JudgingProblem>('record.judgingFailed', record.at, { error: name });
    return {
      kind: 'shelf',
      item: { at: record.at, label: '', raw: record.raw, problem: found, held: false },
    };
  }
}
