/**
 * Owns: the form of words for people, and how values are put into them.
 * A text is a template: `{name}` stands for a value of the problem. Units follow from the name: `…Bytes` and
 * `…Ms` are shown in the unit that a person would choose. Where a template is not enough, a function.
 */
import { factsOfJson } from './fact-words.ts';
import { CODED_VALUES, codedValue } from './value-words.ts';

export type Locale = 'ru' | 'en';

export type Values = Readonly<Record<string, string | number>>;

export type Text = string | ((values: Values) => string);

/** What is wrong, why it matters (where that is not plain), what to do about it. */
export interface Words {
  readonly what: Text;
  readonly why?: Text;
  readonly todo: Text;
}

export type BothLanguages = Readonly<Record<Locale, Words>>;

/** A value that came without its text: a fault of ours that must not hide the rest of the sentence. */
const MISSING = '?';
const VALUE_LENGTH_MAX = 300;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365.25 * DAY_MS;

const UNITS = {
  ru: {
    bytes: ['байт', 'кБ', 'МБ', 'ГБ'],
    ...{ ms: 'мс', seconds: 'с', minutes: 'мин', hours: 'ч', days: 'дн.', years: 'г.' },
  },
  en: {
    bytes: ['bytes', 'kB', 'MB', 'GB'],
    ...{ ms: 'ms', seconds: 's', minutes: 'min', hours: 'h', days: 'days', years: 'years' },
  },
} as const satisfies Record<Locale, unknown>;

/** The text with its values; unknown names show as `?`. Control characters of a value become `?`. */
export function fill(text: Text, values: Values, locale: Locale): string {
  const template = typeof text === 'string' ? text : text(values);
  return template.replace(/\{([A-Za-z][A-Za-z0-9]*)\}/g, (_, name: string) =>
    valueText(name, values[name], locale),
  );
}

function valueText(name: string, value: string | number | undefined, locale: Locale): string {
  if (value === undefined) return MISSING;
  if (typeof value === 'number' && name.endsWith('Bytes')) return bytesText(value, locale);
  // Which way clocks differ is told in words.
  if (typeof value === 'number' && name === 'skewMs') return durationText(Math.abs(value), locale);
  if (typeof value === 'number' && name.endsWith('Ms')) return durationText(value, locale);
  const coded = CODED_VALUES.has(name) ? codedValue(String(value), locale) : String(value);
  const text = coded.startsWith('{') ? factsOfJson(coded, locale) : coded;
  return text.replace(/[\p{C}\u2028\u2029]/gu, '?').slice(0, VALUE_LENGTH_MAX);
}

/** `20 MB`; decimal units, at most one place. */
export function bytesText(bytes: number, locale: Locale): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 3);
  const unit = UNITS[locale].bytes[power] ?? '';
  return `${numberText(bytes / 1_000 ** power, locale)} ${unit}`;
}

/** `500 ms`, `90 s`, `5 min`, `3 h`, `12 days`, `10.9 years`. */
export function durationText(ms: number, locale: Locale): string {
  const units = UNITS[locale];
  if (Math.abs(ms) < 1_000) return `${numberText(ms, locale)} ${units.ms}`;
  if (Math.abs(ms) < 120_000) return `${numberText(ms / 1_000, locale)} ${units.seconds}`;
  if (Math.abs(ms) < 2 * HOUR_MS) return `${numberText(ms / 60_000, locale)} ${units.minutes}`;
  if (Math.abs(ms) < 2 * DAY_MS) return `${numberText(ms / HOUR_MS, locale)} ${units.hours}`;
  if (Math.abs(ms) < 2 * YEAR_MS) return `${numberText(ms / DAY_MS, locale)} ${units.days}`;
  return `${numberText(ms / YEAR_MS, locale)} ${units.years}`;
}

/** With the language's own decimal sign, no grouping, at most one place. */
function numberText(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1, useGrouping: false }).format(value);
}
