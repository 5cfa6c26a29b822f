/**
 * Owns: the first records of a JSON text, as far as they can be found without knowing its format. A file's format is told
 * by its first record that any format knows: one foreign line further down is that record's fault, not the file's.
 * Promises: never throws; bounded, whatever the text holds.
 */
import { endOfString, readJson, type JsonReading } from './json-exact.ts';
import { isObject } from './schema-problem.ts';

/** A file without any known record among so many is foreign (drop folder, "Taking a file" 7). */
const RECORDS_MAX = 200;
/** Lines of the beginning that may be rubbish before the first record. */
const LINES_MAX = 20;
/** What a list of records begins with: an array, or one under a name that lists of records have. */
const LIST_BEGINS = /^\s*(?:\[|\{(?:[^{}[\]]*\{)?[^{}[\]]*"(?:receipts|documents)"\s*:\s*\[)/;

/** Records of `text`, in its order. `parsed`: what reading it as one value gave; absent: it is the beginning of a file. */
export function firstRecords(text: string, parsed?: JsonReading): readonly unknown[] {
  if (parsed?.state === 'complete') return membersOf(parsed.value);
  const begins = LIST_BEGINS.exec(text)?.[0].length ?? 0;
  const first = readJson(upToFirstRecord(text, begins).slice(begins));
  if (first.state === 'complete') return membersOf(first.value);
  return text
    .split('\n', LINES_MAX)
    .filter((line) => /^\s*[[{]/.test(line))
    .flatMap((line) => {
      const reading = readJson(line);
      return reading.state === 'complete' ? membersOf(reading.value) : [];
    });
}

/** The members of a list of records, under whatever name HEADO's own requests give it; else the value itself. */
function membersOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.slice(0, RECORDS_MAX);
  if (!isObject(value)) return [value];
  const params = isObject(value['params']) ? value['params'] : {};
  const list = value['receipts'] ?? params['receipts'];
  return Array.isArray(list) ? list.slice(0, RECORDS_MAX) : [value];
}

/** `head` without what follows its first record, which begins at or behind `from`. */
export function upToFirstRecord(head: string, from = LIST_BEGINS.exec(head)?.[0].length ?? 0): string {
  let depth = 0;
  for (let at = from; at < head.length; at += 1) {
    const char = head.charAt(at);
    if (char === '"') at = endOfString(head, at);
    else if (char === '{' || char === '[') depth += 1;
    else if ((char === '}' || char === ']') && --depth <= 0) return head.slice(0, at + 1);
  }
  return head;
}
