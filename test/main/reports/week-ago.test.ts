import { describe, expect, test } from 'vitest';
import type { Shown } from '../../../src-main/contract/bridge.ts';
import { openZone } from '../../../src-main/base/zone.ts';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import { weekBefore } from '../../../src-main/reports/ranges.ts';
import { incomeAnswer, openScene, retry, type Scene } from './scripted-reports.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const seen: Shown = { visible: true, reports: ['metrics'] };
const hidden: Shown = { visible: false, reports: ['metrics'] };

const incomeOf = ({ reports }: Scene): number | null | undefined =>
  reports.state().weekAgo.metrics.answer?.report.metrics[0]?.fact;
const timesBack = ({ askedBack }: Scene): number[] => askedBack.map(({ atS }) => atS);

describe('the same day of last week', () => {
  test('is asked for once, after today, as a whole day', async () => {
    const scene = openScene();
    scene.reports.show(seen);
    await scene.clock.walk(30 * MINUTE);
    expect(scene.askedBack).toEqual([
      { id: 'metrics', ranges: [{ type: 'day', from: '2026-11-15 00:00', to: '2026-11-15 23:59' }], atS: 0 },
    ]);
    expect(incomeOf(scene)).toBe(50);
    expect(scene.times()).toHaveLength(31);
  });

  test('is asked for again on a new day', async () => {
    const scene = openScene({ startAt: '2026-11-22T23:59:30+03:00' });
    scene.reports.show(seen);
    await scene.clock.walk(SECOND);
    expect(incomeOf(scene)).toBe(50);
    scene.clock.advance(29 * SECOND);
    expect(incomeOf(scene)).toBeUndefined();
    await scene.clock.walk(SECOND);
    expect(scene.askedBack.map(({ ranges }) => ranges[0]?.from)).toEqual([
      '2026-11-15 00:00',
      '2026-11-16 00:00',
    ]);
  });

  test('is not asked for while nobody sees the screen, nor before anything of today is known', async () => {
    const unseen = openScene();
    unseen.reports.show(hidden);
    await unseen.clock.walk(30 * MINUTE);
    expect(timesBack(unseen)).toEqual([]);
    const failing = openScene({ answer: () => retry() });
    failing.reports.show(seen);
    await failing.clock.walk(30 * MINUTE);
    expect(timesBack(failing)).toEqual([]);
  });

  test('is asked for again after a failure, and not where the server has no such report', async () => {
    let calls = 0;
    const answerBack = ({ ranges, ...call }: Parameters<ReturnType<typeof incomeAnswer>>[0]) =>
      (calls += 1) === 1 ? retry() : incomeAnswer(50)({ ...call, ranges });
    const scene = openScene({ answerBack });
    scene.reports.show(seen);
    await scene.clock.walk(10 * MINUTE);
    expect(timesBack(scene)).toHaveLength(2);
    expect(incomeOf(scene)).toBe(50);

    const without = openScene({ answerBack: () => ({ kind: 'noMethod', message: 'unknown' }) });
    without.reports.show(seen);
    await without.clock.walk(10 * MINUTE);
    expect(timesBack(without)).toEqual([0]);
    expect(without.reports.state().weekAgo.metrics).toEqual({ state: 'unavailable', answer: null });
  });

  test('a refusal that comes after midnight is of the day before', async () => {
    const late = Promise.withResolvers<Outcome>();
    const scene = openScene({
      startAt: '2026-11-22T23:59:30+03:00',
      answerBack: (call, nth) => (nth === 1 ? late.promise : incomeAnswer(50)(call)),
    });
    scene.reports.show(seen);
    await scene.clock.walk(40 * SECOND);
    late.resolve({ kind: 'noMethod', message: 'unknown' });
    await scene.clock.walk(2 * MINUTE);
    expect(scene.askedBack.map(({ ranges }) => ranges[0]?.from)).toEqual([
      '2026-11-15 00:00',
      '2026-11-16 00:00',
    ]);
    expect(incomeOf(scene)).toBe(50);
  });

  test('an answer in another form harms nothing', async () => {
    const scene = openScene({ answerBack: () => ({ kind: 'accepted', result: { data: [] } }) });
    scene.reports.show(seen);
    await scene.clock.walk(10 * MINUTE);
    expect(timesBack(scene)).toEqual([0]);
    expect(scene.reports.state().day.metrics.state).toBe('ready');
    expect(scene.events.map(({ event }) => event)).toContain('report.unreadable');
  });

  test('is a day of the calendar, over months and changes of the clock', () => {
    const berlin = openZone('Europe/Berlin');
    const before = weekBefore(Date.parse('2026-11-01T12:00:00Z'), berlin);
    expect(before).toEqual({
      ...{ type: 'day', from: '2026-10-25', to: '2026-10-25' },
      fromMs: Date.parse('2026-10-25T00:00:00+02:00'),
      toMs: Date.parse('2026-10-26T00:00:00+01:00'),
    });
  });
});
