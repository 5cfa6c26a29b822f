/**
 * Owns: the format `heado-json`: the API's own receipt objects and our shift events, as one JSON value or as
 * lines (drop folder, "Formats"). The contract that an integrator writes against.
 */
import { problem } from '../../base/problem.ts';
import { readJson } from '../json-exact.ts';
import { lineAndColumn } from '../json-fault.ts';
import type { Closing, FormatAdapter, Reading } from '../adapter.ts';
import { endOfLines, isLines, readLines } from './lines.ts';
import { readShape } from './shapes.ts';

type Read = Reading & { readonly closing: Closing };

/** Names that promise more lines to come even where the first one stands alone. */
const LINES_NAME = /\.(?:ndjson|jsonl)$/i;

function readAsLines(text: string): Read {
  const end = endOfLines(text);
  const closing = end === 'marked' ? 'self' : 'lines';
  if (end !== 'cut') return { state: 'complete', closing, records: again(() => readLines(text)) };
  const at = lineAndColumn(text, text.length);
  return { state: 'incomplete', closing, problem: problem('format.incomplete', at) };
}

/** An iterable that can be walked more than once. */
function again<T>(walk: () => Iterable<T>): Iterable<T> {
  return { [Symbol.iterator]: () => walk()[Symbol.iterator]() };
}

export const headoJson: FormatAdapter = {
  id: 'heado-json',

  detect(head) {
    return /^\s*[[{]/.test(head) || /^\s*___/.test(head);
  },

  read(text, context) {
    const reading = readJson(text);
    if (reading.state === 'complete') {
      const closing = LINES_NAME.test(context.fileName) ? 'lines' : 'self';
      return { state: 'complete', closing, records: again(() => readShape(reading.value, '', text)) };
    }
    if (isLines(text, reading.state === 'faulty' ? reading.fault.kind : 'broken')) return readAsLines(text);
    if (reading.state === 'tooDeep') {
      const at = lineAndColumn(text, reading.offset);
      return { state: 'unreadable', closing: 'self', problem: problem('format.tooDeep', at) };
    }
    const { kind, offset } = reading.fault;
    const at = lineAndColumn(text, offset);
    if (kind === 'incomplete') {
      return { state: 'incomplete', closing: 'self', problem: problem('format.incomplete', at) };
    }
    return { state: 'unreadable', closing: 'self', problem: problem('format.broken', at) };
  },
};
