import { describe, expect, it } from 'vitest';
import type { FiscalNumber } from '../../../src-main/receipt/draft.ts';
import type { Findings } from '../../../src-main/receipt/findings.ts';
import { fitCategory } from '../../../src-main/receipt/text.ts';
import { judged, lines, outcome, ready } from './drafts.ts';

const numbers = (count: number): FiscalNumber[] =>
  Array.from({ length: count }, (_, index) => ({ drive: '1', document: String(index) }));
const attributes = (count: number): { name: string; value: number }[] =>
  Array.from({ length: count }, (_, index) => ({ name: `a${index}`, value: 1 }));

describe('a list of a receipt has a limit of its own', () => {
  it('of 32 fiscal documents', () => {
    expect(ready({ fiscal: numbers(32) }).fiscal).toHaveLength(32);
    expect(outcome({ fiscal: numbers(33) })).toBe('refused receipt.tooManyFiscal fiscal');
  });

  it('of 1,000 attributes', () => {
    expect(ready({ attributes: attributes(1_000) }).wire.attributes).toHaveLength(1_000);
    expect(judged({ attributes: attributes(1_001) })).toMatchObject({
      verdict: 'refused',
      problem: {
        code: 'receipt.tooManyAttributes',
        at: 'attributes',
        values: { length: 1_001, limit: 1_000 },
      },
    });
  });

  it('that is looked at before any of its members', () => {
    const wrong = Array.from({ length: 5_001 }, () => ({ name: '', count: 'x', total: 'x' }));
    expect(outcome({ positions: wrong })).toBe('refused receipt.tooManyPositions positions');
  });
});

describe('a category of very many levels', () => {
  it('costs notes for the levels that fit alone', () => {
    const notes: Findings['notes'] = [];
    const long = 'x'.repeat(201);
    const category = Array.from({ length: 1_000 }, () => long).join('&&');
    const fitted = fitCategory(category, 'category', { at: '', notes, hold: undefined });
    expect(fitted?.split('&&')).toHaveLength(9);
    expect(notes.map(({ code }) => code)).toEqual([
      ...Array.from({ length: 10 }, () => 'receipt.textShortened'),
      'receipt.categoryShortened',
    ]);
  });

  it('says how many were left out, blank ones not counted', () => {
    const category = [...Array.from({ length: 700 }, () => 'x'), '', ' ', 'y'].join('&&');
    const verdict = judged({ amount: 1, positions: [{ name: 'a', count: 1, total: 1, category }] });
    expect(verdict).toMatchObject({
      notes: [{ code: 'receipt.categoryShortened', values: { dropped: 34, limit: 2_000 } }],
    });
  });
});

it('a fiscal number is no longer than any identifier that is kept', () => {
  const fiscal = (drive: string, document: string): string => outcome({ fiscal: [{ drive, document }] });
  expect(fiscal('1'.repeat(100), '2'.repeat(100))).toBe('ready');
  expect(fiscal('1'.repeat(101), '2')).toBe('refused receipt.idTooLong fiscal[0].drive');
  expect(fiscal('1', '2'.repeat(101))).toBe('refused receipt.idTooLong fiscal[0].document');
  expect(ready({ positions: lines(523.5), fiscal: [{ drive: ' 1 ', document: '' }] }).fiscal).toEqual([
    { drive: '1', document: '' },
  ]);
});
