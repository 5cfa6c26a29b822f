import { describe, expect, test } from 'vitest';
import type { Shown } from '../../../src-main/contract/bridge.ts';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import { accepted, factOf, openScene } from './scripted-reports.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const seen: Shown = { visible: true, reports: ['metrics'] };
const hidden: Shown = { visible: false, reports: ['metrics'] };
const nobody: Shown = { visible: false, reports: [] };

describe('when reports are asked', () => {
  test('nothing is asked while nobody watches', async () => {
    const scene = openScene();
    await scene.clock.walk(60 * MINUTE);
    expect(scene.asked).toEqual([]);
    expect(scene.reports.state().day.metrics).toEqual({ state: 'none', answer: null });
  });

  test('at once when shown, then once a minute, for the exact day and month', async () => {
    const scene = openScene();
    scene.reports.show(seen);
    expect(scene.reports.state().day.metrics.state).toBe('loading');
    await scene.clock.walk(125 * SECOND);
    expect(scene.times()).toEqual([0, 60, 120]);
    expect(scene.asked[0]).toMatchObject({
      id: 'metrics',
      ranges: [
        { type: 'day', from: '2026-11-22 00:00', to: '2026-11-22 23:59' },
        { type: 'month', from: '2026-11-01 00:00', to: '2026-11-30 23:59' },
      ],
    });
  });

  test('only what is shown and wanted, one after the other', async () => {
    const scene = openScene({ ids: ['metrics', 'bysellers'] });
    scene.reports.show({ visible: true, reports: ['bytradepoints', 'bysellers', 'metrics'] });
    await scene.clock.walk(61 * SECOND);
    expect(scene.asked.map(({ id }) => id)).toEqual(['metrics', 'bysellers', 'metrics', 'bysellers']);
  });

  test('a report that is shown anew is asked at once, the others keep their time', async () => {
    const scene = openScene();
    scene.reports.show(seen);
    await scene.clock.walk(20 * SECOND);
    scene.reports.show({ visible: true, reports: ['metrics', 'bytradepoints'] });
    await scene.clock.walk(60 * SECOND);
    expect(scene.times('metrics')).toEqual([0, 60]);
    expect(scene.times('bytradepoints')).toEqual([20, 80]);
  });

  test('every ten minutes while hidden, and at once when seen again unless it is fresh', async () => {
    const scene = openScene();
    scene.reports.show(seen);
    await scene.clock.walk(10 * SECOND);
    scene.reports.show(hidden);
    await scene.clock.walk(11 * MINUTE);
    expect(scene.times()).toEqual([0, 600]);
    scene.reports.show(seen);
    await scene.clock.walk(SECOND);
    expect(scene.times()).toEqual([0, 600, 670]);
    scene.reports.show(hidden);
    scene.reports.show(seen);
    await scene.clock.walk(SECOND);
    expect(scene.times()).toHaveLength(3);
  });

  test('no more when nobody watches any longer', async () => {
    const scene = openScene();
    scene.reports.show(seen);
    await scene.clock.walk(SECOND);
    scene.reports.show(nobody);
    await scene.clock.walk(60 * MINUTE);
    expect(scene.times()).toEqual([0]);
    expect(factOf(scene.reports.state())).toBe(100);
  });

  test('three seconds after the last of a row of acknowledged receipts', async () => {
    const scene = openScene();
    scene.reports.show(seen);
    await scene.clock.walk(10 * SECOND);
    scene.reports.receiptDelivered();
    await scene.clock.walk(2 * SECOND);
    scene.reports.receiptDelivered();
    await scene.clock.walk(20 * SECOND);
    expect(scene.times()).toEqual([0, 15]);
    await scene.clock.walk(60 * SECOND);
    expect(scene.times()).toEqual([0, 15, 75]);
  });

  test('receipts in a row never push the regular report back', async () => {
    const scene = openScene();
    scene.reports.show(seen);
    for (let turn = 0; turn < 65; turn += 1) {
      await scene.clock.walk(SECOND);
      scene.reports.receiptDelivered();
    }
    expect(scene.times()).toEqual([0, 60]);
  });

  test('receipts hurry nothing while hidden', async () => {
    const scene = openScene();
    scene.reports.show(hidden);
    await scene.clock.walk(SECOND);
    scene.reports.receiptDelivered();
    await scene.clock.walk(60 * SECOND);
    expect(scene.times()).toEqual([0]);
  });

  test('tills of a chain do not ask in step', async () => {
    const timesWith = async (random: () => number): Promise<number[]> => {
      const scene = openScene({ random });
      scene.reports.show(seen);
      await scene.clock.walk(70 * SECOND);
      return scene.times();
    };
    expect(await timesWith(() => 0)).toEqual([0, 54]);
    expect(await timesWith(() => 0.999)).toEqual([0, 65.988]);
  });

  test('one call is in flight, and a listener that shows more starts no second one', async () => {
    const answers: ((outcome: Outcome) => void)[] = [];
    const scene = openScene({ answer: () => new Promise((resolve) => answers.push(resolve)) });
    scene.reports.onChange(() => scene.reports.show({ visible: true, reports: ['metrics', 'bysellers'] }));
    scene.reports.show(seen);
    await scene.clock.walk(5 * MINUTE);
    expect(scene.asked).toHaveLength(1);
    answers[0]?.(accepted(1, []));
    await scene.clock.walk(0);
    expect(scene.asked.map(({ id }) => id)).toEqual(['metrics', 'bysellers']);
  });
});
