/** Ways to read texts and files in the tests of this room. */
import { readFile, type FileReading, type ReadOptions } from '../../../src-main/formats/detect.ts';
import type { FormatContext, FormatRecord } from '../../../src-main/formats/adapter.ts';
import type { ReceiptDraft } from '../../../src-main/receipt/draft.ts';

export const fixtures = new URL('../../fixtures/pos/', import.meta.url);

function context(changes: Partial<FormatContext> = {}): FormatContext {
  return { fileName: 'x.json', mtimeMs: 0, timeZone: 'Europe/Moscow', prepayment: 'settlement', ...changes };
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function read(
  content: Uint8Array | string,
  options: Partial<ReadOptions> = {},
  changes: Partial<FormatContext> = {},
): FileReading {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  return readFile(bytes, { format: 'auto', ...options }, context(changes));
}

/** All records of a reading; throws when the file was not complete. */
export function recordsOf(reading: FileReading): FormatRecord[] {
  if (reading.state !== 'complete') throw new Error(`${reading.state}: ${JSON.stringify(reading.problem)}`);
  if (Symbol.asyncIterator in reading.records) throw new Error('these formats are read at once');
  return [...reading.records];
}

export function records(...given: Parameters<typeof read>): FormatRecord[] {
  return recordsOf(read(...given));
}

/** `incomplete format.incomplete line 1, column 2`, or what the file's records are. */
export function summary(...given: Parameters<typeof read>): string {
  const reading = read(...given);
  if (reading.state === 'complete') return recordsOf(reading).map(describeRecord).join(' | ');
  return `${reading.state} ${reading.problem.code} ${reading.problem.at}`.trim();
}

function describeRecord(record: FormatRecord): string {
  if (record.type === 'receipt' || record.type === 'signal') return `${record.type} ${record.at}`.trim();
  return `${record.type} ${record.problem.code} ${record.problem.at}`.trim();
}

/** The draft of the only receipt; throws when there is another number of records, or another kind. */
export function onlyDraft(...given: Parameters<typeof read>): ReceiptDraft {
  const [record, ...others] = records(...given);
  if (record?.type !== 'receipt' || others.length > 0) throw new Error(summary(...given));
  return record.draft;
}
