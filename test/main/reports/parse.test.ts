import { describe, expect, test } from 'vitest';
import { readNumber } from '../../../src-main/reports/loose.ts';
import { pick, readers } from '../../../src-main/reports/parse.ts';
import { seededRandom, type Random } from '../../support/random.ts';
import { metricsSample, sellersSample } from './samples.ts';

const metricsOf = (result: unknown, type = 'day') => readers.metrics(pick(result, type, 'metrics'));
const sellersOf = (result: unknown, type = 'day') => readers.bysellers(pick(result, type, 'bysellers'));
const ratingOf = (bytradepoints: unknown) =>
  readers.bytradepoints(pick({ data: { day: { bytradepoints } } }, 'day', 'bytradepoints'));
const oneMetric = (metric: unknown) =>
  metricsOf({ data: { day: { metrics: { metrics: [metric] } } } })?.metrics;

describe('reading numbers', () => {
  test.each([
    ['24672', 24672],
    ['174,98', 174.98],
    ['1 234,50', 1234.5],
    ['1\u00a0234.5', 1234.5],
    ['-100', -100],
    ['\u2212100,5', -100.5],
    ['1e3', 1000],
    ['', null],
    ['NaN', null],
    ['Infinity', null],
    ['1,234,567', null],
    ['12 шт', null],
    ['0x10', null],
    ['9'.repeat(41), null],
  ])('%j is %j', (text, value) => {
    expect(readNumber(text)).toBe(value);
  });
});

describe('metrics', () => {
  test('of the sample: money that is called 7, percent that are pieces, no plan where it is 0', () => {
    expect(metricsOf(metricsSample)).toEqual({
      storeId: '3656',
      storeExtId: '0',
      storeName: 'Тюмень, 50 лет ВЛКСМ, 63 Шаурма',
      metrics: [
        {
          ...{ id: '1437627895975735595', name: 'Выручка', kind: 'unknown' },
          ...{ fact: 24672, plan: 19999.998, planHour: null, forecast: null, qty: 141 },
        },
        {
          ...{ id: '1437627895975735596', name: 'Средний чек', kind: 'money' },
          ...{ fact: 174.98, plan: null, planHour: null, forecast: null, qty: 141 },
        },
        {
          ...{ id: '1437627895975735664', name: 'Наполняемость', kind: 'percent' },
          ...{ fact: 2.32, plan: null, planHour: null, forecast: null, qty: 140 },
        },
      ],
    });
    expect(metricsOf(metricsSample, 'month')?.metrics[0]).toMatchObject({ kind: 'number', fact: 401628 });
  });

  test('with texts for numbers, a label for a name, nulls and missing fields', () => {
    const odd = {
      id: 15,
      label: ' Выручка\n',
      type: '2',
      fact: '24 672,50',
      plan: '0',
      planhour: null,
      qty: 'x',
    };
    expect(oneMetric(odd)).toEqual([
      {
        ...{ id: '15', name: 'Выручка', kind: 'money', fact: 24672.5 },
        ...{ plan: null, planHour: null, forecast: null, qty: null },
      },
    ]);
  });

  test('a fact of 0 is a fact', () => {
    expect(oneMetric({ name: 'Выручка', fact: 0, plan: 100, planhour: 50, predict: 70 })).toMatchObject([
      { fact: 0, plan: 100, planHour: 50, forecast: 70 },
    ]);
  });

  test('in the order of the account, and whatever is no metric left out', () => {
    const metrics = [
      { name: 'Без порядка', fact: 1 },
      { name: 'Вторая', order: '2', fact: 1 },
      { name: 'Первая', order: 1, fact: 1 },
      { fact: 5 },
      null,
      'текст',
      [],
    ];
    const read = metricsOf({ data: { day: { metrics: { metrics } } } });
    expect(read?.metrics.map(({ name }) => name)).toEqual(['Первая', 'Вторая', 'Без порядка']);
  });

  test('with equal ids: each gets its own, what stands there twice goes', () => {
    const metrics = [
      { id: '1', name: 'Выручка', fact: 1 },
      { id: '1', name: 'Средний чек', fact: 2 },
      { id: '1', name: 'Выручка', fact: 1 },
    ];
    const read = metricsOf({ data: { day: { metrics: { metrics } } } });
    expect(read?.metrics.map(({ id, name }) => [id, name])).toEqual([
      ['1', 'Выручка'],
      ['1/2', 'Средний чек'],
    ]);
  });

  test.each([
    null,
    'нет',
    7,
    [],
    {},
    { data: null },
    { data: { day: null } },
    { data: { day: { metrics: [] } } },
  ])('in %j are none', (result) => {
    expect(metricsOf(result)).toBeUndefined();
  });
});

