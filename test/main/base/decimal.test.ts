import { describe, expect, it } from 'vitest';
import {
  abs,
  fromHundredths,
  negate,
  readDecimal,
  round,
  sum,
  toNumber,
  toText,
  ZERO,
  type Decimal,
} from '../../../src-main/base/decimal.ts';
import { seededRandom } from '../../support/random.ts';

function decimal(input: string | number): Decimal {
  const read = readDecimal(input);
  if (!read) throw new Error(`${input} is no decimal`);
  return read.value;
}

/** Ten-thousandths of a plain decimal text, rounded half away from zero, by whole-number arithmetic alone. */
function referenceUnits(text: string): bigint {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const padded = fraction.padEnd(5, '0');
  const units = BigInt(whole + padded.slice(0, 4)) + (padded.charAt(4) >= '5' ? 1n : 0n);
  return negative ? -units : units;
}

describe('decimal', () => {
  it.each([
    ['836.67', 8_366_700, false],
    ['-0.5', -5_000, false],
    ['+7', 70_000, false],
    ['1e3', 10_000_000, false],
    ['25E-2', 2_500, false],
    ['0.00005', 1, true],
    ['0.00004999', 0, true],
    ['-0.00005', -1, true],
    ['2.00005', 20_001, true],
    ['1e-100', 0, true],
    ['0.10000000000000', 1_000, false],
    ['99999999.99994999', 999_999_999_999, true],
    ['900719925474.0991', 9_007_199_254_740_991, false],
  ])('reads %s as %i ten-thousandths', (text, units, rounded) => {
    expect(readDecimal(text)).toEqual({ value: units, rounded });
  });

  it.each([
    '',
    ' ',
    '.',
    '1.',
    '.5',
    '1,5',
    'NaN',
    'Infinity',
    '0x10',
    '1e400',
    '1e9999',
    '--1',
    '1 000',
    '١',
  ])('reads no number from %j', (text) => {
    expect(readDecimal(text)).toBeUndefined();
  });

  it('reads no number beyond the safe range, nor from an endless text', () => {
    expect(readDecimal('900719925474.0992')).toBeUndefined();
    expect(readDecimal('9'.repeat(41))).toBeUndefined();
    expect(readDecimal(1e300)).toBeUndefined();
    expect(readDecimal(Number.NaN)).toBeUndefined();
  });

  it('never gives a negative zero', () => {
    for (const text of ['-0', '-0.0', '-0.00001']) expect(Object.is(decimal(text), 0)).toBe(true);
    expect(Object.is(negate(ZERO), 0)).toBe(true);
    expect(Object.is(round(decimal('-0.4'), 0), 0)).toBe(true);
    expect(toText(negate(ZERO))).toBe('0');
  });

  it('agrees with whole-number arithmetic for any plain decimal', () => {
    const random = seededRandom(1);
    for (let turn = 0; turn < 5_000; turn += 1) {
      const whole = random.below(10 ** (1 + random.below(8)));
      const fraction = Array.from({ length: random.below(9) }, () => random.below(10)).join('');
      const text = `${random.below(2) === 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
      const units = Number(referenceUnits(text));
      expect(readDecimal(text)?.value, text).toBe(units === 0 ? 0 : units);
    }
  });

  it('gives back the same decimal through a JavaScript number, its text and JSON', () => {
    const random = seededRandom(2);
    for (let turn = 0; turn < 5_000; turn += 1) {
      const value = decimal((random.below(2_000_000_000) - 1_000_000_000) / 10_000);
      expect(decimal(toNumber(value))).toBe(value);
      expect(decimal(toText(value))).toBe(value);
      expect(decimal(JSON.stringify(toNumber(value)))).toBe(value);
      expect(toText(value)).toMatch(/^-?\d+(\.\d{1,3}[1-9]|\.[1-9])?$/);
    }
  });

  it('adds without binary fractions, in any order', () => {
    expect(toText(sum([decimal('0.1'), decimal('0.2')]))).toBe('0.3');
    const random = seededRandom(3);
    for (let turn = 0; turn < 500; turn += 1) {
      const parts = Array.from({ length: 20 }, () => decimal(random.below(1_000_000) / 10_000));
      const total = sum(parts);
      expect(sum([...parts].reverse())).toBe(total);
      expect(sum([...parts, negate(total)])).toBe(0);
    }
  });

  it.each([
    ['1.00005', 3, '1'],
    ['1.2345', 3, '1.235'],
    ['-1.2345', 3, '-1.235'],
    ['0.05', 1, '0.1'],
    ['0.5', 0, '1'],
    ['-0.5', 0, '-1'],
    ['99999999.9999', 0, '100000000'],
  ])('rounds %s to %i places as %s', (text, places, expected) => {
    expect(toText(round(decimal(text), places))).toBe(expected);
  });

  it('reads kopecks exactly and refuses what is not whole', () => {
    expect(fromHundredths(83_667)).toBe(8_366_700);
    expect(fromHundredths(0.5)).toBeUndefined();
    expect(fromHundredths(1e15)).toBeUndefined();
    expect(fromHundredths(Number.NaN)).toBeUndefined();
    expect(abs(decimal('-3'))).toBe(30_000);
  });
});
