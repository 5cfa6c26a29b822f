/**
 * Owns: JSON → values without losing a digit. Where a double would not keep a number exactly it stays text.
 * Promises: never throws; of duplicate keys the last one wins; `__proto__` is a key like any other; nothing
 * deeper than 64 levels is read.
 */
import { findFault, type Fault } from './json-fault.ts';

export type JsonReading =
  | { readonly state: 'complete'; readonly value: unknown }
  | { readonly state: 'faulty'; readonly fault: Fault }
  | { readonly state: 'tooDeep'; readonly offset: number };

/** Known formats need eight; deeper texts are meant to exhaust the stack of whoever walks them. */
export const DEPTH_MAX = 64;
/** Any decimal of so many significant digits survives the way through a double. */
const EXACT_DIGITS = 15;
/** Finds numbers that might not survive; also hits some strings, which costs time only. */
const DOUBTFUL = /[:,[\s]-?(?:[\d.]{16,}|[\d.]+[eE])/;
/** As above, whole numbers that are written with a decimal point. */
const POINTED = /\d\.0+(?!\d)/;

/** Offset of the bracket that goes deeper than `DEPTH_MAX`; -1 where none does. */
function findTooDeep(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) depth -= 1;
    if (depth > DEPTH_MAX) return at;
  }
  return -1;
}

/** Offset of the quote that closes the string at `at`, or of the end. */
export function endOfString(text: string, at: number): number {
  let close = text.indexOf('"', at + 1);
  while (close !== -1 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close === -1 ? text.length : close;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes += 1;
  return slashes % 2 === 1;
}

function isExact(source: string, value: number): boolean {
  const [mantissa = ''] = source.split(/e/i);
  const digits = mantissa.replace(/[-.]/g, '').replace(/^0+/, '');
  return Number.isFinite(value) && digits.length <= EXACT_DIGITS && (value !== 0 || digits === '');
}

interface Source {
  readonly source?: string;
}

function keepDigits(_key: string, value: unknown, context?: Source): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  return isExact(context.source, value) ? value : context.source;
}

function keepDigitsAndPoints(key: string, value: unknown, context?: Source): unknown {
  return Number.isInteger(value) && context?.source?.includes('.') === true
    ? context.source
    : keepDigits(key, value, context);
}

/** Whether a whole number in `text` may be written with a decimal point. */
export function hasPoints(text: string): boolean {
  return POINTED.test(text);
}

function parse(text: string, keepPoints: boolean): unknown {
  const reviver = keepPoints && hasPoints(text) ? keepDigitsAndPoints : keepDigits;
  // The reviver's third argument is younger than the type of JSON.parse.
  if (reviver === keepDigitsAndPoints || DOUBTFUL.test(text))
    return Reflect.apply(JSON.parse, JSON, [text, reviver]);
  return JSON.parse(text);
}

/** Reads one JSON text. `keepPoints`: whole numbers that are written with a decimal point stay text. */
export function readJson(text: string, keepPoints = false): JsonReading {
  const offset = findTooDeep(text);
  if (offset !== -1) return { state: 'tooDeep', offset };
  try {
    return { state: 'complete', value: parse(text, keepPoints) };
  } catch {
    return { state: 'faulty', fault: findFault(text) };
  }
}
