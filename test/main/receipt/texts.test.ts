import { describe, expect, it } from 'vitest';
import type { PositionDraft } from '../../../src-main/receipt/draft.ts';
import { outcome, ready } from './drafts.ts';

/** The one line of a receipt, with what a test wants changed. */
function line(changes: Partial<PositionDraft>): {
  readonly [key: string]: unknown;
  readonly notes: readonly string[];
} {
  const receipt = ready({ amount: 1, positions: [{ name: 'x', count: 1, total: 1, ...changes }] });
  return { ...receipt.wire.positions[0], notes: receipt.notes };
}

describe('texts', () => {
  it('of 200 characters pass and longer ones are shortened and noted', () => {
    expect(ready({ cashier: 'я'.repeat(200) }).notes).toEqual([]);
    const receipt = ready({ cashier: 'я'.repeat(201) });
    expect(receipt.wire.cashier).toBe('я'.repeat(200));
    expect(receipt.notes).toEqual(['receipt.textShortened']);
  });

  it('are counted in characters, and none is cut in two', () => {
    expect(line({ name: '😀'.repeat(200) })['notes']).toEqual([]);
    const { name, notes } = line({ name: '😀'.repeat(201) });
    expect(name).toBe('😀'.repeat(200));
    expect(notes).toEqual(['receipt.textShortened']);
  });

  it('with half a character get a whole one in its place', () => {
    expect(line({ name: 'a\ud83d' })['name']).toBe('a\ufffd');
  });

  it('never hold control characters or turns of direction; blanks take their place', () => {
    const told = line({
      name: ' a\u0000b\u001dc\u0007\n\u202ed ',
      seller: 'Орлова\tИрина',
      category: 'a\u0000&&b',
    });
    expect(told).toMatchObject({ name: 'a b c d', seller: 'Орлова Ирина', category: 'a&&b' });
    expect(new Set(told.notes)).toEqual(new Set(['receipt.textCleaned']));
    expect(line({ name: '\u0000' }).notes).toEqual(['receipt.nameMissing']);
  });

  it('that are blank are left out', () => {
    expect(ready({ cashier: '  ' }).wire).not.toHaveProperty('cashier');
    expect(line({ seller: '', category: '&&', extId: ' ' })).toEqual({
      name: 'x',
      count: 1,
      total: 1,
      notes: [],
    });
  });

  it('that name an item are replaced by its code where they are missing', () => {
    expect(line({ name: ' ', extId: '100377' })).toMatchObject({
      name: 'Товар 100377',
      notes: ['receipt.nameMissing'],
    });
    expect(line({ name: '' })['name']).toBe('Товар');
  });
});

describe('categories', () => {
  it('keep their levels', () => {
    expect(line({ category: 'Напитки && Кофе&&' })['category']).toBe('Напитки&&Кофе');
  });

  it('have levels of 200 characters and 2,000 together; the deepest go first', () => {
    const level = 'к'.repeat(200);
    expect(line({ category: `${level}x&&b` })).toMatchObject({
      category: `${level}&&b`,
      notes: ['receipt.textShortened'],
    });
    const ten = Array.from({ length: 10 }, () => level).join('&&');
    const { category, notes } = line({ category: ten });
    expect(category).toBe(Array.from({ length: 9 }, () => level).join('&&'));
    expect(notes).toEqual(['receipt.categoryShortened']);
    const exact = `${Array.from({ length: 9 }, () => level).join('&&')}&&${'x'.repeat(182)}`;
    expect(exact).toHaveLength(2_000);
    expect(line({ category: exact })).toMatchObject({ category: exact, notes: [] });
  });
});

describe('identifiers', () => {
  it('over 40 characters are refused, never cut', () => {
    expect(ready({ extId: '1'.repeat(40) }).wire.extId).toBe('1'.repeat(40));
    expect(outcome({ extId: '1'.repeat(41) })).toBe('refused receipt.idTooLong extId');
    const positions = [{ name: 'x', count: 1, total: 523.5, extId: '1'.repeat(41) }];
    expect(outcome({ positions })).toBe('refused receipt.idTooLong positions[0].extId');
    expect(outcome({ docId: '1'.repeat(101) })).toBe('refused receipt.idTooLong docId');
  });

  it('with control characters or half a character are refused', () => {
    for (const extId of ['a\u0000b', 'a\nb', 'a\u0085b', 'a\ud800']) {
      expect(outcome({ extId })).toBe('refused receipt.idInvalid extId');
    }
  });

  it('of items that are more than letters and digits are left out and noted', () => {
    expect(line({ extId: 'АРТ-12' })).toEqual({
      name: 'x',
      count: 1,
      total: 1,
      notes: ['receipt.itemIdLeftOut'],
    });
    expect(line({ extId: 'Ab12' })['extId']).toBe('Ab12');
  });
});
