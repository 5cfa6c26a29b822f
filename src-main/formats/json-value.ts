/** Owns: reading a text that should be one JSON value. */
import { problem } from '../base/problem.ts';
import type { Closing, FormatRecord, Reading } from './adapter.ts';
import type { JsonReading } from './json-exact.ts';
import { lineAndColumn, type Fault } from './json-fault.ts';
import type { FileProblem } from './problems.ts';

/** Names that promise more lines to come even where the first one stands alone. */
const LINES_NAME = /\.(?:ndjson|jsonl)$/i;

export function closingOf(fileName: string): Closing {
  return LINES_NAME.test(fileName) ? 'lines' : 'self';
}

/** Why a text is no JSON; one that is merely cut is `format.incomplete`. */
const FAULT_CODES = {
  incomplete: 'format.incomplete',
  broken: 'format.broken',
  more: 'format.severalValues',
} as const satisfies Record<Fault['kind'], FileProblem>;

/** The records that `read` finds in the value; they come lazily and can be walked more than once. */
export function readValue(
  text: string,
  reading: JsonReading,
  closing: Closing,
  read: (value: unknown) => Iterable<FormatRecord>,
): Reading & { readonly closing: Closing } {
  if (reading.state === 'complete') {
    const records = { [Symbol.iterator]: () => read(reading.value)[Symbol.iterator]() };
    return { state: 'complete', closing, records };
  }
  if (reading.state === 'tooDeep') {
    const found = problem<FileProblem>('format.tooDeep', lineAndColumn(text, reading.offset));
    return { state: 'unreadable', closing: 'self', problem: found };
  }
  const { kind, offset } = reading.fault;
  const found = problem(FAULT_CODES[kind], lineAndColumn(text, offset));
  return { state: kind === 'incomplete' ? 'incomplete' : 'unreadable', closing: 'self', problem: found };
}
