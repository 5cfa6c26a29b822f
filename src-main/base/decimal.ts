/**
 * Owns: decimal numbers with four places, the only kind the HEADO API knows (decimal(12,4), device API).
 * A `Decimal` is a whole number of ten-thousandths kept in a JavaScript number, so sums are exact:
 * ±900,000,000,000.0000 fit into 2^53, the API's own limit is 99,999,999.9999.
 * Promises: no binary fraction ever takes part in arithmetic.
 */
export type Decimal = number & { readonly unit: 'ten-thousandths' };

const PLACES = 4;
const SCALE = 10_000;
const DECIMAL_TEXT = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;
/** Up to here (2^50) multiplying and rounding cannot miss: the product is off by less than half. */
const EXACT_MAX = 2 ** 50;
/** Longer texts are no amounts; the bound keeps hostile input cheap. */
const TEXT_LENGTH_MAX = 40;

export const ZERO = brand(0);

function brand(tenThousandths: number): Decimal {
  return tenThousandths as Decimal;
}

/** What reading a number gave: the value, and whether places beyond the fourth were rounded away (half up). */
export interface ReadDecimal {
  readonly value: Decimal;
  readonly rounded: boolean;
}

/**
 * Reads a decimal number from text such as `836.67`, `-0.5`, `1e3`, or from a JavaScript number (by its shortest
 * decimal form). Undefined when it is no number or outside ±2^53 ten-thousandths.
 */
export function readDecimal(input: string | number): ReadDecimal | undefined {
  return (typeof input === 'number' ? readExact(input) : undefined) ?? readText(String(input));
}

/** A number of at most four places needs no text: dividing shows that nothing was rounded away. */
function readExact(input: number): ReadDecimal | undefined {
  const tenThousandths = Math.round(input * SCALE);
  const exact = Math.abs(tenThousandths) <= EXACT_MAX && tenThousandths / SCALE === input;
  return exact ? { value: brand(tenThousandths + 0), rounded: false } : undefined;
}

function readText(text: string): ReadDecimal | undefined {
  if (text.length > TEXT_LENGTH_MAX) return undefined;
  const parts = DECIMAL_TEXT.exec(text);
  if (!parts) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  return shift(whole + fraction, fraction.length - Number(exponent), sign === '-');
}

/** `digits` with the decimal point `places` from the right, as ten-thousandths, rounded half away from zero. */
function shift(digits: string, places: number, negative: boolean): ReadDecimal | undefined {
  const cut = places - PLACES;
  if (cut < -30) return undefined;
  const kept = cut <= 0 ? digits + '0'.repeat(-cut) : digits.slice(0, Math.max(digits.length - cut, 0));
  const dropped = cut <= 0 ? '' : digits.padStart(cut, '0').slice(-cut);
  const roundUp = dropped.charAt(0) >= '5' ? 1 : 0;
  const magnitude = Number(kept === '' ? '0' : kept) + roundUp;
  if (!Number.isSafeInteger(magnitude)) return undefined;
  return {
    value: brand(negative && magnitude !== 0 ? -magnitude : magnitude),
    rounded: /[1-9]/.test(dropped),
  };
}

/** Places of `exactSum`; no source writes more that mean anything. */
const EXACT_PLACES = 20;

/**
 * What the numbers come to before any of them was rounded, rounded half away from zero to four places. Undefined where
 * one is no number.
 */
export function exactSum(inputs: readonly (string | number)[]): Decimal | undefined {
  let total = 0n;
  for (const input of inputs) {
    const parts = DECIMAL_TEXT.exec(String(input).slice(0, TEXT_LENGTH_MAX));
    if (!parts) return undefined;
    const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
    const shiftBy = EXACT_PLACES - fraction.length + Number(exponent);
    if (shiftBy > 2 * EXACT_PLACES) return undefined;
    const digits = whole + fraction;
    const scaled = shiftBy >= 0 ? digits + '0'.repeat(shiftBy) : digits.slice(0, shiftBy);
    total += BigInt(scaled === '' ? '0' : scaled) * (sign === '-' ? -1n : 1n);
  }
  const step = 10n ** BigInt(EXACT_PLACES - PLACES);
  const size = total < 0n ? -total : total;
  const rounded = Number((size + step / 2n) / step);
  return Number.isSafeInteger(rounded) ? brand(total < 0n && rounded !== 0 ? -rounded : rounded) : undefined;
}

/** A whole number of hundredths (kopecks) as a decimal. Undefined unless `count` is a safe whole number. */
export function fromHundredths(count: number): Decimal | undefined {
  const tenThousandths = count * (SCALE / 100);
  return Number.isInteger(count) && Number.isSafeInteger(tenThousandths) ? brand(tenThousandths) : undefined;
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = 0;
  for (const value of values) total += value;
  return brand(total);
}

export function negate(value: Decimal): Decimal {
  return brand(0 - value);
}

export function abs(value: Decimal): Decimal {
  return brand(Math.abs(value));
}

/** The nearest JavaScript number; its shortest form is the decimal itself, so JSON shows `836.67`. */
export function toNumber(value: Decimal): number {
  return value / SCALE;
}

/** Plain text with as many places as needed and no trailing zeros: `836.67`, `-145.5`, `500`. */
export function toText(value: Decimal): string {
  return toNumber(value).toString();
}

/** Rounds half away from zero to `places` (0–4). */
export function round(value: Decimal, places: number): Decimal {
  const step = 10 ** (PLACES - places);
  return brand(Math.sign(value) * Math.floor(Math.abs(value) / step + 0.5) * step + 0);
}
