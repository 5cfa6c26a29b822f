/**
 * Owns: the format `heado-json`: the API's own receipt objects and our shift events, as one JSON value or as
 * lines (drop folder, "Formats"). The contract that an integrator writes against.
 */
import { readValue } from '../json-value.ts';
import { readJson } from '../json-exact.ts';
import type { FormatAdapter } from '../adapter.ts';
import { isNative, readRecord } from './record.ts';
import { readShape } from './shapes.ts';

/** Names that promise more lines to come even where the first one stands alone. */
const LINES_NAME = /\.(?:ndjson|jsonl)$/i;
/** Lines of the beginning that may be rubbish before the first record. */
const FOREIGN_LINES_MAX = 20;

export const headoJson: FormatAdapter = {
  id: 'heado-json',

  detect(head) {
    return /^\s*[[{]/.test(head) || /^\s*___/.test(head) || hasNativeLine(head);
  },

  read(text, context) {
    const closing = LINES_NAME.test(context.fileName) ? 'lines' : 'self';
    return readValue(text, closing, (value) => readShape(value, '', text));
  },

  json: {
    lists: ['', 'receipts', 'params.receipts'],
    readItem: ({ value, at, raw }) => [readRecord(value, at, raw)],
    readLine: ({ value, at, raw }) => readShape(value, at, raw),
    isRecord: isNative,
  },
};

/** A list of lines may begin with one that is none of ours. */
function hasNativeLine(head: string): boolean {
  return head
    .split('\n', FOREIGN_LINES_MAX)
    .filter((line) => line.trimStart().startsWith('{'))
    .some((line) => {
      const reading = readJson(line);
      return reading.state === 'complete' && isNative(reading.value);
    });
}
