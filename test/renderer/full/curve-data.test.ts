import { describe, expect, test } from 'vitest';
import type { CurvePoint, Figure, Period } from '../../../src-main/contract/figures.ts';
import { chartDataOf as draw, roundLevels, type ChartData } from '../../../src-renderer/full/curve-data.ts';
import { createFormat } from '../../../src-renderer/text/format.ts';

const hourMs = 3_600_000;
/** Midnight in Yekaterinburg. */
const midnightMs = Date.UTC(2026, 10, 21, 19);
const at = (hour: number): number => midnightMs + hour * hourMs;

const { date } = createFormat('ru', 'Asia/Yekaterinburg');
const chartDataOf = (period: Period, figure: Figure, nowMs: number): ChartData =>
  draw(period, figure, nowMs, date);

const income: Figure = {
  id: 'income',
  role: 'income',
  name: 'Выручка',
  form: { kind: 'money', decimals: 0 },
  fact: 24_672,
  confirmed: 24_672,
  approximate: false,
  plan: 38_000,
  adds: true,
  planNow: 26_500,
  tick: 26_500,
  forecast: 34_600,
  weekAgo: null,
  pace: 'behind',
  paceRatio: -0.07,
  left: 13_328,
  leftReceipts: null,
  reached: false,
};

function dayOf(points: readonly CurvePoint[], type: Period['type'] = 'day'): Period {
  return {
    type,
    from: '2026-11-22',
    to: '2026-11-22',
    state: 'ready',
    askedAtMs: at(18.7),
    stale: false,
    planAtMs: at(18.7),
    figures: [income],
    hints: [],
    curve: { fromMs: midnightMs, toMs: at(type === 'day' ? 24 : 24 * 30), points },
    sellersState: 'none',
    sellers: null,
    ratingState: 'none',
    rating: null,
  };
}

const samples = (facts: Readonly<Record<number, number | null>>): CurvePoint[] =>
  Object.entries(facts).map(([hour, fact]) => ({ atMs: at(Number(hour)), fact, planNow: null }));

