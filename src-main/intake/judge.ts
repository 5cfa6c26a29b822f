/**
 * Owns: turning the records of one file into what the outbox takes: good ones become entries, bad ones go to
 * the shelf with their own text, skipped ones are counted (drop folder 7: nothing is lost, nothing waits).
 * Promises: the file's order and places are kept; one record that breaks the rules' own code costs that record
 * only. Refuses to know: the rules (handed in), and repetitions (decided by the outbox).
 */
import { problem, type Problem } from '../base/problem.ts';
import type { FormatRecord } from '../formats/adapter.ts';
import type { NewEntry, NewShelfItem } from '../outbox/port.ts';

/** A record as a format gives it, with what is worth a line in the journal about it. */
export type SourceRecord = FormatRecord & { readonly notes?: readonly Problem[] | undefined };
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
 * The rules for the records of one file: normalising, identity, shift mode. Called once per file, then once per
 * record in the file's order; every signal of an earlier file is in the outbox by then. Changes nothing outside.
 */
export type JudgeFile = (source: RecordSource) => JudgeRecord;
export type JudgeRecord = (record: JudgedRecord) => Verdict;

export interface JudgedFile {
  readonly entries: readonly NewEntry[];
  readonly shelf: readonly NewShelfItem[];
  readonly skipped: number;
  /** Why the first skipped record was skipped. */
  readonly skippedCode: string | undefined;
  readonly holdsSignal: boolean;
}

export type JudgingProblem = 'record.judgingFailed';

interface Gathered {
  readonly entries: NewEntry[];
  readonly shelf: NewShelfItem[];
  skipped: number;
  skippedCode: string | undefined;
  holdsSignal: boolean;
}

/** Answers at once for records that are there, as a promise for those that are still being read. */
export function judgeRecords(
  records: Iterable<SourceRecord> | AsyncIterable<SourceRecord>,
  judge: JudgeRecord,
): JudgedFile | Promise<JudgedFile> {
  const gathered: Gathered = {
    entries: [],
    shelf: [],
    skipped: 0,
    skippedCode: undefined,
    holdsSignal: false,
  };
  if (Symbol.asyncIterator in records) return judgeLater(records, judge, gathered);
  for (const record of records) gather(record, judge, gathered);
  return gathered;
}

async function judgeLater(
  records: AsyncIterable<SourceRecord>,
  judge: JudgeRecord,
  gathered: Gathered,
): Promise<JudgedFile> {
  for await (const record of records) gather(record, judge, gathered);
  return gathered;
}

function gather(record: SourceRecord, judge: JudgeRecord, into: Gathered): void {
  if (record.type === 'skipped') {
    into.skipped += 1;
    into.skippedCode ??= record.problem.code;
  } else if (record.type === 'refused') {
    into.shelf.push({ at: record.at, label: '', raw: record.raw, problem: record.problem, held: false });
  } else {
    const verdict = judgeSafely(record, judge);
    if (verdict.kind === 'shelf') into.shelf.push(verdict.item);
    else for (const entry of verdict.entries) into.entries.push(entry);
    if (record.type === 'signal') into.holdsSignal = true;
  }
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
