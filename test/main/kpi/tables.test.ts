import { describe, expect, test } from 'vitest';
import { lastReceiptOf, makeShiftCard, type ShiftFacts } from '../../../src-main/kpi/own-sales.ts';
import { makePeriod } from '../../../src-main/kpi/period.ts';
import { makeRating } from '../../../src-main/kpi/rating.ts';
import { makeSellersTable } from '../../../src-main/kpi/sellers.ts';
import type { RatingReport, SellersReport } from '../../../src-main/reports/model.ts';
import { at, input, ready, receipt, reportsOf, shop, zone } from './build.ts';

const report: SellersReport = {
  columns: [
    { id: '2', metricId: '96', name: 'Средний чек', kind: 'money' },
    { id: '1', metricId: '95', name: 'Выручка', kind: 'unknown' },
  ],
  sellers: [
    {
      id: 'a',
      name: 'Ёлкина Анна',
      cells: [
        { fact: 50, plan: null },
        { fact: 300, plan: 400 },
      ],
    },
    { id: 'b', name: 'Пётр', cells: [null, null] },
    {
      id: 'c',
      name: 'Громов Пётр',
      cells: [
        { fact: 1_200, plan: null },
        { fact: 900, plan: null },
      ],
    },
    { id: 'd', name: 'Возвратов', cells: [null, { fact: -100, plan: null }] },
  ],
};

describe('the table of sellers', () => {
  test('goes by income, with places and shares; who has none comes last', () => {
    const table = makeSellersTable(report, null);
    expect(table.rows.map(({ id, place, share, own }) => [id, place, share, own])).toEqual([
      ['c', 1, 0.75, false],
      ['a', 2, 0.25, false],
      ['d', 3, 0, false],
      ['b', 4, null, false],
    ]);
    expect(table.columns).toEqual([
      { id: '2', name: 'Средний чек', form: { kind: 'money', decimals: 0 } },
      { id: '1', name: 'Выручка', form: { kind: 'money', decimals: 0 } },
    ]);
    expect(table.rows[1]?.cells).toEqual([
      { id: '2', fact: 50, plan: null },
      { id: '1', fact: 300, plan: 400 },
    ]);
    expect(table.rows[3]?.cells).toEqual([null, null]);
  });

  test('writes a column in one way, with kopecks where any of it has them', () => {
    const averages = [900, 431.5].map((fact, index) => ({
      ...{ id: String(index), name: `Продавец ${index}`, cells: [{ fact, plan: null }, null] },
    }));
    const { columns } = makeSellersTable({ ...report, sellers: averages }, null);
    expect(columns[0]?.form).toEqual({ kind: 'money', decimals: 2 });
  });

  test('marks the own row by the name, however it is written', () => {
    const own = (seller: string) =>
      makeSellersTable(report, seller)
        .rows.filter((row) => row.own)
        .map(({ id }) => id);
    expect(own('елкина  АННА')).toEqual(['a']);
    expect(own('Ёлкина')).toEqual([]);
    const twice = {
      ...report,
      sellers: [...report.sellers, { id: 'e', name: 'ёлкина анна', cells: [null, null] }],
    };
    const table = makeSellersTable(twice, 'Ёлкина Анна');
    expect(table.rows.some((row) => row.own)).toBe(false);
  });

  test('without an income column keeps the order of the server and knows no shares', () => {
    const table = makeSellersTable(
      { ...report, columns: report.columns.map((each) => ({ ...each, name: 'Х' })) },
      null,
    );
    expect(table.rows.map(({ id, share }) => [id, share])).toEqual([
      ['a', null],
      ['b', null],
      ['c', null],
      ['d', null],
    ]);
    const named = makeSellersTable(
      { ...report, columns: report.columns.map((each) => ({ ...each, name: 'Х' })) },
      null,
      {
        income: '95',
      },
    );
    expect(named.rows[0]?.id).toBe('c');
  });
});