describe('the income chart', () => {
  test('ends in the figure that is on the screen', () => {
    const points = [{ atMs: at(9), fact: 0, planNow: 1_000 }];
    const data = chartDataOf(dayOf(points), income, at(10.5));
    expect(data.latest).toMatchObject({ atMs: at(10.5), fact: 24_672, planNow: 26_500 });
  });

  test('draws no line of plans that the server did not give', () => {
    const { latest } = chartDataOf(dayOf(samples({ 9: 0, 10: 2_000 })), income, at(10.5));
    expect(latest).toMatchObject({ fact: 24_672, planNow: null });
  });

  test('draws the forecast from that figure to the end of the period', () => {
    const { points } = chartDataOf(dayOf(samples({ 9: 0 })), income, at(10));
    expect(points.filter((p) => p.forecast !== null).map((p) => [p.atMs, p.forecast])).toEqual([
      [at(10), 24_672],
      [at(24), 34_600],
    ]);
  });

  test('leaves a gap where nothing was seen for over an hour', () => {
    const { points } = chartDataOf(dayOf(samples({ 9: 100, 9.5: 200, 14: 9_000 })), income, at(14.1));
    const gaps = points.filter((p) => p.fact === null && p.forecast === null);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.atMs).toBeGreaterThan(at(9.5));
    expect(gaps[0]?.atMs).toBeLessThan(at(14));
  });

  test('leaves a gap where a sample has no figure', () => {
    const { points } = chartDataOf(dayOf(samples({ 9: 100, 9.5: null, 10: 300 })), income, at(10.5));
    expect(points.map((p) => p.fact)).toEqual([100, null, 300, 24_672, null]);
  });

  test('begins in the hour before the first sale, not at midnight', () => {
    const data = chartDataOf(dayOf(samples({ 1: 0, 1.5: 0, 9.2: 0, 9.7: 50, 10.1: 900 })), income, at(11));
    expect(data.fromMs).toBe(at(9));
    expect(data.points[0]?.atMs).toBe(at(9.2));
  });

  test('says since when there are data if the day had begun before', () => {
    expect(chartDataOf(dayOf(samples({ 14.083: 12_000, 15: 14_000 })), income, at(16)).sinceMs).toBe(
      at(14.083),
    );
    expect(chartDataOf(dayOf(samples({ 9: 0, 10: 1_000 })), income, at(11)).sinceMs).toBeNull();
  });

  test('is empty without any figure', () => {
    const none = { ...income, fact: null, plan: null, planNow: null, forecast: null };
    expect(chartDataOf(dayOf([]), none, at(9))).toMatchObject({ points: [], latest: null, sinceMs: null });
  });

  test('takes one point of ten minutes, the last', () => {
    const minutes = Object.fromEntries(Array.from({ length: 60 }, (_, m) => [9 + m / 60, m]));
    const { points } = chartDataOf(dayOf(samples(minutes)), { ...income, forecast: null }, at(10));
    expect(points.map((p) => p.fact)).toEqual([9, 19, 29, 39, 49, 59, 24_672]);
  });

  test('takes one point a day in the month, and begins with the month', () => {
    const data = chartDataOf(dayOf(samples({ 33: 10_000, 40: 20_000, 60: 40_000 }), 'month'), income, at(62));
    expect(data.fromMs).toBe(midnightMs);
    expect(data.points.map((p) => p.fact)).toEqual([20_000, 24_672, null]);
    expect(data.sinceMs).toBe(at(33));
  });

  test('has no plan by now without a plan, whatever the samples say', () => {
    const points = [9, 10, 11].map((hour) => ({ atMs: at(hour), fact: hour * 100, planNow: 9_000 }));
    const { points: drawn, levels } = chartDataOf(dayOf(points), { ...income, plan: null }, at(12));
    expect(drawn.map(({ planNow }) => planNow)).toEqual([null, null, null, null, null]);
    expect(levels.at(-1)).toBe(40_000);
    expect(chartDataOf(dayOf(points), income, at(12)).points[0]?.planNow).toBe(9_000);
  });

  test('takes the points of a month by the days of the store, also after a clock change', () => {
    const berlin = createFormat('ru', 'Europe/Berlin').date;
    // The 25th of October 2026 has 25 hours there.
    const fromMs = Date.parse('2026-10-01T00:00+02:00');
    const toMs = Date.parse('2026-11-01T00:00+01:00');
    const points = ['25T22:00', '26T12:00', '26T23:30', '27T10:00'].map((text, index) => ({
      ...{ atMs: Date.parse(`2026-10-${text}+01:00`), fact: index, planNow: null },
    }));
    const period = { ...dayOf([], 'month'), curve: { fromMs, toMs, points } };
    const nowMs = Date.parse('2026-10-28T18:00+01:00');
    const { points: drawn, ticksMs } = draw(period, { ...income, forecast: null }, nowMs, berlin);
    expect(drawn.map(({ atMs, fact }) => [berlin(atMs), fact])).toEqual([
      ['25 окт.', 0],
      ['26 окт.', 2],
      ['27 окт.', 3],
      ['28 окт.', 24_672],
    ]);
    expect(ticksMs.every((tick) => tick < toMs - 2 * hourMs)).toBe(true);
  });

  test('its grid has whole hours within its bounds', () => {
    const { ticksMs, fromMs, toMs } = chartDataOf(dayOf(samples({ 9.1: 0, 9.6: 5 })), income, at(12));
    expect(ticksMs.length).toBeGreaterThan(3);
    for (const tick of ticksMs) {
      expect((tick - midnightMs) % hourMs).toBe(0);
      expect(tick).toBeGreaterThanOrEqual(fromMs);
      expect(tick).toBeLessThanOrEqual(toMs);
    }
  });
});

test.each([
  [38_000, [0, 10_000, 20_000, 30_000, 40_000]],
  [100, [0, 20, 40, 60, 80, 100]],
  [1_040_000, [0, 250_000, 500_000, 750_000, 1_000_000, 1_250_000]],
  [0, [0, 1]],
])('levels up to %d are round', (most, levels) => {
  expect(roundLevels(most)).toEqual(levels);
});
