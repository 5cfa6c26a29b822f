import { afterEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import { STOP_GRACE_MS } from '../../../src-main/sender/sender.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createScriptedApi, type Posted } from './scripted-api.ts';
import { closeTills, labels, openTill, quick, type Till } from './till.ts';
import { accepted, retried } from './turns.ts';

afterEach(closeTills);

const unused = { base: 'https://unused.example', key: 'unused-key', ladder: quick };
const all = ({ labels: sent }: Posted): Outcome => accepted(sent.length);
const drained = (till: Till): Promise<void> =>
  waitFor('the outbox is drained', () => till.isDrained(), { everyMs: 2 });

/** Makes the next `times` calls of one method of the outbox fail as a full disk does. */
function breakOutbox(
  till: Till,
  method: 'settle' | 'noteAttempt' | 'nextBatch' | 'readmitSlow',
  times: number,
): void {
  const whole = till.outbox[method].bind(till.outbox);
  let left = times;
  Object.defineProperty(till.outbox, method, {
    value: (...parameters: unknown[]): unknown => {
      if (left-- > 0) throw new Error('database or disk is full');
      return Reflect.apply(whole, till.outbox, parameters);
    },
  });
}

describe('stopping', () => {
  it('lets the call in flight finish and settles it, but begins no other', async () => {
    const clock = createFakeClock();
    let answer: (outcome: Outcome) => void = () => undefined;
    const api = createScriptedApi(() => new Promise((resolve) => (answer = resolve)));
    const till = openTill({ ...unused, clock, api });
    till.sender.start();
    till.drop(labels('K1', 1, 150));
    const stopped = till.sender.stop();
    await clock.walk(STOP_GRACE_MS - 1);
    answer(accepted(100));
    await stopped;
    expect(api.posted).toHaveLength(1);
    expect(till.labelsIn('delivered')).toEqual(labels('K1', 1, 100));
    expect(till.sender.status().receipts.state).toBe('stopped');
    till.drop(['K1-151']);
    await clock.walk(60_000);
    expect(api.posted).toHaveLength(1);
  });

  it('cuts a call off that takes too long; it is resent as uncertain after a restart', async () => {
    const clock = createFakeClock();
    const api = createScriptedApi(
      ({ limits }) =>
        new Promise((resolve) => {
          limits.stop?.addEventListener('abort', () => resolve(retried('api.stopped')));
        }),
    );
    const till = openTill({ ...unused, clock, api });
    till.sender.start();
    till.drop(labels('K1', 1, 7));
    const stopped = till.sender.stop();
    await clock.walk(STOP_GRACE_MS);
    await stopped;
    expect(till.labelsIn('in_flight')).toEqual(labels('K1', 1, 7));
    await till.shut();
  });

  it('while waiting ends the wait', async () => {
    const clock = createFakeClock();
    const api = createScriptedApi(() => retried('api.serverError'));
    const till = openTill({ ...unused, clock, api, ladder: { delaysMs: [60_000], capMs: 60_000 } });
    till.drop(['K1-1']);
    till.sender.start();
    await clock.walk(0);
    await till.sender.stop();
    expect(clock.pending).toBe(0);
  });
});

describe('after a restart', () => {
  it('the batch that was in flight goes first, unchanged, as uncertain, and is counted', async () => {
    const posts: (readonly string[])[] = [];
    const api = createScriptedApi((posted) => {
      posts.push(posted.labels);
      return posts.length === 1 ? retried('api.connectionReset') : all(posted);
    });
    const first = openTill({ ...unused, api, ladder: { delaysMs: [60_000], capMs: 60_000 } });
    first.drop(labels('K1', 1, 120));
    first.sender.start();
    await waitFor('the first call failed', () => first.sender.status().receipts.state === 'waiting');
    first.drop(labels('K1', 121, 130));
    await first.shut();
    const second = first.reopen();
    second.sender.start();
    await drained(second);
    expect(posts).toEqual([labels('K1', 1, 100), labels('K1', 1, 100), labels('K1', 101, 130)]);
    expect(second.counter('uncertain_resends')).toBe(100);
  });
});

describe('an outbox that cannot be written', () => {
  it.each(['settle', 'nextBatch'] as const)('in %s delays, and posts nothing twice', async (method) => {
    const api = createScriptedApi(all);
    const till = openTill({ ...unused, api });
    breakOutbox(till, method, 5);
    till.drop(labels('K1', 1, 150));
    till.sender.start();
    await drained(till);
    expect(api.posted.flatMap(({ labels: sent }) => sent)).toEqual(labels('K1', 1, 150));
    expect(till.events().filter((event) => event === 'lane.faulted')).toHaveLength(5);
    expect(till.lines.find(({ event }) => event === 'lane.faulted')?.fields).toMatchObject({
      words: 'database or disk is full',
    });
  });

  it('is told as the reason why the lane waits, until it can be written again', async () => {
    const till = openTill({ ...unused, api: createScriptedApi(all) });
    breakOutbox(till, 'nextBatch', 20);
    till.drop(['K1-1']);
    till.sender.start();
    await waitFor('the reason is told', () => till.sender.status().receipts.because !== undefined, {
      everyMs: 1,
    });
    expect(till.sender.status().receipts).toMatchObject({
      state: 'waiting',
      because: { code: 'sender.outboxFailed', values: { words: 'database or disk is full' } },
    });
    await drained(till);
    expect(till.sender.status().receipts.because).toBeUndefined();
  });

  it('in noteAttempt delays the next attempt', async () => {
    let calls = 0;
    const api = createScriptedApi((posted) => (++calls === 1 ? retried('api.serverError') : all(posted)));
    const till = openTill({ ...unused, api });
    breakOutbox(till, 'noteAttempt', 3);
    till.drop(labels('K1', 1, 10));
    till.sender.start();
    await drained(till);
    expect(calls).toBe(2);
    expect(till.counter('uncertain_resends')).toBe(10);
  });

  it('while stopping leaves the batch to the next start', async () => {
    const api = createScriptedApi(all);
    const till = openTill({ ...unused, api });
    breakOutbox(till, 'settle', 1_000);
    till.drop(['K1-1']);
    till.sender.start();
    await waitFor('it failed', () => till.events().includes('lane.faulted'));
    await till.shut();
    const again = till.reopen();
    again.sender.start();
    await drained(again);
    expect(again.counter('uncertain_resends')).toBe(1);
  });
});

describe('a call that breaks a promise', () => {
  it('and throws is reported, and the batch goes again', async () => {
    let calls = 0;
    const api = createScriptedApi((posted) => {
      if (++calls === 1) throw new Error('a fault of ours');
      return all(posted);
    });
    const till = openTill({ ...unused, api });
    till.drop(['K1-1']);
    till.sender.start();
    await drained(till);
    expect(till.events()).toContain('lane.faulted');
  });
});

describe('a listener that throws', () => {
  const fault = (): never => {
    throw new Error('a fault of the listener');
  };

  it('to every post and every line costs no receipt and no repeat', async () => {
    const api = createScriptedApi(all);
    const till = openTill({ ...unused, api, onPost: fault, onLine: fault });
    till.drop(labels('K1', 1, 150));
    till.sender.start();
    await drained(till);
    till.drop(labels('K1', 151, 160));
    await drained(till);
    expect(api.posted.flatMap(({ labels: sent }) => sent)).toEqual(labels('K1', 1, 160));
    expect(till.labelsIn('delivered')).toHaveLength(160);
    await till.sender.stop();
  });

  it('once, when a batch has just ended, is not asked to settle it again', async () => {
    let heard = 0;
    const api = createScriptedApi(all);
    const till = openTill({
      ...unused,
      api,
      onPost: ({ kind }) => {
        if (kind === 'ended' && ++heard === 1) fault();
      },
    });
    till.drop(labels('K1', 1, 250));
    till.sender.start();
    await drained(till);
    expect(heard).toBe(3);
    expect(till.events()).not.toContain('lane.faulted');
    expect(api.posted).toHaveLength(3);
  });
});

describe('a lane that is woken from within its own call', () => {
  it('begins no second one', async () => {
    let inCall = 0;
    let most = 0;
    const api = createScriptedApi((posted) => {
      most = Math.max(most, (inCall += 1));
      // What the call does is heard by whoever takes files, in the same turn.
      if (posted.labels[0] === 'K1-1') till.drop(['K1-2']);
      return Promise.resolve(all(posted)).finally(() => (inCall -= 1));
    });
    const till: Till = openTill({ ...unused, api });
    till.sender.start();
    till.drop(['K1-1']);
    await drained(till);
    expect(most).toBe(1);
    expect(api.posted.map(({ labels: sent }) => sent)).toEqual([['K1-1'], ['K1-2']]);
  });
});

describe('the journal', () => {
  it('has one line per delivered batch, and none per receipt', async () => {
    const till = openTill({ ...unused, api: createScriptedApi(all) });
    till.drop(labels('K1', 1, 1_000));
    till.sender.start();
    await drained(till);
    expect(till.events().filter((event) => event === 'batch.delivered')).toHaveLength(10);
    expect(till.lines.length).toBeLessThan(30);
  });
});
