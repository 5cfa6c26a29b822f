/**
 * Owns: what is known of today and this month, and how an answer changes it. Pure.
 * Promises: what is known belongs to the period it stands in: an answer for a day that is over is dropped, and at
 * midnight nothing of yesterday stays in the day.
 */
import type { Zone } from '../base/zone.ts';
import type { ReportName } from '../contract/bridge.ts';
import type {
  Answered,
  Made,
  Metric,
  MetricsReport,
  Moved,
  PeriodRange,
  PeriodReports,
  Question,
  ReportsState,
  Slot,
} from './model.ts';
import { pick, readers } from './parse.ts';
import { dayRange, monthRange, weekBefore } from './ranges.ts';
import { addSample } from './samples.ts';

const EMPTY = { state: 'none', answer: null } as const satisfies Slot<never>;

function emptyPeriod(range: PeriodRange): PeriodReports {
  return { range, metrics: EMPTY, moved: null, sellers: EMPTY, rating: EMPTY, samples: [], firstPlaces: {} };
}

/** What is known (undefined: nothing) as of `nowMs`; the same object while it is still the same day. */
export function asOf(known: ReportsState | undefined, nowMs: number, zone: Zone): ReportsState {
  const day = dayRange(nowMs, zone);
  const month = monthRange(nowMs, zone);
  const isSame = (one: PeriodRange | undefined, other: PeriodRange): boolean =>
    one?.fromMs === other.fromMs && one.toMs === other.toMs;
  if (known && isSame(known.day.range, day)) return known;
  return {
    day: emptyPeriod(day),
    month:
      known && isSame(known.month.range, month) ? { ...known.month, firstPlaces: {} } : emptyPeriod(month),
    weekAgo: { range: weekBefore(nowMs, zone), metrics: EMPTY },
  };
}

const SLOTS = { metrics: 'metrics', bysellers: 'sellers', bytradepoints: 'rating' } as const satisfies Record<
  ReportName,
  keyof PeriodReports
>;

/** The report is being asked for; told where nothing is known of it yet. */
export function withLoading(state: ReportsState, id: Question): ReportsState {
  return withStates(state, id, 'loading');
}

/** The server does not give the report; what it gave before stays. */
export function withoutReport(state: ReportsState, id: Question): ReportsState {
  return withStates(state, id, 'unavailable');
}

function withStates(known: ReportsState, id: Question, state: 'loading' | 'unavailable'): ReportsState {
  if (id === 'weekAgo') return { ...known, weekAgo: { ...known.weekAgo, metrics: { state, answer: null } } };
  return { ...known, day: withState(known.day, id, state), month: withState(known.month, id, state) };
}

function withState(period: PeriodReports, id: ReportName, state: 'loading' | 'unavailable'): PeriodReports {
  const slot = period[SLOTS[id]];
  const changes = slot.answer === null && (state === 'unavailable' || slot.state === 'none');
  return changes ? { ...period, [SLOTS[id]]: { state, answer: null } } : period;
}

/** An answer of the server, and when it was asked and heard. */
export interface Heard extends Omit<Answered<unknown>, 'report'> {
  readonly id: Question;
  /** The periods that were asked for. */
  readonly asked: readonly PeriodRange[];
  readonly result: unknown;
  readonly findIncome: (metrics: readonly Metric[]) => Metric | undefined;
  /** The metrics that receipts alone move. */
  readonly madeOfReceipts: (metrics: readonly Metric[]) => readonly Metric[];
}

/** What is known after `heard`, and how many of the periods that it is about could be read and could not. */
export interface Learnt {
  readonly state: ReportsState;
  readonly read: number;
  readonly unread: number;
}

export function withAnswer(state: ReportsState, heard: Heard): Learnt {
  const { id } = heard;
  return id === 'weekAgo' ? withWeekAgo(state, heard) : withReport(state, { ...heard, id });
}

function withWeekAgo(state: ReportsState, heard: Heard): Learnt {
  const { range } = state.weekAgo;
  if (heard.asked[0]?.fromMs !== range.fromMs) return { state, read: 0, unread: 0 };
  const report = readers.metrics(pick(heard.result, range.type, 'metrics'));
  if (!report) return { state: withoutReport(state, 'weekAgo'), read: 0, unread: 1 };
  const { askedAtMs, answeredAtMs } = heard;
  const metrics = ready(report, { askedAtMs, answeredAtMs });
  return { state: { ...state, weekAgo: { range, metrics } }, read: 1, unread: 0 };
}

type HeardReport = Heard & { readonly id: ReportName };

function withReport(state: ReportsState, heard: HeardReport): Learnt {
  const concerns = ({ range }: PeriodReports): boolean =>
    heard.asked.some(({ type, fromMs }) => type === range.type && fromMs === range.fromMs);
  let read = 0;
  let unread = 0;
  const hear = (period: PeriodReports): PeriodReports => {
    if (!concerns(period)) return period;
    const after = readInto(period, heard);
    if (after) read += 1;
    else unread += 1;
    return after ?? withState(period, heard.id, 'unavailable');
  };
  const day = hear(state.day);
  const month = hear(state.month);
  return { state: { ...state, day, month }, read, unread };
}

type Times = Omit<Answered<unknown>, 'report'>;

function readInto(period: PeriodReports, heard: HeardReport): PeriodReports | undefined {
  const { id, askedAtMs, answeredAtMs } = heard;
  const times = { askedAtMs, answeredAtMs };
  const value = pick(heard.result, period.range.type, id);
  if (id === 'metrics') {
    const report = readers.metrics(value);
    const samples = report && withSample(period, report, heard);
    const moved = report && movedWith(period, report, heard);
    return report && samples && moved && { ...period, metrics: ready(report, times), moved, samples };
  }
  if (id === 'bysellers') {
    const report = readers.bysellers(value);
    return report && { ...period, sellers: ready(report, times) };
  }
  const report = readers.bytradepoints(value);
  if (!report) return undefined;
  const places = Object.fromEntries(
    report.rows.flatMap(({ id: row, place }) => (place === null ? [] : [[row, place]])),
  );
  const isFirst = Object.keys(period.firstPlaces).length === 0;
  return { ...period, rating: ready(report, times), firstPlaces: isFirst ? places : period.firstPlaces };
}

function movedWith(
  { metrics, moved }: PeriodReports,
  report: MetricsReport,
  { madeOfReceipts, answeredAtMs }: HeardReport,
): Moved {
  const made = ({ metrics: of }: MetricsReport): readonly Made[] =>
    madeOfReceipts(of).map(({ id, fact, qty }) => ({ id, fact, qty }));
  if (!metrics.answer) return { atMs: answeredAtMs, before: null };
  const known = moved ?? { atMs: metrics.answer.answeredAtMs, before: null };
  const before = made(metrics.answer.report);
  const isSame = JSON.stringify(before) === JSON.stringify(made(report));
  return isSame ? known : { atMs: answeredAtMs, before: { atMs: known.atMs, made: before } };
}

function ready<T>(report: T, times: Times): Slot<T> {
  return { state: 'ready', answer: { ...times, report } };
}

function withSample(
  { samples, range }: PeriodReports,
  { metrics }: MetricsReport,
  { asked, askedAtMs, findIncome }: HeardReport,
): PeriodReports['samples'] {
  const income = findIncome(metrics);
  if (!income) return samples;
  const sample = { atMs: askedAtMs, fact: income.fact, planHour: income.planHour };
  const today = asked.find(({ type }) => type === 'day') ?? range;
  return addSample(samples, sample, range, today.fromMs);
}
