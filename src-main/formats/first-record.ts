/**
 * Owns: where the first record of a JSON text ends. A file's format is told by its first record: one foreign line
 * further down is that record's fault, not the file's.
 * Promises: never throws; a record that does not end within the text goes to its end.
 */
import { endOfString } from './json-exact.ts';

/** What a list of records begins with: an array, or one under the name that HEADO's own requests give it. */
const LIST_BEGINS = /^\s*(?:\[|\{(?:[^{}[\]]*\{)?[^{}[\]]*"receipts"\s*:\s*\[)/;

/** `head` without what follows its first record. */
export function upToFirstRecord(head: string): string {
  let depth = 0;
  for (let at = LIST_BEGINS.exec(head)?.[0].length ?? 0; at < head.length; at += 1) {
    const char = head.charAt(at);
    if (char === '"') at = endOfString(head, at);
    else if (char === '{' || char === '[') depth += 1;
    else if ((char === '}' || char === ']') && --depth <= 0) return head.slice(0, at + 1);
  }
  return head;
}
