/**
 * Owns: the format `heado-json`: the API's own receipt objects and our shift events, as one JSON value or as
 * lines (drop folder, "Formats"). The contract that an integrator writes against.
 */
import { readJson } from '../json-exact.ts';
import { closingOf, readValue } from '../json-value.ts';
import type { FormatAdapter } from '../adapter.ts';
import { readRecord } from './record.ts';
import { isNative, readShape } from './shapes.ts';

export const headoJson: FormatAdapter = {
  id: 'heado-json',

  // What no format knows is told record by record; there may be one of ours further down.
  detect: (head) => /^\s*(?:[[{]|___)/.test(head),

  read(text, context, parsed = readJson(text)) {
    return readValue(text, parsed, closingOf(context.fileName), (value) => readShape(value, '', text));
  },

  json: {
    lists: ['', 'receipts', 'params.receipts'],
    readItem: ({ value, at, raw }) => [readRecord(value, at, raw)],
    readLine: ({ value, at, raw }) => readShape(value, at, raw),
    isRecord: isNative,
  },
};
