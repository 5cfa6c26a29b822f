/** Owns: reading a text that should be one JSON value. */
import { problem } from '../base/problem.ts';
import type { Closing, FormatRecord, Reading } from './adapter.ts';
import { readJson } from './json-exact.ts';
import { lineAndColumn } from './json-fault.ts';

/** The records that `read` finds in the value; they come lazily and can be walked more than once. */
export function readValue(
  text: string,
  closing: Closing,
  read: (value: unknown) => Iterable<FormatRecord>,
): Reading & { readonly closing: Closing } {
  const reading = readJson(text);
  if (reading.state === 'complete') {
    const records = { [Symbol.iterator]: () => read(reading.value)[Symbol.iterator]() };
    return { state: 'complete', closing, records };
  }
  const { state, code, offset } =
    reading.state === 'tooDeep'
      ? ({ state: 'unreadable', code: 'format.tooDeep', offset: reading.offset } as const)
      : reading.fault.kind === 'incomplete'
        ? ({ state: 'incomplete', code: 'format.incomplete', offset: reading.fault.offset } as const)
        : ({ state: 'unreadable', code: 'format.broken', offset: reading.fault.offset } as const);
  return { state, closing: 'self', problem: problem(code, lineAndColumn(text, offset)) };
}
