/**
 * Owns: the forms that settings values take beyond plain texts and numbers. Each has a name, which stands as
 * `format` in the JSON Schema and which the words of both languages are keyed by.
 */
import path from 'node:path';
import { z } from 'zod';
import { isZone } from '../base/zone.ts';
import { isPinHash } from './pin-hash.ts';

/** Everything the words must be able to say after "allowed:". */
export const VALUE_FORMS = [
  'absolute-path',
  'base-url',
  'clock-time',
  'ext-id',
  'format-id',
  'hours',
  'pin',
  'pin-hash',
  'proxy',
  'time-zone',
  'url-path',
  'text',
  'whole',
  'boolean',
  'one-of',
  'list',
  'section',
] as const;

export type ValueForm = (typeof VALUE_FORMS)[number];

type NamedForm = Exclude<ValueForm, 'text' | 'whole' | 'boolean' | 'one-of' | 'list' | 'section'>;

/** No path that Linux or Windows can open is longer. */
const PATH_LENGTH_MAX = 4_096;
/** HEADO's own addresses are 20 characters long; the bound keeps rubbish out. */
const URL_LENGTH_MAX = 300;

function named(form: NamedForm, lengthMax: number, holds: (text: string) => boolean): z.ZodString {
  return z.string().min(1).max(lengthMax).refine(holds).meta({ format: form });
}

/** The address, when `text` is one of http or https. */
function readUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

function isBase(text: string): boolean {
  const url = readUrl(text);
  if (!url || url.username !== '' || url.password !== '') return false;
  return url.pathname === '/' && url.search === '' && url.hash === '';
}

export const absolutePath = named('absolute-path', PATH_LENGTH_MAX, (text) => path.isAbsolute(text));
export const baseUrl = named('base-url', URL_LENGTH_MAX, isBase);
export const urlPath = named('url-path', 100, (text) => /^\/(?:[A-Za-z0-9._~-]+\/)*$/.test(text));
export const proxy = named(
  'proxy',
  URL_LENGTH_MAX,
  (text) => /^(?:system|none)$/.test(text) || !!readUrl(text),
);
export const timeZone = named('time-zone', 60, isZone);
export const clockTime = named('clock-time', 5, (text) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text));
export const formatId = named('format-id', 40, (text) => /^[a-z][a-z0-9-]*$/.test(text));
export const pin = named('pin', 12, (text) => /^\d{4,12}$/.test(text));
export const pinHash = named('pin-hash', 200, isPinHash);
/** A till's code as the POS writes it. */
export const posCode = z.string().min(1).max(100);

const HOURS = /^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;
const hours = named('hours', 11, (text) => HOURS.test(text)).optional();

export const openingHours = z.strictObject({
  mon: hours.describe('Monday, as in 09:00-21:00; past midnight as in 10:00-02:00.'),
  tue: hours.describe('Tuesday.'),
  wed: hours.describe('Wednesday.'),
  thu: hours.describe('Thursday.'),
  fri: hours.describe('Friday.'),
  sat: hours.describe('Saturday.'),
  sun: hours.describe('Sunday.'),
});

const metricName = z.string().min(1).max(200).optional();

export const metricRoles = z.strictObject({
  income: metricName.describe('Revenue.'),
  average: metricName.describe('Average receipt.'),
  items: metricName.describe('Items per receipt.'),
  count: metricName.describe('Number of receipts.'),
});

/** Latin letters and digits (guide 4.2). */
export function extId(lengthMax: number): z.ZodString {
  return named('ext-id', lengthMax, (text) => /^[A-Za-z0-9]+$/.test(text));
}

export function whole(min: number, max: number): z.ZodNumber {
  return z.int().min(min).max(max);
}
