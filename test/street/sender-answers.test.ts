/** Answers that are none, or look like none: what may be registered is repeated a bounded number of times. */
import { afterEach, describe, expect, it } from 'vitest';
import { expectAudited, timesRegistered } from '../main/sender/ledger-audit.ts';
import { counted, most, repeatsOf } from '../main/sender/repeats.ts';
import { closeStreets, drained, openStreet } from '../main/sender/street.ts';
import { labels } from '../main/sender/till.ts';
import type { Act } from '../simulator/acts.ts';
import { waitFor } from '../support/wait-for.ts';

afterEach(closeStreets);

const BATCH = 'purchaseRegisterBatch';
/** Five counted repeats, and those before it was known that the server answers other calls. */
const POSTS_MAX = 10;

describe('an answer with a result', () => {
  it.each([
    ['and an empty error', { name: 'oddResult', result: { count: 7 }, error: '' }],
    ['and a false error', { name: 'oddResult', result: { count: 7 }, error: false }],
    ['and a null error', { name: 'oddResult', result: { count: 7 }, error: null }],
    ['and a list of no errors', { name: 'oddResult', result: { count: 7 }, error: [] }],
  ] as const)('%s is a success', async (_, act) => {
    const { heado, till } = await openStreet();
    heado.behave({ act, method: BATCH, times: 'forever' });
    till.drop(labels('K1', 1, 7));
    till.sender.start();
    await drained(till);
    expectAudited(heado, till, { dropped: labels('K1', 1, 7) });
    expect(till.labelsIn('delivered')).toHaveLength(7);
    expect(most(timesRegistered(heado))).toBe(1);
  });

  it.each([[null], [true], [{}], [[]], [{ count: 'seven' }], [{ count: null }], [{ registered: 7 }]])(
    'of %j for receipts leaves them delivered and unconfirmed, sent once',
    async (result) => {
      const { heado, till } = await openStreet();
      heado.behave({ act: { name: 'oddResult', result }, method: BATCH, times: 'forever' });
      till.drop(labels('K1', 1, 7));
      till.sender.start();
      await drained(till);
      expect(till.labelsIn('unconfirmed')).toEqual(labels('K1', 1, 7));
      expect(most(timesRegistered(heado))).toBe(1);
    },
  );
});

describe('a server that registers and never says so, for ever', () => {
  it.each([
    ['by 502', { name: 'statusAfterCommit', status: 502 }],
    ['by a notice in front of the answer', { name: 'textBefore' }],
    ['by a reset', { name: 'resetAfterCommit' }],
    ['by a cut answer', { name: 'cutAnswer' }],
    ['by an answer without result', { name: 'noResult' }],
    ['by words in place of a result', { name: 'oddResult', result: null, error: 'failed' }],
  ] satisfies [string, Act][])(
    '%s gets no receipt more than a few times, and the lane goes on',
    async (_, act) => {
      const street = await openStreet();
      const { heado, till } = street;
      heado.behave({ act, method: BATCH, times: 'forever' });
      till.drop(labels('K1', 1, 100));
      till.drop(labels('K2', 1, 60));
      till.sender.start();
      await waitFor('all is given up', () => till.labelsIn('unconfirmed').length === 160, { everyMs: 5 });
      const times = timesRegistered(heado);
      expect(times.size).toBe(160);
      expect(most(times)).toBeLessThanOrEqual(POSTS_MAX);
      expect(counted(till)).toBe(repeatsOf(street));
      heado.heal();
      till.drop(['K1-200']);
      await drained(till);
      expect(till.labelsIn('delivered')).toEqual(['K1-200']);
      expect(till.sender.status().receipts).toMatchObject({ state: 'idle', because: undefined });
    },
  );

  it('and answers nothing else either is asked for the first batch alone, without bound', async () => {
    const street = await openStreet();
    const { heado, till } = street;
    heado.behave({ act: { name: 'statusAfterCommit', status: 502 }, times: 'forever' });
    till.drop(labels('K1', 1, 100));
    till.drop(labels('K2', 1, 60));
    till.sender.start();
    await waitFor('it was asked often', () => (timesRegistered(heado).get('K1-1') ?? 0) > 15, { everyMs: 5 });
    expect(till.labelsIn('unconfirmed')).toEqual([]);
    expect(timesRegistered(heado).size).toBe(100);
    heado.heal();
    await drained(till);
    expect(till.labelsIn('delivered')).toHaveLength(160);
    expect(counted(till)).toBe(repeatsOf(street));
  });

  it('what it is counted for stays counted over restarts', async () => {
    let street = await openStreet({ rules: { slowRetryMs: 20 } });
    const { heado } = street;
    heado.behave({ act: { name: 'statusAfterCommit', status: 502 }, method: BATCH, times: 'forever' });
    street.till.drop(labels('K1', 1, 3));
    for (let start = 0; street.till.labelsIn('unconfirmed').length < 3; start += 1) {
      const before = heado.calls.length;
      street.till.sender.start();
      await waitFor(
        'it was asked, or gave up',
        () => heado.calls.length >= before + 7 || street.till.labelsIn('unconfirmed').length === 3,
      );
      await street.till.shut();
      street = { heado, till: street.till.reopen() };
      expect(start).toBeLessThan(8);
    }
    expect(most(timesRegistered(heado))).toBeLessThanOrEqual(3 * POSTS_MAX);
  });

  it('gets them again when a person wants it, and that is counted', async () => {
    const street = await openStreet({ rules: { slowRetryMs: 20 } });
    const { heado, till } = street;
    heado.behave({ act: { name: 'statusAfterCommit', status: 502 }, method: BATCH, times: 'forever' });
    till.drop(['K1-1']);
    till.sender.start();
    await waitFor('it is given up', () => till.labelsIn('unconfirmed').length === 1, { everyMs: 2 });
    heado.heal();
    const [row] = till.outbox.reading.byLabel('K1-1');
    till.outbox.readmit([row?.seq ?? 0]);
    await drained(till);
    expect(till.labelsIn('delivered')).toEqual(['K1-1']);
    expect(counted(till)).toBe(repeatsOf(street));
  });
});

describe('every repetition', () => {
  it.each([1, 2, 3, 4])(
    'of a server with faults of all kinds is counted, and none is counted that was not (seed %i)',
    async (seed) => {
      const street = await openStreet();
      const { heado, till } = street;
      const acts: Act[] = [
        { name: 'statusAfterCommit', status: 500 },
        { name: 'resetAfterCommit' },
        { name: 'noResult' },
        { name: 'textBefore' },
        { name: 'otherId' },
      ];
      heado.behave(
        acts.map((act, index) => ({ act, method: BATCH, random: { seed: seed * 10 + index, share: 0.08 } })),
      );
      till.sender.start();
      const dropped = [...labels('K1', 1, 150), ...labels('K2', 1, 150)];
      for (let at = 0; at < dropped.length; at += 5) {
        till.drop(dropped.slice(at, at + 5));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await drained(till);
      expectAudited(heado, till, { dropped });
      expect(counted(till)).toBe(repeatsOf(street));
      expect(repeatsOf(street)).toBeGreaterThan(0);
    },
  );
});
