import { describe, expect, test } from 'vitest';
import type { Shown } from '../../../src-main/contract/bridge.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { accepted, factOf, incomeAnswer, openScene, retry } from './scripted-reports.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const seen: Shown = { visible: true, reports: ['metrics'] };
const nobody: Shown = { visible: false, reports: [] };

describe('midnight', () => {
  const evening = '2026-11-30T23:59:30+03:00';

  test('the new day is asked at once; nothing of yesterday is shown as of today', async () => {
    const scene = openScene({ startAt: evening, answer: (call) => accepted(100, call.ranges) });
    scene.reports.show(seen);
    let changes = 0;
    await scene.clock.walk(SECOND);
    scene.reports.onChange(() => (changes += 1));
    scene.clock.advance(29 * SECOND);
    expect(changes).toBeGreaterThan(0);
    expect(scene.reports.state()).toMatchObject({
      day: { range: { from: '2026-12-01' }, metrics: { state: 'loading', answer: null }, samples: [] },
      month: { range: { from: '2026-12-01', to: '2026-12-31' }, metrics: { answer: null }, samples: [] },
    });
    await scene.clock.walk(0);
    expect(scene.times()).toEqual([0, 30]);
    expect(scene.asked[1]?.ranges[0]).toEqual({
      type: 'day',
      from: '2026-12-01 00:00',
      to: '2026-12-01 23:59',
    });
  });

  test('the month stays when only the day changes', async () => {
    const scene = openScene({ startAt: '2026-11-22T23:59:30+03:00' });
    scene.reports.show(seen);
    await scene.clock.walk(SECOND);
    scene.reports.show(nobody);
    await scene.clock.walk(60 * SECOND);
    expect(factOf(scene.reports.state(), 'month')).toBe(100);
    expect(factOf(scene.reports.state(), 'day')).toBeUndefined();
  });

  test('an answer for yesterday that comes today is dropped', async () => {
    const answers: (() => void)[] = [];
    const scene = openScene({
      startAt: '2026-11-22T23:59:59+03:00',
      answer: (call) => new Promise((resolve) => answers.push(() => resolve(accepted(7, call.ranges)))),
    });
    scene.reports.show(seen);
    await scene.clock.walk(2 * SECOND);
    answers[0]?.();
    await scene.clock.walk(0);
    const state = scene.reports.state();
    expect([factOf(state, 'day'), factOf(state, 'month')]).toEqual([undefined, 7]);
    expect(scene.asked.map(({ ranges }) => ranges[0]?.from)).toEqual([
      '2026-11-22 00:00',
      '2026-11-23 00:00',
    ]);
  });

  test('an answer for a month that is over is nothing, and nothing to be told', async () => {
    const answers: (() => void)[] = [];
    const scene = openScene({
      startAt: '2026-11-30T23:59:59+03:00',
      answer: (call) => new Promise((resolve) => answers.push(() => resolve(accepted(7, call.ranges)))),
    });
    scene.reports.show(seen);
    await scene.clock.walk(2 * SECOND);
    answers[0]?.();
    await scene.clock.walk(0);
    expect(factOf(scene.reports.state(), 'month')).toBeUndefined();
    expect(scene.events).toEqual([]);
  });

  test('is noticed by whoever looks, though the clock was set and no timer ran', async () => {
    const scene = openScene();
    scene.reports.show(seen);
    await scene.clock.walk(SECOND);
    scene.clock.setWall(Date.parse('2026-11-24T09:00:00+03:00'));
    expect(scene.reports.state().day).toMatchObject({
      range: { from: '2026-11-24' },
      metrics: { answer: null },
    });
    await scene.clock.walk(0);
    expect(factOf(scene.reports.state())).toBe(100);
  });
});

