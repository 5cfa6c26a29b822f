import { afterEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { createScriptedApi, type Posted, type ScriptedApi } from './scripted-api.ts';
import { closeTills, labels, openTill, type Till } from './till.ts';
import { accepted, keyRefused, refused, retried } from './turns.ts';

afterEach(closeTills);

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const ladder = { delaysMs: [0, 3_000, 30_000, 60_000], capMs: 300_000 };

interface Stage {
  readonly clock: FakeClock;
  readonly till: Till;
  readonly api: ScriptedApi;
  /** Instants of the calls that carried receipts, seconds since the start. */
  readonly seconds: () => number[];
}

function openStage(
  answer: (posted: Posted, clock: FakeClock, nth: number) => Outcome | Promise<Outcome>,
): Stage {
  const clock = createFakeClock();
  const at: number[] = [];
  const api = createScriptedApi((posted, nth) => {
    if (posted.method === 'receipts') at.push(clock.monotonicMs() / SECOND_MS);
    return answer(posted, clock, nth);
  });
  const till = openTill({
    ...{ base: 'https://unused.example', key: 'unused-key', clock, ladder, api, deadlineMs: 90_000 },
    rules: { pace: { firstMs: 1_000, maxMs: 60_000 }, deadlineMsMax: 180_000 },
  });
  return { clock, till, api, seconds: () => at };
}

const unavailable = retried('api.serverError', {}, { status: 503 });
const all = ({ labels: sent }: Posted): Outcome => accepted(sent.length);

describe('an outage', () => {
  it('of 24 hours costs a few hundred attempts, and everything arrives within a delay of its end', async () => {
    const { clock, till, api } = openStage((posted, { monotonicMs }) =>
      monotonicMs() < 24 * HOUR_MS ? unavailable : all(posted),
    );
    till.drop(labels('K1', 1, 250));
    till.sender.start();
    for (let hour = 0; hour < 24; hour++) {
      await clock.walk(HOUR_MS);
      till.drop(labels('K2', hour * 10 + 1, hour * 10 + 10));
    }
    const attempts = api.posted.filter(({ method }) => method === 'receipts').length;
    expect(attempts).toBeGreaterThan(24 * 10);
    expect(attempts).toBeLessThan(24 * 16);
    expect(till.lines.length).toBeLessThan(attempts * 3);
    expect(clock.pending).toBeLessThan(5);
    await clock.walk(7 * MINUTE_MS);
    expect(till.isDrained()).toBe(true);
    expect(till.labelsIn('delivered')).toHaveLength(490);
  });

  it('by turns every five seconds for ten minutes costs a bounded number of attempts and no receipt', async () => {
    const { clock, till, api } = openStage((posted, { monotonicMs }) =>
      monotonicMs() % 10_000 < 5_000 || monotonicMs() > 10 * MINUTE_MS
        ? all(posted)
        : retried('api.connectionReset'),
    );
    till.sender.start();
    for (let second = 1; second <= 600; second++) {
      till.drop([`K1-${second}`]);
      await clock.walk(SECOND_MS);
    }
    expect(api.posted.length).toBeLessThan(700);
    await clock.walk(10 * MINUTE_MS);
    expect(till.labelsIn('delivered')).toEqual(labels('K1', 1, 600));
  });

  it('is climbed through as 0, 3, 30, 60, 120, 240, 300 s, a fifth either way', async () => {
    const { clock, till, seconds } = openStage(() => unavailable);
    till.drop(['K1-1']);
    till.sender.start();
    await clock.walk(HOUR_MS);
    const gaps = seconds().map((second, index, list) => second - (list[index - 1] ?? 0));
    const plain = [0, 0, 3, 30, 60, 120, 240, 300, 300, 300];
    for (const [index, wanted] of plain.entries()) {
      expect(gaps[index]).toBeGreaterThanOrEqual(wanted * 0.8);
      expect(gaps[index]).toBeLessThanOrEqual(wanted * 1.2);
    }
  });
});

describe('a new receipt', () => {
  it('goes at once where nothing is waited for', async () => {
    const { clock, till, api } = openStage(all);
    till.sender.start();
    await clock.walk(MINUTE_MS);
    till.drop(['K1-1']);
    expect(api.posted.map(({ labels: sent }) => sent)).toEqual([['K1-1']]);
    expect(till.sender.status().receipts.state).toBe('sending');
    await clock.walk(0);
    expect(till.sender.status().receipts).toMatchObject({ state: 'idle', attempt: 0, because: undefined });
  });

  it('is frozen by an idle lane in the very transaction that stores it', async () => {
    const { clock, till } = openStage(all);
    const frozen: string[][] = [];
    till.outbox.onWaiting(() => void frozen.push(till.labelsIn('in_flight')));
    till.sender.start();
    for (const label of ['K1-1', 'K1-2']) {
      till.drop([label]);
      await clock.walk(0);
    }
    expect(frozen).toEqual([['K1-1'], ['K1-2']]);
  });

  it('shortens no wait', async () => {
    const { clock, till, seconds } = openStage(() => unavailable);
    till.drop(['K1-1']);
    till.sender.start();
    await clock.walk(MINUTE_MS);
    const before = seconds().length;
    for (let number = 2; number < 12; number++) {
      till.drop([`K1-${number}`]);
      await clock.walk(SECOND_MS);
    }
    expect(seconds()).toHaveLength(before);
    const { state, nextAttemptAtMs = 0 } = till.sender.status().receipts;
    expect(state).toBe('waiting');
    expect(nextAttemptAtMs).toBeGreaterThan(clock.now());
  });

  it('that comes while a call is in flight goes with the next one, with all that came', async () => {
    const open: ((outcome: Outcome) => void)[] = [];
    const { clock, till, api } = openStage(() => new Promise((resolve) => open.push(resolve)));
    till.sender.start();
    till.drop(['K1-1']);
    for (const label of labels('K1', 2, 120)) till.drop([label]);
    await clock.walk(0);
    expect(api.posted).toHaveLength(1);
    open[0]?.(accepted(1));
    await clock.walk(0);
    expect(api.posted[1]?.labels).toEqual(labels('K1', 2, 101));
    open[1]?.(accepted(100));
    await clock.walk(0);
    open[2]?.(accepted(19));
    await clock.walk(0);
    expect(till.isDrained()).toBe(true);
  });
});

describe('a server that asks for patience', () => {
  it.each([
    [1_000, 1],
    [900_000, 900],
    [undefined, 1],
  ])(
    '21: by Retry-After of %j ms is asked again no earlier than after %i s',
    async (retryAfterMs, second) => {
      const tooOften = retried('api.tooOften', { slowDown: true, uncertain: false, retryAfterMs });
      const { clock, till, seconds } = openStage((posted, _clock, nth) =>
        nth === 1 ? tooOften : all(posted),
      );
      till.drop(labels('K1', 1, 300));
      till.sender.start();
      await clock.walk(20 * MINUTE_MS);
      const [, retry = 0, third = 0] = seconds();
      expect(retry).toBeCloseTo(second, 1);
      expect(third - retry).toBeGreaterThan(0.5);
      expect(till.labelsIn('delivered')).toHaveLength(300);
      expect(till.sender.status().receipts.pauseMs).toBeLessThan(1_000);
    },
  );
});

describe('a wrong key', () => {
  it('holds the lane, is tried every five minutes, and at once when settings change', async () => {
    let good = false;
    const { clock, till, api, seconds } = openStage((posted) => (good ? all(posted) : keyRefused));
    till.drop(labels('K1', 1, 5));
    till.sender.start();
    await clock.walk(2 * HOUR_MS);
    const gaps = seconds()
      .slice(-5)
      .map((second, index, list) => second - (list[index - 1] ?? second));
    for (const gap of gaps.slice(1)) expect(Math.abs(gap - 300)).toBeLessThanOrEqual(60);
    expect(till.sender.status().receipts).toMatchObject({
      state: 'holding',
      because: { code: 'api.keyRefused', values: { status: 401 } },
    });
    expect(till.events().filter((event) => event === 'lane.held')).toHaveLength(1);
    good = true;
    till.sender.settingsChanged();
    await clock.walk(0);
    expect(api.keysForgotten()).toBe(1);
    expect(till.isDrained()).toBe(true);
    expect(till.events()).toContain('lane.resumed');
  });
});

const failing = retried('api.databaseFailed', { failedInside: true }, { code: -32610 });

describe('a slow receipt', () => {
  it('is tried after an hour, beside the others, and not before', async () => {
    const { clock, till, seconds } = openStage((posted, { monotonicMs }) => {
      const poisoned = posted.labels.includes('K1-2') && monotonicMs() < 40 * MINUTE_MS;
      return poisoned ? failing : all(posted);
    });
    till.drop(labels('K1', 1, 4));
    till.sender.start();
    await clock.walk(30 * MINUTE_MS);
    expect(till.labelsIn('slow')).toEqual(['K1-2']);
    expect(till.labelsIn('delivered')).toEqual(['K1-1', 'K1-3', 'K1-4']);
    const before = seconds().length;
    await clock.walk(29 * MINUTE_MS);
    expect(seconds()).toHaveLength(before);
    await clock.walk(5 * MINUTE_MS);
    expect(till.labelsIn('delivered')).toEqual(labels('K1', 1, 4));
    expect(clock.pending).toBe(0);
  });
});

describe('a receipt that is never answered', () => {
  it('is unconfirmed after five repeats beside others that pass, and no timer is left', async () => {
    const { clock, till, api } = openStage((posted) =>
      posted.labels.includes('K1-2') ? unavailable : all(posted),
    );
    till.drop(labels('K1', 1, 40));
    till.sender.start();
    await clock.walk(24 * HOUR_MS);
    expect(till.labelsIn('unconfirmed')).toEqual(['K1-2']);
    expect(till.labelsIn('delivered')).toHaveLength(39);
    expect(api.posted.filter(({ labels: sent }) => sent.includes('K1-2')).length).toBeLessThanOrEqual(11);
    expect(clock.pending).toBe(0);
  });
});

describe('an ejected receipt with nothing else in line', () => {
  it('is tried along the ladder, holds up no new one, and costs a bounded number of calls', async () => {
    let good = false;
    const { clock, till, seconds } = openStage((posted) =>
      good || !posted.labels.includes('K1-1') ? all(posted) : refused(),
    );
    till.drop(['K1-1']);
    till.sender.start();
    await clock.walk(HOUR_MS);
    expect(till.labelsIn('ejected')).toEqual(['K1-1']);
    expect(seconds().length).toBeLessThan(20);
    expect(till.sender.status().receipts.state).toBe('idle');
    good = true;
    await clock.walk(7 * MINUTE_MS);
    expect(till.labelsIn('delivered')).toEqual(['K1-1']);
    expect(clock.pending).toBe(0);
  });

  it('lets a new one go at once, and goes after it', async () => {
    let good = false;
    const { clock, till, api } = openStage((posted) => (good ? all(posted) : refused()));
    till.drop(['K1-1']);
    till.sender.start();
    await clock.walk(HOUR_MS);
    good = true;
    till.drop(['K1-2']);
    await clock.walk(0);
    expect(api.posted.slice(-2).map(({ labels: sent }) => sent)).toEqual([['K1-2'], ['K1-1']]);
  });
});

describe('a slow server', () => {
  it('32: that needs longer than the deadline is given up to 180 s', async () => {
    const { clock, till, api } = openStage((_posted, _clock, nth) =>
      retried('api.noAnswer', { uncertain: nth < 9 }),
    );
    till.drop(['K1-1']);
    till.sender.start();
    await clock.walk(10 * MINUTE_MS);
    const deadlines = api.posted
      .filter(({ method }) => method === 'receipts')
      .map(({ limits }) => limits.deadlineMs);
    expect(deadlines.slice(0, 4)).toEqual([90_000, 135_000, 180_000, 180_000]);
  });
});

describe('a closing', () => {
  it.each([
    ['stands', 0],
    ['is set back by a day', -24 * HOUR_MS],
  ])('waits a minute for its receipts where the clock %s', async (_what, byMs) => {
    const { clock, till, api } = openStage(({ method }) => (method === 'event' ? accepted(1) : unavailable));
    till.drop(['K1-1']);
    till.sender.start();
    till.dropSignal('shift/stop', '2026-11-22 21:00:00');
    clock.setWall(clock.now() + byMs);
    const events = (): number => api.posted.filter(({ method }) => method === 'event').length;
    await clock.walk(MINUTE_MS - 1);
    expect(events()).toBe(0);
    await clock.walk(1);
    expect(events()).toBe(1);
  });

  it('that was taken long ago waits no more', () => {
    const { clock, till, api } = openStage(({ method }) => (method === 'event' ? accepted(1) : unavailable));
    till.drop(['K1-1']);
    till.dropSignal('shift/stop', '2026-11-22 21:00:00');
    clock.setWall(clock.now() + MINUTE_MS);
    till.sender.start();
    expect(api.posted.map(({ method }) => method)).toEqual(['receipts', 'event']);
  });
});

describe('an idle sender', () => {
  it('has no timers', async () => {
    const { clock, till } = openStage(all);
    till.sender.start();
    till.drop(['K1-1']);
    await clock.walk(HOUR_MS);
    expect(clock.pending).toBe(0);
  });
});
