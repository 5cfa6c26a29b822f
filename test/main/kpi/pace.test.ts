import { describe, expect, test } from 'vitest';
import { openZone } from '../../../src-main/base/zone.ts';
import { PACE_RULES } from '../../../src-main/kpi/model.ts';
import { openShare, openSpans } from '../../../src-main/kpi/opening.ts';
import { dueOf, isTooEarly, paceOf, paceRatioOf } from '../../../src-main/kpi/pace.ts';
import { planNowOf } from '../../../src-main/kpi/plan-now.ts';
import { dayRange, monthRange } from '../../../src-main/reports/ranges.ts';
import { at, noonMs, zone } from './build.ts';

const MINUTE = 60_000;

describe('the pace', () => {
  const facts = { role: 'income', kind: 'money', plan: 200, planHour: null, openShare: null } as const;

  test('of a sum is against the plan by the hour, else the share of opening hours, else none', () => {
    expect(dueOf({ ...facts, planHour: 100 })).toBe(100);
    expect(dueOf({ ...facts, planHour: 100, openShare: 0.9 })).toBe(100);
    expect(dueOf({ ...facts, openShare: 0.25 })).toBe(50);
    expect(dueOf(facts)).toBeNull();
    expect(dueOf({ ...facts, plan: null, planHour: 100 })).toBeNull();
  });

  test('of a mean is against its plan whatever the hour, of an unknown metric only by the hour', () => {
    expect(dueOf({ ...facts, role: 'average', openShare: 0.1 })).toBe(200);
    expect(dueOf({ ...facts, role: 'average', planHour: 60 })).toBe(200);
    expect(dueOf({ ...facts, role: 'items', kind: 'number', planHour: 60 })).toBe(200);
    expect(dueOf({ ...facts, role: 'other', kind: 'percent', planHour: 60 })).toBe(200);
    expect(dueOf({ ...facts, role: 'other', openShare: 0.5 })).toBeNull();
    expect(dueOf({ ...facts, role: 'other', planHour: 190 })).toBe(190);
  });

  test('is a share, and none without fact or due', () => {
    expect(paceRatioOf(95, 100)).toBeCloseTo(-0.05);
    expect(paceRatioOf(null, 100)).toBeNull();
    expect(paceRatioOf(95, null)).toBeNull();
    expect(paceRatioOf(95, 0)).toBeNull();
  });

  test('colours at its thresholds and keeps a colour until one percent past them', () => {
    const steps: [number | null, string][] = [
      [0.0199, 'onTrack'],
      [0.02, 'ahead'],
      [0.0101, 'ahead'],
      [0.0099, 'onTrack'],
      [0.0101, 'onTrack'],
      [-0.0499, 'onTrack'],
      [-0.05, 'behind'],
      [-0.0401, 'behind'],
      [-0.0399, 'onTrack'],
      [null, 'none'],
      [-0.0401, 'onTrack'],
      [0.5, 'ahead'],
      [-0.5, 'behind'],
    ];
    let pace: ReturnType<typeof paceOf> = 'none';
    for (const [ratio, expected] of steps) {
      pace = paceOf(ratio, pace, PACE_RULES);
      expect([ratio, pace]).toEqual([ratio, expected]);
    }
  });

  test('is not told before five receipts and half an hour', () => {
    expect(isTooEarly(4, 60 * MINUTE, PACE_RULES)).toBe(true);
    expect(isTooEarly(5, 29 * MINUTE, PACE_RULES)).toBe(true);
    expect(isTooEarly(5, 30 * MINUTE, PACE_RULES)).toBe(false);
    expect(isTooEarly(null, 30 * MINUTE, PACE_RULES)).toBe(false);
  });
});

describe('opening hours', () => {
  const sunday = dayRange(noonMs, zone);

  test('give the share of the day that is over', () => {
    const spans = openSpans({ sun: '09:00-21:00' }, sunday, zone);
    expect(spans).toEqual([{ fromMs: at('09:00'), toMs: at('21:00') }]);
    expect(openShare(spans, at('08:00'))).toBe(0);
    expect(openShare(spans, at('12:00'))).toBe(0.25);
    expect(openShare(spans, at('23:00'))).toBe(1);
  });

  test('past midnight belong to the days in which they lie', () => {
    const spans = openSpans({ sat: '20:00-02:00', sun: '10:00-24:00', mon: '00:00-12:00' }, sunday, zone);
    expect(spans).toEqual([
      { fromMs: at('00:00'), toMs: at('02:00') },
      { fromMs: at('10:00'), toMs: sunday.toMs },
    ]);
  });

  test('unknown, of a closed day or unreadable, give no share', () => {
    expect(openShare(openSpans(undefined, sunday, zone), noonMs)).toBeNull();
    expect(openShare(openSpans({ mon: '09:00-21:00' }, sunday, zone), noonMs)).toBeNull();
    expect(openShare(openSpans({ sun: 'с девяти' }, sunday, zone), noonMs)).toBeNull();
  });

  test('of a month with a summer time in it keep the clock of the wall', () => {
    const berlin = openZone('Europe/Berlin');
    const march = monthRange(Date.parse('2026-03-15T12:00:00Z'), berlin);
    const spans = openSpans({ sat: '01:00-04:00', sun: '01:00-04:00' }, march, berlin);
    const hours = spans.map(({ fromMs, toMs }) => (toMs - fromMs) / (60 * MINUTE));
    expect(hours).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 2]);
  });
});

describe('the plan by now', () => {
  const { fromMs } = dayRange(noonMs, zone);
  const answer = { askedAtMs: at('14:20') };
  const sample = (clock: string, planHour: number | null) => ({ atMs: at(clock), fact: 1, planHour });
  const walked = (samples: ReturnType<typeof sample>[], nowMs: number, plan: number | null = 20_000) =>
    planNowOf({ planHour: 10_200, plan }, answer, samples, fromMs, nowMs);

  test('is what the server gave, as long as it steps by the hour', () => {
    const steps = [sample('13:55', 9_000), sample('14:05', 10_200), sample('14:10', 10_200)];
    expect(walked(steps, at('14:21'))).toBe(10_200);
    expect(walked([], at('15:30'))).toBe(10_200);
    expect(planNowOf({ planHour: null, plan: 20_000 }, answer, steps, fromMs, at('14:21'))).toBeNull();
  });

  test('one step within the hour is no walk: the clocks may differ', () => {
    expect(walked([sample('14:00', 9_000), sample('14:05', 10_200)], at('14:21'))).toBe(10_200);
    expect(walked([sample('14:00', 9_000), sample('14:05', 9_000)], at('14:21'))).toBe(10_200);
  });

  test('walks on where it was seen to walk, within the hour, the plan and the time it was watched', () => {
    const walk = [sample('14:00', 10_000), sample('14:10', 10_100)];
    expect(walked(walk, at('14:20'))).toBe(10_200);
    expect(walked(walk, at('14:21'))).toBeCloseTo(10_210);
    expect(walked(walk, at('14:21'), 10_205)).toBe(10_205);
    expect(walked(walk, at('14:21'), null)).toBeCloseTo(10_210);
    expect(walked(walk, at('14:55'))).toBeCloseTo(10_400);
    expect(walked(walk, at('14:19'))).toBe(10_200);
    const late = { askedAtMs: at('14:50') };
    expect(planNowOf({ planHour: 10_500, plan: null }, late, walk, fromMs, at('15:30'))).toBeCloseTo(10_600);
  });

  test('of the hour before says nothing about this one', () => {
    expect(walked([sample('13:00', 9_000), sample('13:30', 9_500)], at('14:21'))).toBe(10_200);
  });
});
