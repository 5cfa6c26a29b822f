/** Servers that carry a call out in part or whole and then answer an error: what is sent again is counted and bounded. */
import { afterEach, describe, expect, it } from 'vitest';
import { expectAudited, timesRegistered } from '../main/sender/ledger-audit.ts';
import { counted, most, repeatsOf } from '../main/sender/repeats.ts';
import { closeStreets, drained, openStreet, type Street } from '../main/sender/street.ts';
import { labels } from '../main/sender/till.ts';
import type { Act } from '../simulator/acts.ts';
import { waitFor } from '../support/wait-for.ts';

afterEach(closeStreets);

const BATCH = 'purchaseRegisterBatch';
const EVENTS = ['registerEvent', 'regısterEvent'];
const dropped = labels('K1', 1, 20);
/** Five counted repeats, and those before it was known that the server answers other calls. */
const POSTS_MAX = 10;

const inSecondHalf = (receipt: unknown): boolean =>
  Number(String(Reflect.get(Object(receipt), 'extId')).slice('K1-'.length)) > 10;

const calls = ({ heado }: Street, method: string): number =>
  heado.calls.filter((call) => call.method === method).length;

describe.each([-32603, -32605, -32610, 7])('a server that stores half of a batch and answers %i', (code) => {
  const half: Act = { name: 'refuseReceipt', when: inSecondHalf, code, partial: true, namesReceipt: false };

  it('to that and everything else is asked for reports, and hardly ever gets the batch again', async () => {
    const street = await openStreet();
    const { heado, till } = street;
    heado.behave({ act: half, method: BATCH, times: 'forever' });
    heado.behave({ act: { name: 'rpcError', code }, method: 'reports', times: 'forever' });
    till.drop(dropped);
    till.sender.start();
    await waitFor('it was asked often', () => calls(street, 'reports') >= 25, { everyMs: 2 });
    // Along the guide's own ladder, then after twice as many questions each time.
    expect(calls(street, BATCH)).toBeLessThanOrEqual(9);
    expect(till.labelsIn('unconfirmed')).toEqual([]);
    heado.heal();
    await drained(till);
    expectAudited(heado, till, { dropped, ordered: false });
    expect(till.labelsIn('delivered')).toHaveLength(20);
    expect(counted(till)).toBe(repeatsOf(street));
  });

  it('while it answers reports gets no receipt more than a few times', async () => {
    const street = await openStreet();
    const { heado, till } = street;
    heado.behave({ act: half, method: BATCH, times: 'forever' });
    till.drop(dropped);
    till.sender.start();
    await waitFor('it was asked often', () => calls(street, BATCH) >= 25, { everyMs: 2 });
    heado.heal();
    till.drop(labels('K1', 30, 31));
    await drained(till);
    expect(most(timesRegistered(heado))).toBeLessThanOrEqual(POSTS_MAX);
    expect(counted(till)).toBe(repeatsOf(street));
  });
});

describe('a server that stores all and answers an error of its own', () => {
  it('while it answers reports gets each receipt a few times, then a person decides', async () => {
    const street = await openStreet();
    const { heado, till } = street;
    heado.behave({ act: 'errorAfterCommit', method: BATCH, times: 'forever' });
    till.drop(labels('K1', 1, 12));
    till.sender.start();
    await waitFor('all is given up', () => till.labelsIn('unconfirmed').length === 12, { everyMs: 5 });
    expect(most(timesRegistered(heado))).toBeLessThanOrEqual(POSTS_MAX);
    expect(counted(till)).toBe(repeatsOf(street));
    heado.heal();
    till.drop(['K1-30']);
    await drained(till);
    expect(till.labelsIn('delivered')).toEqual(['K1-30']);
  });

  it('to a shift gets it a few times, and the next signal goes', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act: 'errorAfterCommit', method: EVENTS, times: 'forever' });
    till.dropSignal('shift/start', '2026-11-22 09:00:00');
    till.drop(labels('K1', 1, 5));
    till.sender.start();
    await drained(till);
    expect(till.labelsIn('unconfirmed')).toEqual(['shift/start 2026-11-22 09:00:00 K1']);
    expect(heado.signals.length).toBeLessThanOrEqual(POSTS_MAX);
    expect(till.counter('uncertain_resends')).toBe(heado.signals.length - 1);
    heado.heal();
    till.dropSignal('shift/stop', '2026-11-22 21:00:00');
    await drained(till);
    expect(till.labelsIn('delivered')).toContain('shift/stop 2026-11-22 21:00:00 K1');
  });

  it.each([-32700, -32600, -32602])(
    '%i, which may be a partial refusal, is counted each time',
    async (code) => {
      const street = await openStreet();
      const { heado, till } = street;
      heado.behave({ act: { name: 'errorAfterCommit', code }, method: BATCH, times: 3 });
      till.drop(dropped);
      till.sender.start();
      await drained(till);
      expect(counted(till)).toBe(repeatsOf(street));
      expectAudited(heado, till, { dropped, ordered: false });
    },
  );
});

describe('an answer that comes before anything is carried out', () => {
  it.each([
    ['-32802', { name: 'rpcError', code: -32802 }],
    ['-33100', { name: 'rpcError', code: -33100 }],
    ['-32601', { name: 'rpcError', code: -32601 }],
    ['-32606', { name: 'tooOften' }],
    ['302', { name: 'redirect', status: 302 }],
    ['401', { name: 'status', status: 401 }],
    ['403', { name: 'status', status: 403 }],
    ['404', { name: 'status', status: 404 }],
    ['407', { name: 'status', status: 407 }],
    ['429', { name: 'tooManyRequests' }],
  ] satisfies [string, Act][])('(%s) counts no repeat, however long it lasts', async (_, act) => {
    const street = await openStreet();
    const { heado, till } = street;
    heado.behave({ act, method: [BATCH, ...EVENTS], times: 'forever' });
    till.drop(dropped);
    till.dropSignal('shift/start', '2026-11-22 09:00:00');
    till.sender.start();
    await waitFor('it was tried often', () => calls(street, BATCH) >= 12, { everyMs: 2 });
    heado.heal();
    till.sender.settingsChanged();
    await drained(till);
    expectAudited(heado, till, { dropped });
    expect(counted(till)).toBe(0);
    expect(heado.signals).toHaveLength(1);
  });
});
