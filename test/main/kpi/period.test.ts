import { describe, expect, test } from 'vitest';
import type { Figure, MetricRole, Period } from '../../../src-main/contract/figures.ts';
import { makePeriod } from '../../../src-main/kpi/period.ts';
import { at, input, metric, noonMs, ready, receipt, reportsOf, shop } from './build.ts';

function figure(period: Period, role: MetricRole): Figure {
  const found = period.figures.find((each) => each.role === role);
  if (!found) throw new Error(`no ${role}`);
  return found;
}

describe('a period without a report', () => {
  test('has no figures, whatever this till sold', () => {
    const period = makePeriod(input(reportsOf(undefined), { receipts: [receipt()] }));
    expect(period).toMatchObject({
      ...{ type: 'day', from: '2026-11-22', to: '2026-11-22', state: 'none', askedAtMs: null },
      ...{ stale: false, planAtMs: null },
      ...{ figures: [], hints: [], sellersState: 'none', sellers: null, ratingState: 'none', rating: null },
    });
    expect(period.curve).toEqual({ fromMs: at('00:00'), toMs: at('00:00') + 86_400_000, points: [] });
  });
});

describe('a period with a report', () => {
  test('shows every metric, the income first', () => {
    const [income, ...others] = shop();
    const period = makePeriod(
      input(reportsOf([...others, metric('СТМ', { fact: 7 }), ...(income ? [income] : [])])),
    );
    expect(period.figures.map(({ name }) => name)).toEqual([
      'Выручка',
      'Средний чек',
      'Наполняемость',
      'Кол-во продаж',
      'СТМ',
    ]);
    expect(figure(period, 'income')).toEqual({
      ...{ id: 'Выручка', role: 'income', name: 'Выручка', form: { kind: 'money', decimals: 0 } },
      ...{
        fact: 10_000,
        confirmed: 10_000,
        approximate: false,
        adds: true,
        plan: 20_000,
        planNow: 10_000,
        tick: 10_000,
        forecast: null,
        weekAgo: null,
      },
      ...{ pace: 'onTrack', paceRatio: 0, left: 10_000, leftReceipts: 20, reached: false },
    });
    expect(figure(period, 'other')).toMatchObject({ fact: 7, pace: 'none', paceRatio: null, left: null });
  });

  test('moves by own receipts that the report cannot contain: income, average, items, count', () => {
    const receipts = [receipt({ amount: 900, items: 5 }), receipt({ amount: -100, items: -2 })];
    const period = makePeriod(input(reportsOf([...shop(), metric('СТМ', { fact: 7 })]), { receipts }));
    expect(figure(period, 'income')).toMatchObject({ fact: 10_800, confirmed: 10_000, approximate: true });
    expect(figure(period, 'average')).toMatchObject({ fact: 514.2857, confirmed: 500, approximate: true });
    expect(figure(period, 'items')).toMatchObject({ fact: 2.0476, confirmed: 2, approximate: true });
    expect(figure(period, 'count')).toMatchObject({ fact: 21, confirmed: 20, approximate: true });
    expect(figure(period, 'other')).toMatchObject({ fact: 7, approximate: false });
  });

  test('a return moves the bar back and is no sale', () => {
    const period = makePeriod(input(reportsOf(shop()), { receipts: [receipt({ amount: -500 })] }));
    expect(figure(period, 'income')).toMatchObject({ fact: 9_500, pace: 'behind' });
    expect(figure(period, 'count')).toMatchObject({ fact: 20, approximate: false });
    expect(figure(period, 'average').fact).toBe(475);
  });

  test('a sale without items does not thin the items per receipt', () => {
    const period = makePeriod(input(reportsOf(shop()), { receipts: [receipt({ items: 0 })] }));
    expect(figure(period, 'items')).toMatchObject({ fact: 2, approximate: false });
    expect(figure(period, 'count').fact).toBe(21);
  });

  test('leaves out what is in quarantine, of another day, or perhaps in the report', () => {
    const receipts = [
      receipt({ refused: true }),
      receipt({ occurredAtMs: at('00:00') - 1 }),
      receipt({ occurredAtMs: at('00:00') + 86_400_000 }),
      receipt({ firstPostAtMs: noonMs - 1 }),
      receipt({ firstPostAtMs: noonMs + 50 }),
      receipt({ firstPostAtMs: noonMs + 100 }),
    ];
    expect(figure(makePeriod(input(reportsOf(shop()), { receipts })), 'income').approximate).toBe(false);
    const late = [
      ...receipts,
      receipt({ firstPostAtMs: noonMs + 101 }),
      receipt({ occurredAtMs: at('00:00') }),
    ];
    expect(figure(makePeriod(input(reportsOf(shop()), { receipts: late })), 'income').fact).toBe(10_200);
  });

  describe('that says what the one before it said', () => {
    const beforeMs = noonMs - 300_000;
    const moved = { atMs: beforeMs, before: null };
    const reports = reportsOf(shop(), { moved });
    const income = (receipts: ReturnType<typeof receipt>[], of = reports) =>
      figure(makePeriod(input(of, { receipts })), 'income');

    test('cannot contain what was posted since that one', () => {
      const posted = [receipt({ firstPostAtMs: beforeMs + 1 }), receipt({ firstPostAtMs: beforeMs })];
      expect(income(posted)).toMatchObject({ fact: 10_100, approximate: true });
    });

    test('keeps it for 15 minutes after HEADO took it: a receipt that is not counted then never is', () => {
      const taken = (ms: number) =>
        receipt({ firstPostAtMs: beforeMs + 1, acknowledgedAtMs: noonMs + 100 - ms });
      expect(income([taken(15 * 60_000)]).fact).toBe(10_100);
      expect(income([taken(15 * 60_000 + 1)])).toMatchObject({ fact: 10_000, approximate: false });
    });

    test('is marked no more for what left with the one before', () => {
      const atMs = noonMs + 100;
      const before = { atMs: beforeMs, made: [{ id: 'Выручка', fact: 9_700, qty: 17 }] };
      const [one, two] = [receipt({ firstPostAtMs: atMs }), receipt({ firstPostAtMs: beforeMs + 1 })];
      const now = reportsOf(shop(), { moved: { atMs, before } });
      expect(income([one, two], now)).toMatchObject({ fact: 10_000, approximate: true });
      // It moved by these three, and by nothing else.
      expect(income([one, two, one], now)).toMatchObject({ fact: 10_000, approximate: false });
      const later = reportsOf(shop(), { moved: { atMs: atMs - 1, before } });
      expect(income([two], later)).toMatchObject({ fact: 10_000, approximate: false });
      expect(income([receipt({ firstPostAtMs: beforeMs })], now).approximate).toBe(false);
    });
  });

  test('of a mean without its quantity keeps what the server said', () => {
    const metrics = shop({ average: { qty: null }, items: { fact: null } });
    const period = makePeriod(input(reportsOf(metrics), { receipts: [receipt()] }));
    expect(figure(period, 'average')).toMatchObject({ fact: 500, approximate: false });
    expect(figure(period, 'items')).toMatchObject({ fact: null, approximate: false });
  });

  test('the first receipts of a shop that sold nothing make the average', () => {
    const metrics = shop({
      income: { fact: 0, qty: 0 },
      average: { fact: 0, qty: 0 },
      items: { fact: 0, qty: 0 },
    });
    const receipts = [receipt({ amount: 300, items: 3 }), receipt({ amount: 100, items: 1 })];
    const period = makePeriod(input(reportsOf(metrics), { receipts }));
    expect([figure(period, 'average').fact, figure(period, 'items').fact]).toEqual([200, 2]);
  });

  test('no plan: no colour, nothing left, nothing reached', () => {
    const metrics = shop({ income: { plan: null, planHour: null } });
    expect(figure(makePeriod(input(reportsOf(metrics))), 'income')).toMatchObject({
      ...{ plan: null, planNow: null, pace: 'none', paceRatio: null, left: null, leftReceipts: null },
      reached: false,
    });
  });

  test('every metric stands beside itself a week ago; a day without sales is none to compare with', () => {
    const weekAgo = shop({ income: { fact: 9_300 }, items: { fact: 0 } }).filter(
      ({ id }) => id !== 'Кол-во продаж',
    );
    const { figures } = makePeriod(input(reportsOf(shop()), { weekAgo }));
    const told = Object.fromEntries(figures.map(({ role, weekAgo: fact }) => [role, fact]));
    expect(told).toEqual({ income: 9_300, average: 500, items: null, count: null });
    expect(makePeriod(input(reportsOf(shop()))).figures[0]?.weekAgo).toBeNull();
  });

  test('a plan is reached by the server alone, and its rest is gone by what is shown', () => {
    const reports = reportsOf(shop({ income: { fact: 19_950 } }));
    const period = makePeriod(input(reports, { receipts: [receipt()] }));
    expect(figure(period, 'income')).toMatchObject({ fact: 20_050, left: null, reached: false });
    const confirmed = makePeriod(input(reportsOf(shop({ income: { fact: 20_000 } }))));
    expect(figure(confirmed, 'income').reached).toBe(true);
  });

  test('keeps its colour by what was shown before, of the same day only', () => {
    const near = reportsOf(shop({ income: { fact: 10_150 } }));
    const ahead = makePeriod(input(reportsOf(shop({ income: { fact: 10_200 } }))));
    expect(figure(makePeriod(input(near)), 'income').pace).toBe('onTrack');
    expect(figure(makePeriod(input(near, { before: ahead })), 'income').pace).toBe('ahead');
    const yesterday = { ...ahead, from: '2026-11-21' };
    expect(figure(makePeriod(input(near, { before: yesterday })), 'income').pace).toBe('onTrack');
  });

  test('early in the day there is no colour: by receipts, pending ones too, and by the opening', () => {
    const four = shop({ count: { fact: 4 }, income: { fact: 100 } });
    const paceWith = (changes: Parameters<typeof input>[1]) =>
      figure(makePeriod(input(reportsOf(four), changes)), 'income').pace;
    expect(paceWith({})).toBe('none');
    expect(paceWith({ receipts: [receipt()] })).toBe('behind');
    const openings = [{ fromMs: at('11:45'), toMs: at('21:00') }];
    expect(paceWith({ receipts: [receipt()], openings })).toBe('none');
  });

  test('is compared with the share of the opening hours where no plan by the hour is given', () => {
    const metrics = shop({ income: { planHour: null } });
    const openings = [{ fromMs: at('09:00'), toMs: at('21:00') }];
    const income = figure(makePeriod(input(reportsOf(metrics), { openings, nowMs: noonMs })), 'income');
    expect(income).toMatchObject({ planNow: 5_000, tick: 5_000, pace: 'ahead', paceRatio: 1 });
  });

  test.each([
    ['of this hour is measured by', at('12:00'), at('12:01'), at('12:01'), 'ahead'],
    ['of the hour before stays grey, under its own hour', at('11:59'), at('12:00'), at('11:59'), 'none'],
    ['of this hour that is stale does too', at('12:00'), at('12:03'), at('12:00'), 'none'],
    ['of three hours ago does too', at('09:00'), at('12:00'), at('09:00'), 'none'],
  ])('a plan %s, however much was sold since', (_, askedAtMs, nowMs, planAtMs, pace) => {
    const report = { storeId: null, storeExtId: null, storeName: null, metrics: shop() };
    const reports = reportsOf(undefined, { metrics: ready(report, askedAtMs) });
    const receipts = [receipt({ amount: 9_000, items: 30 })];
    const period = makePeriod(input(reports, { receipts, nowMs }));
    expect(period.planAtMs).toBe(planAtMs);
    expect(figure(period, 'income')).toMatchObject({ fact: 19_000, planNow: 10_000, pace });
    expect(figure(period, 'average').pace).toBe(pace);
    const isNow = pace !== 'none';
    expect(period.figures.map(({ tick }) => tick !== null)).toEqual([isNow, isNow, isNow, isNow]);
    expect(period.figures.every(({ paceRatio }) => (paceRatio !== null) === isNow)).toBe(true);
  });

  test('the share of the opening hours is that of the moment of the report', () => {
    const report = { storeId: null, storeExtId: null, storeName: null };
    const metrics = ready({ ...report, metrics: shop({ income: { planHour: null } }) }, at('12:00'));
    const openings = [{ fromMs: at('09:00'), toMs: at('21:00') }];
    const period = makePeriod(input(reportsOf(undefined, { metrics }), { openings, nowMs: at('15:00') }));
    expect(figure(period, 'income')).toMatchObject({ planNow: 5_000, tick: null, pace: 'none' });
  });

  test('a mean is measured by its plan, whatever plan by the hour the server gives', () => {
    const metrics = shop({ average: { fact: 1_235, plan: 1_500, planHour: 400 } });
    expect(figure(makePeriod(input(reportsOf(metrics))), 'average')).toMatchObject({
      ...{ planNow: 1_500, tick: 1_500, pace: 'behind', left: null },
      paceRatio: 1_235 / 1_500 - 1,
    });
  });

  test('nothing is left of a mean or of what may be one, and its plan is not reached', () => {
    const metrics = [
      ...shop({ average: { fact: 530 } }),
      metric('Глубина чека', { kind: 'number', fact: 2.1, plan: 2.33, planHour: 2.33 }),
      metric('Продажа СТМ', { kind: 'money', fact: 300, plan: 200 }),
      metric('Карта', { kind: 'percent', fact: 50, plan: 40 }),
    ];
    const told = makePeriod(input(reportsOf(metrics))).figures.map((each) => [
      each.name,
      each.adds,
      each.left,
      each.reached,
    ]);
    expect(told).toEqual([
      ['Выручка', true, 10_000, false],
      ['Средний чек', false, null, false],
      ['Наполняемость', false, null, false],
      ['Кол-во продаж', true, 20, false],
      ['Глубина чека', false, null, false],
      ['Продажа СТМ', true, null, true],
      ['Карта', false, null, false],
    ]);
  });

  test('a forecast is one of a sum, and not below what there is already', () => {
    const forecastOf = (income: object, average: object = {}) =>
      makePeriod(input(reportsOf(shop({ income, average })))).figures.map(({ forecast }) => forecast);
    expect(forecastOf({ forecast: 18_000 }, { forecast: 600 })).toEqual([18_000, null, null, null]);
    expect(forecastOf({ forecast: 9_999 })).toEqual([null, null, null, null]);
  });

  test('a mean of no sales is none, not 0', () => {
    const nothing = { fact: 0, qty: 0 };
    const metrics = shop({ income: nothing, average: nothing, items: nothing, count: nothing });
    const told = (receipts: ReturnType<typeof receipt>[], of = metrics) =>
      makePeriod(input(reportsOf(of), { receipts })).figures.map(({ fact }) => fact);
    expect(told([])).toEqual([0, null, null, 0]);
    expect(told([receipt({ amount: -50 })])).toEqual([-50, null, null, 0]);
    expect(told([receipt()])).toEqual([100, 100, 1, 1]);
    const withoutQty = shop({ income: nothing, average: { fact: 0, qty: null }, count: nothing });
    expect(told([], withoutQty)[1]).toBeNull();
  });

  test('a number is written in one way with and without «≈»', () => {
    const metrics = shop({ average: { fact: 405.47, plan: 400 } });
    const receipts = [receipt({ amount: 437.13 })];
    const average = figure(makePeriod(input(reportsOf(metrics), { receipts })), 'average');
    expect([average.fact, average.form.decimals]).toEqual([406.9776, 2]);
    const whole = [receipt({ amount: 437.6 })];
    const rounded = figure(makePeriod(input(reportsOf(metrics), { receipts: whole })), 'average');
    expect([rounded.fact, rounded.form.decimals]).toEqual([407, 2]);
  });

  test('has hints for the day alone', () => {
    expect(makePeriod(input(reportsOf(shop()))).hints).toEqual([
      { kind: 'averageReceipt', amount: 920 },
      { kind: 'itemsInReceipt', items: 5 },
    ]);
    expect(makePeriod(input(reportsOf(shop(), {}, 'month'))).hints).toEqual([]);
  });

  test('is stale from two intervals on', () => {
    const reports = reportsOf(shop());
    expect(makePeriod(input(reports, { nowMs: noonMs + 120_000 })).stale).toBe(false);
    expect(makePeriod(input(reports, { nowMs: noonMs + 120_001 }))).toMatchObject({
      stale: true,
      askedAtMs: noonMs,
    });
  });

  test('the month walks no hours', () => {
    const walk = [10_000, 10_100].map((planHour, index) => ({
      atMs: at(`11:${20 + index}`),
      fact: 1,
      planHour,
    }));
    const metrics = shop({ income: { planHour: 10_200 } });
    const samples = {
      samples: walk,
      metrics: ready({ storeId: null, storeExtId: null, storeName: null, metrics }, at('11:30')),
    };
    const planNow = (type: 'day' | 'month') =>
      figure(makePeriod(input(reportsOf(undefined, samples, type), { nowMs: at('11:31') })), 'income')
        .planNow;
    expect(planNow('day')).toBeCloseTo(10_220);
    expect(planNow('month')).toBe(10_200);
    expect(makePeriod(input(reportsOf(undefined, samples))).curve.points).toEqual([
      { atMs: at('11:20'), fact: 1, planNow: 10_000 },
      { atMs: at('11:21'), fact: 1, planNow: 10_100 },
    ]);
  });
});