describe('bysellers', () => {
  test('of the sample: joined to the common figures by idx', () => {
    const read = sellersOf(sellersSample, 'month');
    expect(read?.columns).toEqual([
      { id: '1', metricId: '1437627895975735595', name: 'Выручка', kind: 'unknown' },
      { id: '2', metricId: '1437627895975735596', name: 'Средний чек', kind: 'unknown' },
      { id: '3', metricId: '1437627895975735664', name: 'Наполняемость', kind: 'unknown' },
    ]);
    expect(read?.sellers[1]).toEqual({
      id: '1517977472394792448',
      name: 'Поступинских Анна Владимировна',
      cells: [
        { fact: 320182, plan: null },
        { fact: 171.95656831364, plan: null },
        { fact: 1.841699194415, plan: null },
      ],
    });
  });

  test('a seller who sold more than the store is shown as the server says', () => {
    expect(sellersOf(sellersSample)?.sellers[0]?.cells[0]).toEqual({ fact: 24704, plan: null });
  });

  test('cells stand under their own idx, in whatever order they came; what is missing is null', () => {
    const read = sellersOf({
      data: {
        day: {
          bysellers: {
            common: [
              { idx: 2, label: 'Средний чек' },
              { idx: '1', label: 'Выручка', order: 0 },
              { id: '9', label: 'Прочее', order: 7 },
            ],
            sellers: [
              {
                id: '1',
                name: 'Анна',
                metrics: [
                  { idx: '2', fact: 5 },
                  { idx: '5', fact: 1 },
                  { id: '9', fact: '3' },
                ],
              },
              { id: '2', name: 'Пётр' },
              { id: '3' },
            ],
          },
        },
      },
    });
    expect(read?.columns.map(({ id }) => id)).toEqual(['1', '9', '2']);
    expect(read?.sellers).toEqual([
      { id: '1', name: 'Анна', cells: [null, { fact: 3, plan: null }, { fact: 5, plan: null }] },
      { id: '2', name: 'Пётр', cells: [null, null, null] },
    ]);
  });
});

describe('bytradepoints', () => {
  test('a list of stores with places, whatever holds it', () => {
    const rows = [
      { id: 2, name: 'Вторая', place: '2', fact: '10', type: 2 },
      { id: 1, store_ext_id: 'S1', name: 'Первая', place: 1, fact: 20, type: 2 },
    ];
    const read = {
      kind: 'money',
      rows: [
        { id: '1', storeExtId: 'S1', name: 'Первая', place: 1, fact: 20 },
        { id: '2', storeExtId: null, name: 'Вторая', place: 2, fact: 10 },
      ],
      byFact: false,
    };
    expect(ratingOf(rows)).toEqual(read);
    expect(ratingOf({ total: 2, tradepoints: rows })).toEqual(read);
  });

  test('stores with metrics, ranked by the first of them where no place is given', () => {
    const metrics = (fact: number): object[] => [
      { name: 'Средний чек', order: 2, fact: 1 },
      { name: 'Выручка', order: 1, type: 2, fact },
    ];
    expect(
      ratingOf([
        { name: 'А', metrics: metrics(10) },
        { name: 'Б', metrics: metrics(30) },
      ]),
    ).toEqual({
      kind: 'money',
      rows: [
        { id: 'Б', storeExtId: null, name: 'Б', place: 1, fact: 30 },
        { id: 'А', storeExtId: null, name: 'А', place: 2, fact: 10 },
      ],
      byFact: true,
    });
  });

  test('invents no place: one that lacks it among others has none, equal figures have the same', () => {
    const told = (rows: object[]) => ratingOf(rows)?.rows.map(({ name, place }) => [name, place]);
    expect(
      told([
        { name: 'А', fact: 99 },
        { name: 'Б', place: 2, fact: 5 },
        { name: 'В', place: 1, fact: 7 },
      ]),
    ).toEqual([
      ['В', 1],
      ['Б', 2],
      ['А', null],
    ]);
    expect(
      told([
        { name: 'А', fact: 5 },
        { name: 'Б', fact: 7 },
        { name: 'В', fact: 7 },
      ]),
    ).toEqual([
      ['Б', 1],
      ['В', 1],
      ['А', 3],
    ]);
  });

  test('no store at all is a rating; the metrics of one store, names alone and other things are none', () => {
    expect(ratingOf([])).toEqual({ kind: 'unknown', rows: [], byFact: false });
    expect(ratingOf({ id: 1, name: 'Магазин', metrics: [{ name: 'Выручка', fact: 5 }] })).toBeUndefined();
    expect(ratingOf([{ name: 'Магазин' }])).toBeUndefined();
    expect(ratingOf([1, 2, 3])).toBeUndefined();
    expect(ratingOf('нет')).toBeUndefined();
    expect(ratingOf(undefined)).toBeUndefined();
  });
});

/** A part of the answer becomes something else, anywhere in it. */
function spoil(value: unknown, random: Random): unknown {
  if (random.below(12) === 0)
    return random.pick([null, '', '12,5', -0, 1e300, [], {}, [[]], true, 'ё'.repeat(500), { data: {} }]);
  if (Array.isArray(value)) return value.map((each) => spoil(each, random));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spoil(each, random)]));
}

test('no answer throws, and every number that is read is a number', () => {
  const random = seededRandom(11);
  for (let turn = 0; turn < 2_000; turn += 1) {
    const result = spoil({ ...random.pick([metricsSample, sellersSample]) }, random);
    const metrics = metricsOf(result)?.metrics ?? [];
    const cells = sellersOf(result, 'month')?.sellers.flatMap((seller) => seller.cells) ?? [];
    const facts = [...metrics, ...cells].map((each) => each?.fact ?? 0);
    expect(facts.every((fact) => Number.isFinite(fact) && Math.abs(fact) <= 1e15)).toBe(true);
    expect(new Set(metrics.map(({ id }) => id)).size).toBe(metrics.length);
    ratingOf(result);
  }
});
