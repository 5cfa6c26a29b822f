/**
 * Owns: reading fields that may be numbers or texts, missing, null, or something else (heado-api, "reports"). Pure.
 * Promises: nothing here throws; what cannot be read is null.
 */
import { z } from 'zod';
import { plainLine } from '../base/plain-text.ts';

/** No amount that people are shown is longer; the bound keeps hostile input cheap. */
const NUMBER_LENGTH_MAX = 40;
const NAME_LENGTH_MAX = 200;
/** Beyond this a JavaScript number is no exact sum of money any more. */
const NUMBER_MAX = 1e15;
const NUMBER_TEXT = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/;

/** `1 234,50` and `1234.5` alike; null for what is no number. */
export function readNumber(text: string): number | null {
  if (text.length > NUMBER_LENGTH_MAX) return null;
  const plain = text.replace(/\s/g, '').replace(',', '.').replace('\u2212', '-');
  return NUMBER_TEXT.test(plain) ? Number(plain) : null;
}

/** A number, or null. */
export const looseNumber = z
  .union([z.number(), z.string().transform(readNumber)])
  .transform((value) => (value !== null && Math.abs(value) <= NUMBER_MAX ? value : null))
  .nullable()
  .catch(null)
  .default(null);

/** As `looseNumber`; HEADO's 0 says "not given" here. */
export const givenNumber = looseNumber.transform((value) => (value === 0 ? null : value));

/** A text or a number as text, without what has no shape on a screen; null when nothing is left. */
export const looseText = z
  .union([z.string(), z.number().transform(String)])
  .transform((text) => cleanText(text))
  .nullable()
  .catch(null)
  .default(null);

function cleanText(text: string): string | null {
  const line = plainLine(text.slice(0, 2 * NAME_LENGTH_MAX));
  return line === '' ? null : Array.from(line).slice(0, NAME_LENGTH_MAX).join('');
}

/** The members of a list that `schema` reads, at most `limit`; undefined when it is no list. */
export function readList<T>(value: unknown, schema: z.ZodType<T>, limit: number): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.slice(0, limit).flatMap((item: unknown) => {
    const read = schema.safeParse(item);
    return read.success ? [read.data] : [];
  });
}

/** Gives every item an id of its own: what stands there twice word for word goes, equal ids get a suffix. */
export function withUniqueIds<T extends { readonly id: string; readonly name: string }>(
  items: readonly T[],
): readonly T[] {
  const seen = new Map<string, string>();
  return items.flatMap((item) => {
    let id = item.id;
    for (let turn = 2; seen.has(id); turn += 1) {
      if (seen.get(id) === item.name) return [];
      id = `${item.id}/${turn}`;
    }
    seen.set(id, item.name);
    return [{ ...item, id }];
  });
}
