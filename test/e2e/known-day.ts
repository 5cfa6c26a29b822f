/**
 * Owns: a set of sales whose every figure was worked out by hand or follows from sums alone, and how a screen writes
 * numbers. Knows nothing of the program: neither its sums nor its number forms are called here.
 */
import type { SaleFacts } from './stand.ts';

const DAY_MS = 86_400_000;

export const OWN_STORE = { storeExtId: 'S1', name: 'Тюмень, 50 лет ВЛКСМ, 63' } as const;
/** What they sold today is known to HEADO alone. */
export const OTHER_STORES = [
  { storeExtId: 'S2', name: 'Тобольск, Мира, 7', sold: 12_000 },
  { storeExtId: 'S3', name: 'Ишим, Ленина, 1', sold: 500 },
] as const;
/** As HEADO names them. */
const METRICS = ['Выручка', 'Средний чек', 'Наполняемость', 'Кол-во продаж'] as const;
/** None for the number of sales. */
export const PLANS = {
  day: { income: 10_000, average: 1_800, complexity: 2.25 },
  month: { income: 250_000, average: 1_700, complexity: 2.4 },
} as const;

/** Names of stores, sellers and metrics: what no language changes, and what may have digits. */
export const namesFromOutside = (): readonly string[] => [
  ...[OWN_STORE, ...OTHER_STORES].map(({ name }) => name),
  ...[...METRICS, ...SELLERS, ...SHORT_SELLERS],
];

const MARINA = 'Конищева Марина Александровна';
const ANNA = 'Иванова Анна Петровна';
const PYOTR = 'Ёлкин Пётр';

/** The dearest first, and neither of the last two: no «best receipt» stands over the figures. */
export const TODAY: readonly SaleFacts[] = [
  { amount: 3_310.2, items: 5, seller: ANNA },
  { amount: 2_450.5, items: 3, seller: MARINA },
  { amount: 1_200, items: 1, seller: MARINA },
  { amount: 980, items: 2, seller: ANNA },
  { amount: 450.5, items: 1, seller: MARINA, kind: 'return' },
  { amount: 640, items: 1, seller: PYOTR },
];

export const YESTERDAY: SaleFacts = {
  ...{ amount: 5_200, items: 4, seller: ANNA },
  atMs: Date.now() - DAY_MS,
};

export const SELLERS = [ANNA, MARINA, PYOTR] as const;
/** As narrow columns have them. */
export const SHORT_SELLERS = [
  'Иванова\u00a0А.\u00a0П.',
  'Конищева\u00a0М.\u00a0А.',
  'Ёлкин\u00a0П.',
] as const;

export interface Sums {
  readonly income: number;
  readonly average: number;
  readonly items: number;
  readonly count: number;
}

/** A return takes money and items back and is no sale (what the simulated HEADO counts too, by its own code). */
export function sumOf(sales: readonly SaleFacts[]): Sums {
  const signed = sales.map(({ amount, items = 1, kind = 'sale' }) =>
    kind === 'sale' ? { amount, items, count: 1 } : { amount: -amount, items: -items, count: 0 },
  );
  const total = (name: 'amount' | 'items' | 'count'): number =>
    signed.reduce((sum, each) => sum + each[name], 0);
  const [income, items, count] = [Math.round(total('amount') * 100) / 100, total('items'), total('count')];
  return { income, average: income / count, items: items / count, count };
}

/** `24 672`, `2,20`: spaces that do not break. */
export function number(value: number, decimals = 0): string {
  const [whole = '', rest] = value.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0');
  return rest === undefined ? grouped : `${grouped},${rest}`;
}

export const roubles = (value: number): string => `${number(value)}\u00a0₽`;
export const percent = (share: number, decimals = 0): string => `${number(share * 100, decimals)}\u00a0%`;
