/**
 * Owns: telling sums in roubles from sums in kopecks. A register's sum that is written with a decimal point is in roubles,
 * and a file has one unit: what one of its documents shows holds for all of them, as 614 alone says nothing.
 * Promises: a text in which no sum has a decimal point is told by `MAY_HOLD_ROUBLES` alone, without being read.
 */
import { isObject } from '../schema-problem.ts';
import { bodiesIn } from './documents.ts';
import { trimmed } from './fields.ts';

type Fields = Readonly<Record<string, unknown>>;
type Sign = (name: string, text: string) => boolean;

const SUM_NAMES =
  /^(?:totalSum|sum|nds(?:Sum|No|\d+)|.*TotalSum|(?:prepa|post|credit|provision|counter|advance)\w*Sum)$/;
const POINT = /^\s*-?\d+[.,]\d+\s*$/;
/** A price may be worked out of sum and quantity; only two places look like kopecks of a rouble. */
const PRICE_POINT = /^\s*-?\d+[.,]\d{2}\s*$/;

/** Where a sum may have a decimal point, also in JSON as text: finds all that `SUM_NAMES` and `POINT` do, and more. */
export const MAY_HOLD_ROUBLES =
  /(?:[sS]um|nds(?:No|\d{1,9}))\\{0,15}"\s{0,40}:\s{0,40}(?:\\{0,15}")?\s{0,40}-?\d{1,40}(?:[.,]\d|[eE]-)/;

const isSumInRoubles: Sign = (name, text) => SUM_NAMES.test(name) && POINT.test(text);
const looksLikeRoubles: Sign = (name, text) =>
  isSumInRoubles(name, text) || (name === 'price' && PRICE_POINT.test(text));

/** The first field of a document, or of one of its lines, that is written in roubles. */
export function findRoubles(body: Fields): string | undefined {
  return findField(body, looksLikeRoubles, '');
}

/** Whether a sum of one of the documents in `value` is in roubles. A price is too weak a sign to speak for others. */
export function showsRoubles(value: unknown): boolean {
  for (const body of bodiesIn(value)) {
    if (findField(body, isSumInRoubles, '') !== undefined) return true;
  }
  return false;
}

/** The text of a document whose unit its file tells, as a file of its own: it tells the unit itself. */
export function pointedText(body: Fields, totalSum: string | number): string {
  return JSON.stringify({ ...body, totalSum: `${trimmed(totalSum) ?? '0'}.00` });
}

function findField(body: Fields, isSign: Sign, place: string): string | undefined {
  for (const [name, value] of Object.entries(body)) {
    if ((name === 'items' || name === 'stornoItems') && Array.isArray(value)) {
      const lines: readonly unknown[] = value;
      for (const [index, line] of lines.entries()) {
        const inLine = isObject(line) ? findField(line, isSign, `${name}[${index}].`) : undefined;
        if (inLine !== undefined) return inLine;
      }
    } else if ((typeof value === 'number' || typeof value === 'string') && isSign(name, String(value))) {
      return place + name;
    }
  }
  return undefined;
}
