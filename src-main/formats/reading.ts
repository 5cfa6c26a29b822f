/**
 * Owns: what the formats of this room give beyond the contract in `adapter.ts`: notes on records, the company
 * filter, and the codes of everything that reading can find wrong.
 * Refuses to know: the words of the codes, what becomes of a record.
 */
import type { Problem } from '../base/problem.ts';
import type { Closing, FormatAdapter, FormatContext, FormatRecord } from './adapter.ts';

/** Why a file as a whole cannot be read, or not yet. */
export type FileProblem =
  | 'format.empty'
  | 'format.incomplete'
  | 'format.nulTail'
  | 'format.nulBytes'
  | 'format.encodingUnknown'
  | 'format.utf8Damaged'
  | 'format.broken'
  | 'format.tooDeep'
  | 'format.unknown'
  | 'format.notInstalled';

/** Why one record is refused, or rightly left out; or what is worth a note. */
export type RecordProblem =
  | 'format.broken'
  | 'format.tooDeep'
  | 'format.afterEnd'
  | 'format.notARecord'
  | 'format.fieldMissing'
  | 'format.fieldWrongType'
  | 'format.unknownFields'
  | 'native.methodUnknown'
  | 'ofd.shapeUnknown'
  | 'ofd.codeMismatch'
  | 'ofd.operationUnknown'
  | 'ofd.notKopecks'
  | 'ofd.timeUnknown'
  | 'ofd.foreignCompany'
  | 'ofd.outlay'
  | 'ofd.report'
  | 'ofd.prepayment'
  | 'ofd.prepaidReduced'
  | 'ofd.clockLooksUtc';

export type FormatProblem = FileProblem | RecordProblem;

/** A record, and what is worth a line in the journal about it; notes change nothing. */
export type NotedRecord = FormatRecord & { readonly notes?: readonly Problem<RecordProblem>[] | undefined };

export interface ReadContext extends FormatContext {
  /** Tax number of the shop's company: fiscal documents of another one are refused. Absent: all are taken. */
  readonly companyInn?: string | undefined;
}

export type NotedReading =
  | { readonly state: 'complete'; readonly records: Iterable<NotedRecord> | AsyncIterable<NotedRecord> }
  | { readonly state: 'incomplete'; readonly problem: Problem<FileProblem> }
  | { readonly state: 'unreadable'; readonly problem: Problem<FileProblem> };

/** An adapter as this room writes them: everything that the contract asks, and notes. */
export interface NotingAdapter extends FormatAdapter {
  read(text: string, context: ReadContext): NotedReading & { readonly closing: Closing };
}
