import { describe, expect, it } from 'vitest';
import { judged, lines, ready } from './drafts.ts';

/** The value that is sent for `value`, and the notes' codes. */
function sent(value: string | number, name = 'paytype/cash', amount = 100): readonly (string | undefined)[] {
  const receipt = ready({ amount, positions: lines(100), attributes: [{ name, value }] });
  return [receipt.wire.attributes[0]?.value, ...receipt.notes];
}

describe('attribute values', () => {
  it.each([
    ['336.670', '336.67'],
    [500, '500'],
    [0.5, '0.5'],
    [' 12 ', '12'],
    ['1e3', '1000'],
    ['0', '0'],
    ['-0.00', '0'],
    ['-5', '-5'],
    ['12345.6789', '12345.6789'],
  ])('%j is sent as the text %s', (value, text) => {
    expect(sent(value)).toEqual([text]);
  });

  it.each([
    ['12.34567', '12.3457'],
    ['123456.7891', '123456.789'],
    ['12345678.95', '12345679'],
    ['99999999.99', '100000000'],
    ['123456789.4', '123456789'],
    ['1234567890.4', '1234567890'],
  ])('%s loses decimals until ten characters hold it: %s', (value, text) => {
    expect(sent(value)).toEqual([text, 'receipt.attributeRounded']);
  });

  it.each([['12345678901'], ['4276380012345678'], ['visa'], [''], ['1e400'], ['12,5']])(
    '%s is left out, which is noted without the value',
    (value) => {
      const verdict = judged({ attributes: [{ name: 'paytype/card', value }] });
      expect(verdict.verdict === 'ready' && verdict.receipt.wire.attributes).toEqual([]);
      expect(verdict.verdict === 'ready' && verdict.notes.map(({ code }) => code)).toEqual([
        'receipt.attributeLeftOut',
      ]);
      if (value.length > 5) expect(JSON.stringify(verdict)).not.toContain(value);
    },
  );

  it.each([
    ['5', '-5'],
    ['-5', '-5'],
    ['0', '0'],
    ['0.00', '0'],
    ['-123456.789', '-123456.79'],
  ])('in a return %s is sent as %s', (value, text) => {
    expect(sent(value, 'paytype/cash', -100)[0]).toBe(text);
  });

  it.each([
    [1, 100, '1'],
    ['0', 100, '0'],
    ['1', -100, '-1'],
    ['2', 100, undefined],
    ['7771234567', 100, undefined],
    ['0.5', 100, undefined],
  ])('withcard is 0 or 1: %s on an amount of %i is sent as %s', (value, amount, text) => {
    expect(sent(value, 'withcard', amount)[0]).toBe(text);
  });

  it.each([
    ['1', '1'],
    ['59.6', '60'],
    ['86400', '86400'],
    ['86401', undefined],
    ['0', undefined],
    ['-3', '-3'],
  ])('procpd counts whole seconds of one day: %s is sent as %s', (value, text) => {
    expect(sent(value, 'procpd')[0]).toBe(text);
  });
});

describe('attribute names', () => {
  it.each([
    ['paytype/12345678901', true],
    ['a'.repeat(20), true],
    ['a'.repeat(21), false],
    ['карта', false],
    ['two words', false],
    ['tab\t', false],
    ['', false],
  ])('%j is sent: %s', (name, kept) => {
    const receipt = ready({ attributes: [{ name, value: 1 }] });
    expect(receipt.wire.attributes.length === 1).toBe(kept);
    expect(receipt.notes).toEqual(kept ? [] : ['receipt.attributeLeftOut']);
  });

  it('that are wrong cost no neighbour', () => {
    const attributes = [
      { name: 'имя', value: 1 },
      { name: 'guestcount', value: 2 },
    ];
    expect(ready({ attributes }).wire.attributes).toEqual([{ name: 'guestcount', value: '2' }]);
  });
});
