import { describe, expect, test } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import type { Shown } from '../../../src-main/contract/bridge.ts';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import { accepted, factOf, openScene, retry } from './scripted-reports.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const seen: Shown = { visible: true, reports: ['metrics'] };
const hidden: Shown = { visible: false, reports: ['metrics'] };

describe('when the server says no', () => {
  test('too often: the interval doubles, stays silent, and narrows slowly', async () => {
    const scene = openScene({
      answer: (call, nth) => (nth <= 2 ? retry({ slowDown: true }) : accepted(1, call.ranges)),
    });
    scene.reports.show(seen);
    await scene.clock.walk(15 * MINUTE);
    expect(scene.times().map(Math.round)).toEqual([0, 120, 360, 540, 675, 776, 852]);
    expect(scene.events.filter(({ event }) => event === 'reports.slowed')).toHaveLength(2);
    expect(scene.events.filter(({ event }) => event === 'reports.lost')).toEqual([]);
  });

  test('a refusal is none of a silence, and is over with the next answer', async () => {
    const hold: Outcome = {
      kind: 'hold',
      problem: problem('api.keyRefused' as const, '', { code: -32800, message: 'fault' }),
    };
    const outcomes = [retry(), hold, retry({ slowDown: true })];
    const scene = openScene({ answer: (call, nth) => outcomes[nth - 1] ?? accepted(1, call.ranges) });
    const told: unknown[] = [];
    scene.reports.onChange(() => {
      const { refused } = scene.reports.calls();
      if (told.at(-1) !== refused) told.push(refused);
    });
    expect(scene.reports.calls()).toEqual({
      ...{ askedAtMs: null, answeredAtMs: null, lastRefusal: null, refused: null },
    });
    scene.reports.show(seen);
    await scene.clock.walk(5 * MINUTE);
    expect(told).toEqual([null, 'key', 'tooOften', null]);
    const { askedAtMs, answeredAtMs, lastRefusal, refused } = scene.reports.calls();
    expect([askedAtMs, answeredAtMs].every((ms) => ms !== null && ms > (lastRefusal?.atMs ?? ms))).toBe(true);
    expect(lastRefusal).toMatchObject({ report: 'metrics', kind: 'tooOften', code: 'api.tooOften' });
    expect(refused).toBeNull();
  });

  test('the words of a refusal are kept for the support', async () => {
    const outcome: Outcome = { kind: 'refused', code: -32602, message: 'no such store', receipt: undefined };
    const scene = openScene({ answer: () => outcome });
    scene.reports.show(seen);
    await scene.clock.walk(SECOND);
    expect(scene.reports.calls()).toMatchObject({
      lastRefusal: { kind: 'other', code: '-32602', words: 'no such store' },
      refused: 'other',
    });
  });

  test('Retry-After is waited for, a receipt does not shorten it, and 15 minutes are the most', async () => {
    const waits = [400 * SECOND, 86_400 * SECOND];
    const scene = openScene({
      answer: (call, nth) => {
        const retryAfterMs = waits[nth - 1];
        return retryAfterMs === undefined
          ? accepted(1, call.ranges)
          : retry({ slowDown: true, retryAfterMs });
      },
    });
    scene.reports.show(seen);
    await scene.clock.walk(10 * SECOND);
    scene.reports.receiptDelivered();
    await scene.clock.walk(1_295 * SECOND);
    expect(scene.times()).toEqual([0, 400, 1_300]);
  });

  test('failures climb a ladder and are told once, on the second; what is known stays', async () => {
    const scene = openScene({
      answer: (call, nth) => (nth === 1 || nth > 6 ? accepted(nth, call.ranges) : retry()),
    });
    scene.reports.show(seen);
    await scene.clock.walk(119 * SECOND);
    expect(factOf(scene.reports.state())).toBe(1);
    await scene.clock.walk(600 * SECOND);
    expect(scene.times().slice(0, 7)).toEqual([0, 60, 63, 78, 138, 258, 498]);
    const told = scene.events.map(({ event }) => event).filter((event) => event.startsWith('reports.'));
    expect(told).toEqual(['reports.lost', 'reports.returned']);
    const because = scene.events.find(({ event }) => event === 'reports.lost')?.fields;
    expect(because).toEqual({ code: 'api.serverError', status: 503 });
    expect(factOf(scene.reports.state())).toBeGreaterThan(6);
  });

  test('a refused key is asked along the ladder, and at once when it was changed', async () => {
    const held: Outcome = { kind: 'hold', problem: { code: 'api.keyRefused', at: '', values: {} } };
    const scene = openScene({ answer: () => held });
    scene.reports.show(seen);
    await scene.clock.walk(20 * SECOND);
    scene.reports.refresh();
    await scene.clock.walk(SECOND);
    expect(scene.times()).toEqual([0, 3, 18, 20]);
    expect(scene.reports.state().day.metrics.state).toBe('loading');
  });

  test('while hidden a failing server is asked no oftener than a good one', async () => {
    const scene = openScene({ answer: () => retry() });
    scene.reports.show(hidden);
    await scene.clock.walk(25 * MINUTE);
    expect(scene.times()).toEqual([0, 600, 1_200]);
  });

  test('a report that the server does not know is unavailable, the others go on', async () => {
    const scene = openScene({
      answer: (call) =>
        call.id === 'bytradepoints'
          ? { kind: 'refused', code: -32602, message: 'unknown report', receipt: undefined }
          : accepted(1, call.ranges),
    });
    scene.reports.show({ visible: true, reports: ['metrics', 'bytradepoints'] });
    await scene.clock.walk(61 * SECOND);
    const { day } = scene.reports.state();
    expect([day.metrics.state, day.rating.state]).toEqual(['ready', 'unavailable']);
    expect(scene.events.filter(({ event }) => event === 'report.refused')).toHaveLength(1);
    expect(scene.times('metrics')).toEqual([0, 60]);
  });

  test('a fault of our own is told and costs one report, nothing else', async () => {
    let faults = 1;
    const findIncome = (): undefined => {
      if (faults-- > 0) throw new Error('broken');
    };
    const scene = openScene({ findIncome });
    scene.reports.show(seen);
    await scene.clock.walk(SECOND);
    expect(scene.events.map(({ event, fields }) => [event, fields['words']])).toEqual([
      ['reports.faulted', 'broken'],
    ]);
    await scene.clock.walk(60 * SECOND);
    expect(factOf(scene.reports.state())).toBe(100);
  });

  test('an answer in another form is unavailable, quoted once, and never blanks what is known', async () => {
    const odd = { kind: 'accepted', result: { data: 'нет' } } as const;
    const scene = openScene({ answer: (call, nth) => (nth === 2 ? accepted(5, call.ranges) : odd) });
    scene.reports.show(seen);
    await scene.clock.walk(SECOND);
    expect(scene.reports.state().day.metrics).toEqual({ state: 'unavailable', answer: null });
    await scene.clock.walk(3 * MINUTE);
    expect(scene.reports.state().day.metrics.state).toBe('ready');
    expect(factOf(scene.reports.state())).toBe(5);
    const quotes = scene.events.filter(({ event }) => event === 'report.quoted');
    expect(quotes.map(({ fields }) => fields['text'])).toEqual(['{"data":"нет"}', '{"data":"нет"}']);
  });
});