describe('the rating', () => {
  const rating: RatingReport = {
    kind: 'money',
    byFact: false,
    rows: [
      { id: '1', storeExtId: 'S1', name: 'Первая', place: 1, fact: 900 },
      { id: '2', storeExtId: 'S2', name: 'Вторая', place: 2, fact: 500.5 },
      { id: '3', storeExtId: null, name: 'Третья', place: 3, fact: null },
    ],
  };
  const none = { storeExtId: null, report: null };

  test('knows what moved since the first report', () => {
    const { rows, form } = makeRating(rating, { '1': 3, '2': 1 }, none);
    expect(rows.map(({ id, moved }) => [id, moved])).toEqual([
      ['1', 2],
      ['2', -1],
      ['3', null],
    ]);
    expect(form).toEqual({ kind: 'money', decimals: 2 });
  });

  test('a store without a place has moved nowhere', () => {
    const rows = rating.rows.map((row) => ({ ...row, place: row.id === '2' ? null : row.place }));
    const told = makeRating({ ...rating, rows }, { '2': 1 }, { storeExtId: 'S2', report: null });
    expect(told).toMatchObject({ ownPlace: null, byFact: false });
    expect(told.rows[1]).toMatchObject({ place: null, moved: null, own: true });
  });

  test('finds the own store by the settings, else by what the key reports on', () => {
    const place = (own: Parameters<typeof makeRating>[2]) => makeRating(rating, {}, own).ownPlace;
    expect(place(none)).toBeNull();
    expect(place({ storeExtId: 'S2', report: { storeId: '3', storeExtId: 'S1' } })).toBe(2);
    expect(place({ storeExtId: null, report: { storeId: '3', storeExtId: 'S1' } })).toBe(1);
    expect(place({ storeExtId: 'S9', report: { storeId: '3', storeExtId: null } })).toBe(3);
    expect(makeRating(rating, {}, { storeExtId: 'S2', report: null }).rows.map(({ own }) => own)).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('and the sellers stand in the period', () => {
    const reports = reportsOf(shop(), {
      sellers: ready(report),
      rating: ready(rating),
      firstPlaces: { '1': 2 },
    });
    const period = makePeriod(input(reports, { seller: 'Громов Пётр' }));
    expect(period).toMatchObject({ sellersState: 'ready', ratingState: 'ready', rating: { ownPlace: 1 } });
    expect(period.sellers?.rows[0]).toMatchObject({ id: 'c', own: true });
    expect(period.rating?.rows[0]).toMatchObject({ moved: 1, own: true });
  });
});

describe('the card of a shift', () => {
  const facts: ShiftFacts = {
    ...{
      id: 'K1-17',
      closedAtMs: at('21:00'),
      kept: [
        { why: 'waiting', count: 1, amount: 300.2 },
        { why: 'refused', count: 1, amount: 500 },
        { why: 'waiting', count: 2, amount: -0.2 },
        { why: 'aside', count: 1, amount: 70 },
        { why: 'aside', count: 1, amount: null },
        { why: 'file', count: 0, amount: null },
      ],
      plan: 20_000,
      storeIncome: 19_000,
      weekAgoIncome: 18_500,
      zone,
    },
    receipts: [
      receipt({ occurredAtMs: at('10:05'), amount: 500.1, items: 3 }),
      receipt({ occurredAtMs: at('10:59'), amount: 300.2, items: 1 }),
      receipt({ occurredAtMs: at('11:00'), amount: 500, items: 0, refused: true }),
      receipt({ occurredAtMs: at('12:30'), amount: -100, items: -1 }),
    ],
  };

  test('adds up what this till sold, and what HEADO lacks of it, a person first', () => {
    expect(makeShiftCard(facts)).toEqual({
      ...{
        id: 'K1-17',
        closedAtMs: at('21:00'),
        income: 1_200.3,
        receipts: 3,
        average: 400.1,
        itemsPerReceipt: 1.5,
      },
      ...{ plan: 20_000, storeIncome: 19_000, weekAgoIncome: 18_500 },
      missing: [
        { why: 'refused', count: 1, amount: 500 },
        { why: 'aside', count: 2, amount: null },
        { why: 'waiting', count: 3, amount: 300 },
      ],
      bestHour: { fromMs: at('10:00'), income: 800.3 },
    });
  });

  test('of a shift without receipts has no means and no hour', () => {
    expect(makeShiftCard({ ...facts, receipts: [], kept: [] })).toMatchObject({
      ...{ income: 0, receipts: 0, average: null, itemsPerReceipt: null, bestHour: null, missing: [] },
    });
  });
});

describe('the last receipt', () => {
  const day = (...amounts: number[]) =>
    amounts.map((amount, index) => receipt({ amount, occurredAtMs: at('10:00') + index }));

  test('is the best of the day when it is larger than at least five before it', () => {
    expect(lastReceiptOf([])).toBeNull();
    expect(lastReceiptOf(day(1, 2, 3, 4, 5))?.bestOfDay).toBe(false);
    expect(lastReceiptOf(day(1, 2, 3, 4, 5, 6))).toEqual({
      atMs: at('10:00') + 5,
      amount: 6,
      bestOfDay: true,
    });
    expect(lastReceiptOf(day(1, 2, 3, 4, 6, 6))?.bestOfDay).toBe(false);
    expect(lastReceiptOf(day(1, 2, 3, 4, -5, 6))?.bestOfDay).toBe(false);
  });

  test('goes by the time of sale, not by the order of arrival', () => {
    expect(lastReceiptOf(day(1, 2, 3, 4, 5, 6).toReversed())?.amount).toBe(6);
  });
});