describe('what is known', () => {
  test('remembers when it was asked, and by a clock that only grows when it was answered', async () => {
    const scene = openScene({
      answer: async (call) => {
        scene.clock.advance(400);
        return accepted(1, call.ranges);
      },
    });
    const startMs = scene.clock.now();
    scene.reports.show(seen);
    await scene.clock.walk(0);
    const answer = scene.reports.state().day.metrics.answer;
    expect(answer).toMatchObject({ askedAtMs: startMs, answeredAtMs: startMs + 400 });
    const posted = scene.reports.moment();
    scene.clock.setWall(startMs - 3_600_000);
    await scene.clock.walk(60 * SECOND);
    const later = scene.reports.state().day.metrics.answer;
    expect(later?.askedAtMs).toBeLessThan(startMs);
    expect(later?.answeredAtMs).toBeGreaterThan(posted);
  });

  test('knows when what it is made of moved last, and what it was made of before', async () => {
    const facts = [7, 7, 8, 8, 8];
    const scene = openScene({
      answer: (call, nth) => accepted(facts[nth - 1] ?? 9, call.ranges, { planhour: nth }),
    });
    scene.reports.show(seen);
    await scene.clock.walk(SECOND);
    const moved = () => scene.reports.state().day.moved;
    const firstMs = scene.reports.state().day.metrics.answer?.answeredAtMs;
    expect(moved()).toEqual({ atMs: firstMs, before: null });
    await scene.clock.walk(MINUTE);
    expect(moved()?.atMs).toBe(firstMs);
    await scene.clock.walk(MINUTE);
    const { answer } = scene.reports.state().day.metrics;
    expect(moved()?.atMs).toBe(answer?.answeredAtMs);
    expect(moved()?.before).toMatchObject({ atMs: firstMs, made: [{ fact: 7 }] });
    await scene.clock.walk(2 * MINUTE);
    expect(moved()?.atMs).toBe(answer?.answeredAtMs);
  });

  test('has samples of the income for the curves, thinned, and the first places of the day', async () => {
    const scene = openScene({
      answer: (call, nth) => accepted(nth, call.ranges, { planhour: 10 * nth, place: 9 }),
    });
    scene.reports.show(seen);
    await scene.clock.walk(20 * MINUTE);
    const { day, month } = scene.reports.state();
    expect(day.samples.map(({ fact, planHour }) => [fact, planHour])).toEqual([
      [5, 50],
      [10, 100],
      [15, 150],
      [20, 200],
      [21, 210],
    ]);
    expect(month.samples.map(({ fact }) => fact)).toEqual([21]);
    scene.reports.show({ visible: true, reports: ['bytradepoints'] });
    await scene.clock.walk(SECOND);
    expect(scene.reports.state().day.firstPlaces).toEqual({ '3656': 2 });
  });

  test('is kept on disk at once, then every five minutes, and at the end', async () => {
    const scene = openScene({ answer: (call, nth) => accepted(nth, call.ranges) });
    scene.reports.show(seen);
    await scene.clock.walk(6 * MINUTE + SECOND);
    expect(scene.kept.map((state) => factOf(state))).toEqual([1, 6]);
    await scene.reports.stop();
    expect(scene.kept.map((state) => factOf(state))).toEqual([1, 6, 7]);
  });

  test('is there again at the next start, with its age, and is asked anew at once', async () => {
    const first = openScene();
    first.reports.show(seen);
    await first.clock.walk(SECOND);
    await first.reports.stop();
    const clock = createFakeClock(Date.parse('2026-11-22T12:30:00+03:00'));
    const next = openScene({ kept: first.kept[0], clock, answer: () => retry() });
    next.reports.show(seen);
    await clock.walk(0);
    const { metrics } = next.reports.state().day;
    expect(metrics.state).toBe('ready');
    expect(clock.now() - (metrics.answer?.askedAtMs ?? 0)).toBe(30 * MINUTE);
    expect(next.times()).toEqual([0]);
    const tomorrow = createFakeClock(Date.parse('2026-11-23T08:00:00+03:00'));
    const later = openScene({ kept: first.kept[0], clock: tomorrow });
    expect(factOf(later.reports.state(), 'day')).toBeUndefined();
    expect(factOf(later.reports.state(), 'month')).toBe(100);
  });

  test('stop ends the call in flight, and nothing is asked or told afterwards', async () => {
    let stopped = false;
    const scene = openScene({ answer: incomeAnswer(3) });
    scene.reports.show(seen);
    scene.reports.onChange(() => expect(stopped).toBe(false));
    await scene.reports.stop();
    stopped = true;
    scene.reports.show(seen);
    scene.reports.refresh();
    await scene.clock.walk(10 * MINUTE);
    expect(scene.asked).toHaveLength(1);
    expect(scene.clock.pending).toBe(0);
  });

  test('a listener that left hears nothing more', async () => {
    const scene = openScene();
    let heard = 0;
    const off = scene.reports.onChange(() => (heard += 1));
    scene.reports.show(seen);
    off();
    const before = heard;
    await scene.clock.walk(MINUTE);
    expect(before).toBe(1);
    expect(heard).toBe(before);
  });
});
