/**
 * Owns: one snapshot for every state that a screen can be in (widget: states), built from a plain good day. Component
 * tests, screenshots and accessibility checks draw all of them.
 */
import type { Figure, Period } from '../../../src-main/contract/figures.ts';
import type { Look, Notice, ShiftCard, Snapshot } from '../../../src-main/contract/snapshot.ts';
import { average, day, figure, income, items, MINUTE_MS, month, NOW_MS, TIME_ZONE } from './figures.ts';

const look: Look = {
  mode: 'strip',
  theme: 'auto',
  locale: 'ru',
  idleFadeMs: 0,
  hideMoney: false,
  hideOthersMoney: false,
};

/** A plain day: connected, nothing waiting. */
export function snapshot(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    atMs: NOW_MS,
    timeZone: TIME_ZONE,
    storeName: 'Тюмень, 50 лет ВЛКСМ, 63',
    stage: 'working',
    link: 'ok',
    notices: [],
    queue: { waiting: 0, oldestAtMs: null, late: false, quarantined: 0, missing: [] },
    figuresRefused: null,
    day,
    month,
    seller: 'Иванова Анна',
    lastReceipt: { atMs: NOW_MS - 3 * MINUTE_MS, amount: 412, bestOfDay: false },
    shiftCard: null,
    achievement: null,
    look,
    ...changes,
  };
}

export function withLook(changes: Partial<Look>, base: Snapshot = snapshot()): Snapshot {
  return { ...base, look: { ...base.look, ...changes } };
}

export function withDay(changes: Partial<Period>, base: Snapshot = snapshot()): Snapshot {
  return { ...base, day: { ...base.day, ...changes } };
}

export function withFigures(...figures: readonly Figure[]): Snapshot {
  return withDay({ figures });
}

/** A problem that is told in full: what is wrong, what to do. */
export function notice(kind: Notice['kind'], what: string, todo: string): Notice {
  return { kind, severity: 'error', code: `test.${kind}`, what, todo };
}

export const shiftCard: ShiftCard = {
  id: 'shift 7',
  closedAtMs: NOW_MS - MINUTE_MS,
  income: 24_672,
  receipts: 60,
  average: 411.2,
  itemsPerReceipt: 2.32,
  plan: 38_000,
  storeIncome: 36_100,
  weekAgoIncome: 34_000,
  bestHour: { fromMs: NOW_MS - 102 * MINUTE_MS, income: 4_980 },
  missing: [],
};

export const HOSTILE_NAME = `<img src=x onerror=alert(1)>\u202e${'Длинное имя '.repeat(20)}`;

const waiting = (count: number, late: boolean): Snapshot['queue'] => ({
  waiting: count,
  oldestAtMs: NOW_MS - (late ? 40 : 3) * MINUTE_MS,
  late,
  quarantined: 0,
  missing: [],
});

const empty = {
  figures: [],
  hints: [],
  askedAtMs: null,
  planAtMs: null,
  rating: null,
  sellers: null,
} as const;

const noPlan = [income, average, items].map((each) =>
  figure({
    id: each.id,
    role: each.role,
    name: each.name,
    form: each.form,
    fact: each.fact,
    confirmed: each.fact,
    weekAgo: each === income ? 41_300 : each === average ? 402 : null,
  }),
);

const approximate = figure({
  ...income,
  fact: 25_600,
  approximate: true,
  left: 12_400,
  leftReceipts: 30,
  paceRatio: -0.07,
});

/** What a report of `askedAtMs` still says: nothing of the pace of now. */
function withOldDay(askedAtMs: number, base: Snapshot): Snapshot {
  const figures = base.day.figures.map((each) =>
    figure({ ...each, pace: 'none', paceRatio: null, tick: null }),
  );
  return withDay({ stale: true, askedAtMs, planAtMs: askedAtMs, figures }, base);
}

const stale = withOldDay(NOW_MS - 22 * MINUTE_MS, snapshot({ link: 'stale' }));

const offline = snapshot({ ...stale, link: 'offline', queue: waiting(7, false) });

