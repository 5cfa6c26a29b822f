/** When two receipts are one and the same (decisions 1–3): numbers that one has and the other lacks, fiscal documents. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ReceiptDraft } from '../../../src-main/receipt/draft.ts';
import { labelsOf, refuse, rule } from './entries.ts';
import { closeOutboxes, deliverAll, openFolder } from './outbox-folder.ts';
import { arrival, bring, receipt, refund } from './records.ts';

afterEach(() => closeOutboxes());

type Changes = Partial<ReceiptDraft>;

const DRIVE = '7380440902975456';
const fiscal = (...documents: readonly number[]): Changes => ({
  fiscal: documents.map((document) => ({ drive: DRIVE, document: String(document) })),
});
const doc = (docId: string): Changes => ({ docId });
const otherBody: Changes = { cashier: 'Другая' };

describe('a sale that is known', () => {
  it.each<[string, Changes, Changes, string]>([
    ['with a number that came later', {}, doc('7'), 'duplicate'],
    ['without the number that it had', doc('7'), {}, 'duplicate'],
    ['with its fiscal number that came later', {}, fiscal(1), 'duplicate'],
    ['without its fiscal number', fiscal(1), {}, 'duplicate'],
    ['with number and fiscal number', doc('7'), { ...doc('7'), ...fiscal(1) }, 'duplicate'],
    ['with another cashier', {}, otherBody, 'differing'],
    ['with a number that came later, and another cashier', {}, { ...doc('7'), ...otherBody }, 'differing'],
    ['printed by another printer', fiscal(1), fiscal(2), 'duplicate'],
    ['with another number', doc('7'), doc('8'), 'outbox.conflict'],
    ['at another moment', {}, { time: '2026-11-21T18:42:12+03:00' }, 'outbox.conflict'],
    [
      'at another moment, with a number',
      {},
      { time: '2026-11-21T18:42:12+03:00', ...doc('7') },
      'outbox.conflict',
    ],
  ])('%s is what it should be', (_what, known, given, expected) => {
    const folder = openFolder();
    expect(bring(folder, receipt(known))).toBe('new');
    expect(bring(folder, receipt(given))).toBe(expected);
  });
});

describe('a return that is known', () => {
  it.each<[string, Changes, Changes, string]>([
    ['as it was', {}, {}, 'duplicate'],
    ['with a number that came later', {}, doc('7'), 'duplicate'],
    ['without the number that it had', doc('7'), {}, 'duplicate'],
    ['with its fiscal number that came later', {}, fiscal(1), 'duplicate'],
    ['without its fiscal number', fiscal(1), {}, 'duplicate'],
    ['with a fiscal number, known by its own', doc('7'), fiscal(1), 'duplicate'],
    ['with its number and another body', doc('7'), { ...doc('7'), ...otherBody }, 'differing'],
    ['with another body', {}, otherBody, 'outbox.ambiguousRepeat'],
    [
      'with another body and a number that came later',
      {},
      { ...doc('7'), ...otherBody },
      'outbox.ambiguousRepeat',
    ],
    ['with another body, without its number', doc('7'), otherBody, 'outbox.ambiguousRepeat'],
    ['with another number', doc('7'), doc('8'), 'new'],
    ['with another fiscal number', fiscal(1), fiscal(2), 'new'],
    [
      'with its number at another moment',
      doc('7'),
      { ...doc('7'), time: '2026-11-21T19:00:00+03:00' },
      'outbox.conflict',
    ],
  ])('%s is what it should be', (_what, known, given, expected) => {
    const folder = openFolder();
    expect(bring(folder, refund(known))).toBe('new');
    expect(bring(folder, refund(given))).toBe(expected);
  });

  it('tells its number to the one without: a third with another number is a return of its own', () => {
    const folder = openFolder();
    expect(bring(folder, refund())).toBe('new');
    expect(bring(folder, refund(doc('7')))).toBe('duplicate');
    expect(bring(folder, refund(doc('8')))).toBe('new');
    expect(bring(folder, refund(doc('7')))).toBe('duplicate');
    expect(bring(folder, refund(doc('8')))).toBe('duplicate');
  });

  it('tells its fiscal number as well', () => {
    const folder = openFolder();
    bring(folder, refund());
    expect(bring(folder, refund(fiscal(1)))).toBe('duplicate');
    expect(bring(folder, refund(fiscal(2)))).toBe('new');
    expect(bring(folder, refund({ ...fiscal(1), extId: 'another name' }))).toBe('duplicate');
  });

  it('is one of several with numbers: the one without equals one of them, or a person decides', () => {
    const folder = openFolder();
    bring(folder, refund(doc('7')));
    bring(folder, refund({ ...doc('8'), ...otherBody }));
    expect(bring(folder, refund(otherBody))).toBe('duplicate');
    expect(bring(folder, refund({ cashier: 'Третья' }))).toBe('outbox.ambiguousRepeat');
  });

  it.each<[string, Changes, Changes]>([
    ['both without numbers', {}, {}],
    ['one with a number', doc('7'), {}],
    ['the other with a number', {}, doc('7')],
  ])('in one file with its like is a person’s matter: %s', (_what, first, second) => {
    const folder = openFolder();
    const [taken] = folder.outbox.take([arrival('both.json', refund(first), refund(second))]);
    expect(taken).toMatchObject({ stored: 1, conflicts: 1, duplicates: 0 });
  });

  it('with numbers in one file is two', () => {
    const folder = openFolder();
    const both = [refund(doc('7')), refund(doc('8'))];
    expect(folder.outbox.take([arrival('both.json', ...both)])).toMatchObject([{ stored: 2 }]);
    expect(folder.outbox.take([arrival('again.json', ...both)])).toMatchObject([{ duplicates: 2 }]);
  });
});

describe('an equal fiscal document', () => {
  const inOtherWords = { extId: 'another name', ...otherBody };

  it.each<[string, Changes, Changes, string]>([
    ['of an equal amount', fiscal(1), { ...fiscal(1), ...inOtherWords }, 'duplicate'],
    ['with another amount', fiscal(1), { ...fiscal(1), ...inOtherWords, amount: 4 }, 'outbox.fiscalConflict'],
    [
      'as a part of a document that lists several',
      fiscal(1, 2),
      { ...fiscal(2), ...inOtherWords, amount: 4 },
      'duplicate',
    ],
    [
      'as the same list with another amount',
      fiscal(1, 2),
      { ...fiscal(2, 1), ...inOtherWords, amount: 4 },
      'duplicate',
    ],
    [
      'of a whole whose part came first',
      fiscal(1),
      { ...fiscal(1, 2), ...inOtherWords, amount: 14 },
      'outbox.fiscalConflict',
    ],
    [
      'of a list that only begins alike',
      fiscal(1, 2),
      { ...fiscal(2, 3), ...inOtherWords, amount: 4 },
      'outbox.fiscalConflict',
    ],
    ['of a whole that is equal in amount', fiscal(1), { ...fiscal(1, 2), ...inOtherWords }, 'duplicate'],
    [
      'with leading zeros',
      fiscal(1),
      { fiscal: [{ drive: DRIVE, document: '0001' }], extId: 'x' },
      'duplicate',
    ],
  ])('%s is what it should be', (_what, known, given, expected) => {
    const folder = openFolder();
    expect(bring(folder, receipt(known))).toBe('new');
    expect(bring(folder, receipt(given))).toBe(expected);
  });

  it('is known from a repetition too', () => {
    const folder = openFolder();
    bring(folder, receipt());
    expect(bring(folder, receipt(fiscal(1)))).toBe('duplicate');
    expect(bring(folder, receipt({ ...fiscal(1), ...inOtherWords }))).toBe('duplicate');
  });

  it('with another amount replaces what HEADO refused', () => {
    const folder = openFolder();
    bring(folder, receipt(fiscal(1)));
    refuse(folder.outbox, 1);
    expect(bring(folder, receipt({ ...fiscal(1), amount: 4 }))).toBe('new');
    expect(folder.outbox.reading.entry(1)?.state).toBe('discarded');
  });
});

describe('an external id that is made of shift and number', () => {
  const built = (time: string, amount = 10): Changes => ({
    extId: undefined,
    shift: '1',
    number: '14',
    time,
    amount,
  });

  it('is another receipt after more than 60 days, and a conflict before', () => {
    const folder = openFolder();
    expect(bring(folder, receipt(built('2026-03-01T12:00:00+03:00')))).toBe('new');
    expect(bring(folder, receipt(built('2026-04-29T12:00:00+03:00')))).toBe('outbox.conflict');
    expect(bring(folder, receipt(built('2026-04-30T12:00:01+03:00')))).toBe('new');
    expect(bring(folder, receipt(built('2026-03-01T12:00:00+03:00')))).toBe('duplicate');
    // The older one still holds its days.
    expect(bring(folder, receipt(built('2026-03-02T12:00:00+03:00', 11)))).toBe('outbox.conflict');
    deliverAll(folder, rule());
    expect(bring(folder, receipt(built('2026-11-01T12:00:00+03:00')))).toBe('new');
    expect(labelsOf(folder.outbox.nextBatch(rule())?.entries)).toEqual(['111-22-1-14']);
  });

  it('that is given stays a conflict for ever', () => {
    const folder = openFolder();
    bring(folder, receipt({ time: '2026-03-01T12:00:00+03:00' }));
    expect(bring(folder, receipt({ time: '2026-11-01T12:00:00+03:00' }))).toBe('outbox.conflict');
  });
});
