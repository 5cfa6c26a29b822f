/** Owns: builders of figures and periods for the screens' tests: the day of the design's pictures. */
import type { CurvePoint, Figure, Period, Rating, SellersTable } from '../../../src-main/contract/figures.ts';

/** Sunday, 22 November 2026, 18:42:10 in Yekaterinburg. */
export const NOW_MS = Date.UTC(2026, 10, 22, 13, 42, 10);
export const TIME_ZONE = 'Asia/Yekaterinburg';
export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A figure that nobody knows anything about, but its name. */
export function figure(changes: Partial<Figure> & Pick<Figure, 'id' | 'name'>): Figure {
  return {
    role: 'other',
    form: { kind: 'number', decimals: 0 },
    fact: null,
    confirmed: null,
    approximate: false,
    adds: changes.role === 'income' || changes.role === 'count',
    plan: null,
    planNow: null,
    tick: changes.planNow ?? null,
    forecast: null,
    weekAgo: null,
    pace: 'none',
    paceRatio: null,
    left: null,
    leftReceipts: null,
    reached: false,
    ...changes,
  };
}

export const income = figure({
  id: '1',
  role: 'income',
  name: 'Выручка',
  form: { kind: 'money', decimals: 0 },
  fact: 24_672,
  confirmed: 24_672,
  plan: 38_000,
  planNow: 26_500,
  forecast: 34_600,
  pace: 'behind',
  paceRatio: -0.069,
  left: 13_328,
  leftReceipts: null,
});

export const average = figure({
  id: '2',
  role: 'average',
  name: 'Средний чек',
  form: { kind: 'money', decimals: 0 },
  fact: 412,
  confirmed: 412,
  plan: 400,
  planNow: 400,
  pace: 'ahead',
  paceRatio: 0.03,
  reached: true,
});

export const items = figure({
  id: '3',
  role: 'items',
  name: 'Товаров в чеке',
  form: { kind: 'number', decimals: 2 },
  fact: 2.32,
  confirmed: 2.32,
  plan: 2.5,
  planNow: 2.5,
  pace: 'behind',
  paceRatio: -0.072,
  left: 0.18,
});

export const ownBrand = figure({
  id: '4',
  name: 'Продажа СТМ',
  form: { kind: 'money', decimals: 0 },
  fact: 1_940,
  confirmed: 1_940,
});

export const count = figure({
  id: '5',
  role: 'count',
  name: 'Чеков',
  fact: 60,
  confirmed: 60,
  plan: 95,
  planNow: 60,
  pace: 'onTrack',
  paceRatio: 0,
  left: 35,
});

export const loyalty = figure({
  id: '6',
  name: 'Карта лояльности',
  form: { kind: 'percent', decimals: 0 },
  fact: 48,
  confirmed: 48,
  plan: 45,
  planNow: 45,
  pace: 'ahead',
  paceRatio: 0.067,
  reached: true,
});

const sellers: SellersTable = {
  columns: [
    { id: '1', name: 'Выручка', form: { kind: 'money', decimals: 0 } },
    { id: '2', name: 'Средний чек', form: { kind: 'money', decimals: 0 } },
    { id: '3', name: 'Товаров в чеке', form: { kind: 'number', decimals: 2 } },
  ],
  rows: [
    seller('11', 'Конищева Марина Александровна', 1, false, 14_310, 431, 2.41, 0.58),
    seller('12', 'Иванова Анна', 2, true, 10_362, 388, 2.19, 0.42),
    { id: '13', name: 'Ёлкин Пётр', place: 3, own: false, cells: [null, null, null], share: null },
  ],
};

function seller(
  id: string,
  name: string,
  place: number,
  own: boolean,
  money: number,
  mean: number,
  perReceipt: number,
  share: number,
): SellersTable['rows'][number] {
  const cells = [
    { id: '1', fact: money, plan: 19_000 },
    { id: '2', fact: mean, plan: 400 },
    { id: '3', fact: perReceipt, plan: null },
  ];
  return { id, name, place, own, cells, share };
}

const rating: Rating = {
  ownPlace: 4,
  byFact: false,
  form: { kind: 'money', decimals: 0 },
  rows: Array.from({ length: 17 }, (_, index) => ({
    id: String(100 + index),
    name: index === 3 ? 'Тюмень, 50 лет ВЛКСМ, 63' : `Тюмень, магазин ${index + 1}`,
    place: index + 1,
    moved: index % 5 === 4 ? null : (index % 3) - 1,
    own: index === 3,
    fact: 40_000 - index * 1_700,
  })),
};

const DAY_START_MS = Date.UTC(2026, 10, 21, 19);

/** Half-hourly samples from 09:00 to the last report. */
function dayPoints(): readonly CurvePoint[] {
  return Array.from({ length: 20 }, (_, index) => {
    const share = index / 19;
    return {
      atMs: DAY_START_MS + 9 * HOUR_MS + index * 30 * MINUTE_MS,
      fact: Math.round(24_672 * share ** 1.2),
      planNow: Math.round(26_500 * share ** 1.1),
    };
  });
}

export const day: Period = {
  type: 'day',
  from: '2026-11-22',
  to: '2026-11-22',
  state: 'ready',
  askedAtMs: NOW_MS - 10_000,
  stale: false,
  planAtMs: NOW_MS,
  figures: [income, average, items, ownBrand, count, loyalty],
  hints: [{ kind: 'itemsInReceipt', items: 3 }],
  curve: { fromMs: DAY_START_MS, toMs: DAY_START_MS + 24 * HOUR_MS, points: dayPoints() },
  sellersState: 'ready',
  sellers,
  ratingState: 'ready',
  rating,
};

const MONTH_START_MS = Date.UTC(2026, 9, 31, 19);

export const month: Period = {
  ...day,
  type: 'month',
  from: '2026-11-01',
  to: '2026-11-30',
  figures: [
    figure({
      ...income,
      fact: 731_204,
      confirmed: 731_204,
      plan: 1_140_000,
      planNow: 790_000,
      forecast: 1_055_000,
      paceRatio: -0.074,
      left: 408_796,
    }),
    average,
    items,
    count,
  ],
  hints: [],
  curve: {
    fromMs: MONTH_START_MS,
    toMs: MONTH_START_MS + 30 * 24 * HOUR_MS,
    points: Array.from({ length: 22 }, (_, index) => ({
      atMs: MONTH_START_MS + (index + 0.9) * 24 * HOUR_MS,
      fact: 33_000 * (index + 1),
      planNow: 36_000 * (index + 1),
    })),
  },
};
