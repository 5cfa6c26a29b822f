/** What a file is, and what becomes of a record of another format in it. */
import { describe, expect, it } from 'vitest';
import { upToFirstRecord } from '../../../src-main/formats/first-record.ts';
import { fiscalReceipt, type Fields } from './fiscal.ts';
import { read, summary } from './reads.ts';

const own = (extId: string): Fields => ({
  ...{ amount: 5, ts: '2026-11-21T18:42:11+03:00', extId },
  positions: [{ name: 'x', count: 1, total: 5 }],
});
const foreign = { ticket: { document: { receipt: fiscalReceipt() } } };
const lines = (...values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');

describe('a file of our own records with a fiscal document among them', () => {
  it.each([
    [
      'lines',
      lines(own('A-1'), foreign, own('A-2')),
      'receipt line 1 | refused format.recordUnknown line 2 | receipt line 3',
    ],
    [
      'an array',
      JSON.stringify([own('A-1'), foreign, own('A-2')], null, 2),
      'receipt [0] | refused format.recordUnknown [1] | receipt [2]',
    ],
    [
      'an object of receipts',
      JSON.stringify({ receipts: [own('A-1'), foreign] }),
      'receipt receipts[0] | refused format.recordUnknown receipts[1]',
    ],
    [
      'a whole request',
      JSON.stringify({ method: 'purchaseRegisterBatch', params: { receipts: [own('A-1'), foreign] } }),
      'receipt params.receipts[0] | refused format.recordUnknown params.receipts[1]',
    ],
  ])('as %s: costs that record alone, with its place', (_, text, expected) => {
    expect(summary(text)).toBe(expected);
    expect(read(text)).toMatchObject({ format: 'heado-json' });
  });

  it('is not misled by brackets in a name', () => {
    const odd = { ...own('A-1'), cashier: '} ] \\" {' };
    expect(summary(lines(odd, foreign))).toBe('receipt line 1 | refused format.recordUnknown line 2');
  });
});

describe('a file whose first record is a fiscal document', () => {
  it.each([
    ['an array', [foreign, own('A-1')], 'receipt [0].ticket.document.receipt | refused ofd.shapeUnknown [1]'],
    ['a document', fiscalReceipt(), 'receipt'],
    ['a list of bare documents', [fiscalReceipt()], 'receipt [0]'],
  ])('is read as such: %s', (_, value, expected) => {
    expect(summary(JSON.stringify(value))).toBe(expected);
    expect(read(JSON.stringify(value, null, 2))).toMatchObject({ format: 'ofd-json' });
  });
});

it.each([
  ['{"a":{"b":[1]}}\n{"c":2}', '{"a":{"b":[1]}}'],
  ['[ {"a":1}, {"b":2}]', '[ {"a":1}'],
  ['{"receipts":[{"a":1},{"b":2}]}', '{"receipts":[{"a":1}'],
  ['[]', '[]'],
  ['{"a":"cut', '{"a":"cut'],
  ['{"a":[{"b":1}', '{"a":[{"b":1}'],
  ['no JSON', 'no JSON'],
])('the first record of %s ends with %s', (text, expected) => {
  expect(upToFirstRecord(text)).toBe(expected);
});