export const allStates = {
  firstRun: snapshot({
    stage: 'setup',
    link: 'action',
    storeName: null,
    seller: null,
    lastReceipt: null,
    notices: [notice('keyMissing', 'Ключ устройства не введён.', 'Введите ключ устройства.')],
    day: { ...day, ...empty, state: 'none', ratingState: 'none', sellersState: 'none' },
    month: { ...month, ...empty, state: 'none', ratingState: 'none', sellersState: 'none' },
  }),
  loading: snapshot({
    seller: null,
    lastReceipt: null,
    day: { ...day, ...empty, state: 'loading', ratingState: 'loading', sellersState: 'loading' },
    month: { ...month, ...empty, state: 'loading', ratingState: 'loading', sellersState: 'loading' },
  }),
  live: snapshot(),
  approximate: withFigures(approximate, ...day.figures.slice(1)),
  stale,
  yesterday: withOldDay(NOW_MS - 22 * 60 * MINUTE_MS, stale),
  offline,
  offlineLate: snapshot({
    ...offline,
    queue: waiting(1_234, true),
    notices: [
      {
        ...notice('late', 'Есть чек, который ждёт отправки дольше 15 минут: с 18:02.', 'Проверьте сеть.'),
        severity: 'warning',
      },
    ],
  }),
  rateLimited: snapshot({ queue: waiting(3, false) }),
  keyRefused: snapshot({
    ...stale,
    link: 'action',
    queue: waiting(12, true),
    notices: [notice('keyRefused', 'HEADO не принимает ключ устройства.', 'Обратитесь к администратору.')],
  }),
  noPlan: withDay({ figures: noPlan, hints: [] }),
  quarantine: snapshot({
    queue: {
      ...snapshot().queue,
      quarantined: 2,
      missing: [
        { why: 'refused', count: 1, amount: 700 },
        { why: 'file', count: 1, amount: null },
      ],
    },
    notices: [
      {
        ...notice('quarantine', 'В карантине ждут решения: 2.', 'Откройте служебный экран.'),
        severity: 'warning',
      },
    ],
  }),
  diskFull: snapshot({
    link: 'action',
    notices: [
      notice('diskFull', 'На диске с папкой данных нет места.', 'Освободите место: чеки ждут в папке кассы.'),
    ],
  }),
  folderMissing: snapshot({
    link: 'action',
    notices: [
      notice('folderMissing', 'Папки чеков /var/spool/heado-till нет.', 'Проверьте, запущена ли касса.'),
    ],
  }),
  clockOff: snapshot({
    link: 'action',
    notices: [
      notice(
        'clockOff',
        'Часы этого компьютера расходятся с часами HEADO на 4 мин.',
        'Включите синхронизацию времени.',
      ),
    ],
  }),
  planReached: withFigures(
    figure({
      ...income,
      fact: 38_410,
      confirmed: 38_410,
      left: null,
      reached: true,
      pace: 'ahead',
      paceRatio: 0.04,
    }),
    ...day.figures.slice(1),
  ),
  achievement: snapshot({
    ...withFigures(
      figure({
        ...income,
        fact: 38_410,
        confirmed: 38_410,
        left: null,
        reached: true,
        pace: 'ahead',
        paceRatio: 0.04,
      }),
      ...day.figures.slice(1),
    ),
    achievement: { id: '2026-11-22 1', name: 'Выручка', saidAtMs: NOW_MS },
  }),
  bestReceipt: snapshot({ lastReceipt: { atMs: NOW_MS - 1_000, amount: 3_420, bestOfDay: true } }),
  shiftClosed: snapshot({ shiftCard }),
  shiftClosedEmpty: snapshot({
    shiftCard: {
      ...shiftCard,
      income: 0,
      receipts: 0,
      average: null,
      itemsPerReceipt: null,
      plan: null,
      storeIncome: null,
      bestHour: null,
      missing: [
        { why: 'refused', count: 1, amount: 700 },
        { why: 'waiting', count: 3, amount: 1_234.5 },
      ],
    },
  }),
  noData: withFigures(
    figure({ ...income, fact: null, confirmed: null, pace: 'none', paceRatio: null, left: null }),
  ),
  noRating: withDay({ rating: null, ratingState: 'unavailable', sellers: null, sellersState: 'unavailable' }),
  returns: withFigures(
    figure({ ...income, fact: -1_234, confirmed: -800, approximate: true, left: 39_234, paceRatio: -1.05 }),
    ...day.figures.slice(1),
  ),
  huge: withFigures(
    figure({
      ...income,
      fact: 1_234_567_890,
      confirmed: 1_234_567_000,
      approximate: true,
      plan: 2e9,
      planNow: 1.3e9,
      tick: 1.3e9,
      forecast: null,
      left: 765_432_110,
    }),
    figure({ ...average, fact: 98_765_432, plan: 1e8, planNow: 1e8, tick: 1e8 }),
    items,
  ),
  hostile: snapshot({
    ...withFigures(...day.figures.map((each) => figure({ ...each, name: `${HOSTILE_NAME} ${each.id}` }))),
    storeName: HOSTILE_NAME,
    seller: HOSTILE_NAME,
  }),
  hideMoney: withLook({ hideMoney: true }, withFigures(approximate, ...day.figures.slice(1))),
  hideMoneyNoPlan: withLook({ hideMoney: true }, withDay({ figures: noPlan, hints: [] })),
  english: withLook({ locale: 'en' }),
} as const satisfies Record<string, Snapshot>;

export type StateName = keyof typeof allStates;
