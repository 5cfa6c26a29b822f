/**
 * Owns: how numbers, money and times are written (widget-details B.7). Promises: NBSP inside a number, U+2212 for
 * minus, times in the store's zone, never `NaN` or `Infinity` on a screen. Every number here is given: a null is
 * turned into words before (`figure-text.ts`).
 */
import type { NumberForm } from '../../src-main/contract/figures.ts';
import type { Both, Locale } from './both.ts';

export interface Format {
  /** A figure in its own form, as its neighbours in a column: `24 672 ₽`, `400,00 ₽`, `2,32`, `48 %`. */
  readonly number: (value: number, form: NumberForm) => string;
  /** The same in few characters: `24,7 тыс. ₽`. */
  readonly short: (value: number, form: NumberForm) => string;
  readonly money: (roubles: number) => string;
  /** With kopecks at any height, for a sum that is looked for: `1 234,50 ₽`. */
  readonly exactMoney: (roubles: number) => string;
  readonly count: (value: number) => string;
  /** `0.07` → `7 %`; whole percents. */
  readonly percent: (ratio: number) => string;
  /** `18:42` */
  readonly time: (ms: number) => string;
  /** `22 нояб.` */
  readonly date: (ms: number) => string;
  /** `воскресенье, 22 ноября` */
  readonly longDate: (ms: number) => string;
  /** Day of the week at the store, 0 is Sunday. */
  readonly weekday: (ms: number) => number;
  /** `18:42`, with the date where that is another day than `nowMs`. */
  readonly moment: (ms: number, nowMs: number) => string;
}

/** English of the shops: 24-hour clock, day before month. */
const TAGS: Both<string> = { ru: 'ru-RU', en: 'en-GB' };
/** From here on money has no kopecks. */
const WHOLE_ROUBLES_FROM = 1_000;
const MONEY: NumberForm = { kind: 'money', decimals: 0 };
/** Enough of a moment to tell its day and its time, of 24 hours in every language. */
const CLOCK = {
  ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const satisfies Intl.DateTimeFormatOptions;

export function createFormat(locale: Locale, timeZone: string): Format {
  const tag = TAGS[locale];
  const numbers = new Map<string, Intl.NumberFormat>();
  const numberFormat = (kind: NumberForm['kind'], decimals: number, compact: boolean): Intl.NumberFormat => {
    const key = `${kind} ${decimals} ${String(compact)}`;
    const known = numbers.get(key) ?? new Intl.NumberFormat(tag, optionsOf(kind, decimals, compact));
    numbers.set(key, known);
    return known;
  };
  const write = (value: number, form: NumberForm, compact: boolean): string => {
    const whole = form.kind === 'money' && Math.abs(value) >= WHOLE_ROUBLES_FROM;
    const scaled = form.kind === 'percent' ? value / 100 : value;
    return minus(numberFormat(form.kind, whole ? 0 : form.decimals, compact).format(scaled));
  };
  // Made when first used: one takes a slow processor some 20 ms, and the strip needs one of three.
  const times = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) => {
    let form: Intl.DateTimeFormat | undefined;
    return () => (form ??= new Intl.DateTimeFormat(tag, { timeZone, ...options }));
  };
  const clock = times(CLOCK);
  const dates = times({ day: 'numeric', month: 'short' });
  const longDates = times({ weekday: 'long', day: 'numeric', month: 'long' });
  const read = (ms: number): { readonly day: string; readonly time: string } => {
    const parts = new Map(
      clock()
        .formatToParts(ms)
        .map(({ type, value }) => [type, value]),
    );
    const join = (types: readonly Intl.DateTimeFormatPartTypes[], between: string): string =>
      types.map((type) => parts.get(type) ?? '').join(between);
    return { day: join(['year', 'month', 'day'], '-'), time: join(['hour', 'minute'], ':') };
  };
  const time = (ms: number): string => read(ms).time;
  const date = (ms: number): string => dates().format(ms);
  return {
    number: (value, form) => write(value, form, false),
    short: (value, form) => write(value, form, true),
    money: (roubles) => write(roubles, MONEY, false),
    exactMoney: (roubles) => minus(numberFormat('money', hasKopecks(roubles) ? 2 : 0, false).format(roubles)),
    count: (value) => minus(numberFormat('number', 0, false).format(value)),
    percent: (ratio) => minus(numberFormat('percent', 0, false).format(ratio)),
    time,
    date,
    longDate: (ms) => longDates().format(ms),
    weekday: (ms) => new Date(read(ms).day).getUTCDay(),
    moment: (ms, nowMs) => (read(ms).day === read(nowMs).day ? time(ms) : `${date(ms)}, ${time(ms)}`),
  };
}

/** An amount that stands alone is «400 ₽», not «400,00 ₽»: its kopecks are shown where there are any. */
export function hasKopecks(roubles: number): boolean {
  return Math.round(roubles * 100) % 100 !== 0;
}

function optionsOf(kind: NumberForm['kind'], decimals: number, compact: boolean): Intl.NumberFormatOptions {
  const style: Intl.NumberFormatOptions =
    kind === 'money'
      ? { style: 'currency', currency: 'RUB', currencyDisplay: 'narrowSymbol' }
      : kind === 'percent'
        ? { style: 'percent' }
        : {};
  // Half a percent of −0 must not show as «−0 %».
  const digits: Intl.NumberFormatOptions = compact
    ? { notation: 'compact', maximumSignificantDigits: 3 }
    : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return { ...style, ...digits, signDisplay: 'negative' };
}

/** Intl writes a hyphen; a screen shows the sign. */
function minus(text: string): string {
  return text.replace(/^-/, '\u2212').replace('-', '\u2212');
}
