/**
 * Owns the checks of single fields: objects without unknown members, texts by length, decimals by places, whole numbers.
 * Promises a Refusal that names the place for everything that does not fit; reads nothing twice and copies nothing.
 * Refuses to know which method the fields belong to: the seed section is handed in.
 */
import { refuse } from './refusal.ts';
import type { SeedSection } from './refusal.ts';

/** Decimals have four places (guide 7.3), so amounts are kept as whole numbers of 1/10000. */
export const unitsPerOne = 10_000;
/** Eight digits before the point: the newer limit decimal(12,4), wider than the guide's (10,4). */
const amountDigits = 8;
const longestQuote = 60;

export type Fields = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as it would stand in JSON, shortened, for an error message. */
export function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}

/** The value as an object that has no members but the allowed ones. */
export function readObject(
  value: unknown,
  where: string,
  section: SeedSection,
  allowed: ReadonlySet<string>,
): Fields {
  if (!isRecord(value)) return refuse(section, where, `must be an object, got ${show(value)}`);
  for (const key in value) {
    if (!allowed.has(key)) refuse(section, where, `has an unknown field "${key}"`);
  }
  return value;
}

/** The value as an array of at least `min` and at most `max` items. */
export function readArray(
  value: unknown,
  where: string,
  section: SeedSection,
  bounds: { readonly min: number; readonly max: number },
): readonly unknown[] {
  if (!Array.isArray(value)) return refuse(section, where, `must be an array, got ${show(value)}`);
  const items: readonly unknown[] = value;
  if (items.length < bounds.min) refuse(section, where, `must have at least ${bounds.min} items`);
  if (items.length > bounds.max) {
    refuse(section, where, `must have at most ${bounds.max} items, got ${items.length}`);
  }
  return items;
}

/** Characters as a person counts them; only texts near the limit pay for the exact count. */
function isLongerThan(text: string, limit: number): boolean {
  return text.length > limit && Array.from(text).length > limit;
}

/** The text in a field, or undefined where it is absent; null is not absent. */
export function readText(
  fields: Fields,
  key: string,
  where: string,
  section: SeedSection,
  limit: number,
): string | undefined {
  const value = fields[key];
  if (value === undefined) return undefined;
  if (typeof value !== 'string')
    return refuse(section, `${where}.${key}`, `must be a string, got ${show(value)}`);
  if (isLongerThan(value, limit)) refuse(section, `${where}.${key}`, `must have at most ${limit} characters`);
  return value;
}

/** As readText, but the field must be there and must not be empty. */
export function needText(
  fields: Fields,
  key: string,
  where: string,
  section: SeedSection,
  limit: number,
): string {
  const text = readText(fields, key, where, section, limit);
  if (text === undefined || text === '')
    return refuse(section, `${where}.${key}`, 'must be given and not empty');
  return text;
}

/** A text of Latin letters and digits alone, as the guide wants identifiers of stores, devices and items. */
export function needIdentifier(
  fields: Fields,
  key: string,
  where: string,
  section: SeedSection,
  limit: number,
): string {
  const text = needText(fields, key, where, section, limit);
  if (!/^[A-Za-z0-9]+$/.test(text)) {
    refuse(section, `${where}.${key}`, `must consist of Latin letters and digits, got ${show(text)}`);
  }
  return text;
}

/** The decimal in a field as whole units of 1/10000, or undefined where it is absent. */
export function readDecimal(
  fields: Fields,
  key: string,
  where: string,
  section: SeedSection,
  integerDigits: number = amountDigits,
): number | undefined {
  const value = fields[key];
  if (value === undefined) return undefined;
  if (typeof value !== 'number')
    return refuse(section, `${where}.${key}`, `must be a number, got ${show(value)}`);
  const units = Math.round(value * unitsPerOne);
  if (Math.abs(value) >= 10 ** integerDigits) {
    refuse(
      section,
      `${where}.${key}`,
      `must have at most ${integerDigits} digits before the point, got ${value}`,
    );
  }
  if (units / unitsPerOne !== value) {
    refuse(section, `${where}.${key}`, `must have at most 4 digits after the point, got ${value}`);
  }
  return units;
}

/** As readDecimal, but the field must be there. */
export function needDecimal(
  fields: Fields,
  key: string,
  where: string,
  section: SeedSection,
  integerDigits: number = amountDigits,
): number {
  return (
    readDecimal(fields, key, where, section, integerDigits) ??
    refuse(section, `${where}.${key}`, 'must be given')
  );
}

/** The whole number in a field within bounds, or undefined where it is absent. */
export function readInteger(
  fields: Fields,
  key: string,
  where: string,
  section: SeedSection,
  bounds: { readonly min: number; readonly max: number },
): number | undefined {
  const value = fields[key];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < bounds.min || value > bounds.max) {
    refuse(
      section,
      `${where}.${key}`,
      `must be a whole number from ${bounds.min} to ${bounds.max}, got ${show(value)}`,
    );
  }
  return value;
}
