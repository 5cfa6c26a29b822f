/** A server that is ill for a while: what it refused then must not be held against a receipt. */
import { afterEach, describe, expect, it } from 'vitest';
import { expectAudited, timesRegistered } from '../main/sender/ledger-audit.ts';
import { closeStreets, drained, openStreet, type Street } from '../main/sender/street.ts';
import { labels, type Till } from '../main/sender/till.ts';
import type { Act } from '../simulator/acts.ts';
import { dotlessEventName } from '../simulator/simulator.ts';
import { waitFor } from '../support/wait-for.ts';

afterEach(closeStreets);

const REGISTERING = ['purchaseRegisterBatch', 'registerEvent', dotlessEventName];
const refusing: Act = { name: 'rpcError', code: -32602 };

/** Ill but for these registering calls, counted from 1, until it is healed. */
function fallIll({ heado }: Street, act: Act, wellAt: readonly number[] = []): () => number {
  let met = 0;
  const when = (): boolean => {
    met += 1;
    return !wellAt.includes(met);
  };
  heado.behave({ act, method: REGISTERING, when, times: 'forever' });
  return () => met;
}

const outOfLine = (till: Till): string[] =>
  (['quarantined', 'ejected', 'slow'] as const).flatMap((state) => till.labelsIn(state));

/** Everything that was dropped is at the server, once, and nothing is held against anything. */
async function expectClean({ heado, till }: Street, dropped: readonly string[]): Promise<void> {
  await drained(till);
  await waitFor('nothing is out of line', () => outOfLine(till).length === 0, { everyMs: 5 });
  expectAudited(heado, till, { dropped, ordered: false });
  expect(Math.max(...timesRegistered(heado).values())).toBe(1);
}

const illnesses: readonly (readonly [string, Act])[] = [
  ['refuses everything', refusing],
  ['cannot read anything', { name: 'rpcError', code: -32700 }],
  ['calls everything too large', { name: 'tooLarge', bytesOver: 0 }],
  ['takes every call for a wrong request', { name: 'rpcError', code: -32600 }],
];

describe.each(illnesses)('a server that %s for a while', (_, act) => {
  const dropped = labels('K1', 1, 60);

  it('gets all of 60 receipts when it is well', async () => {
    const street = await openStreet();
    const met = fallIll(street, act);
    street.till.drop(dropped);
    street.till.sender.start();
    await waitFor('it was met often', () => met() >= 25, { everyMs: 2 });
    expect(street.till.labelsIn('quarantined')).toEqual([]);
    street.heado.heal();
    await expectClean(street, dropped);
  });

  it.each([[[20]], [[20, 28, 41, 42]]])('with successes at calls %j gets all of them too', async (wellAt) => {
    const street = await openStreet();
    const met = fallIll(street, act, wellAt);
    street.till.sender.start();
    for (const label of dropped) {
      street.till.drop([label]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await waitFor('it was met often', () => met() >= 60, { everyMs: 2 });
    street.heado.heal();
    street.till.sender.settingsChanged();
    await expectClean(street, dropped);
  });

  it.each([1, 2])('while only %i receipts come gets them after the next success', async (count) => {
    const street = await openStreet();
    const met = fallIll(street, act);
    street.till.sender.start();
    for (const label of labels('K1', 1, count)) street.till.drop([label]);
    await waitFor('it was met', () => met() >= count * 4, { everyMs: 2 });
    street.heado.heal();
    street.till.drop(['K1-50']);
    await expectClean(street, [...labels('K1', 1, count), 'K1-50']);
  });

  it('while the program is restarted five times, with two receipts each time, gets all ten', async () => {
    let street = await openStreet();
    for (let start = 0; start < 5; start += 1) {
      const met = fallIll(street, act);
      street.till.sender.start();
      street.till.drop(labels('K1', 2 * start + 1, 2 * start + 2));
      await waitFor('it was met', () => met() >= 5, { everyMs: 2 });
      await street.till.shut();
      street.heado.heal();
      street = { heado: street.heado, till: street.till.reopen() };
    }
    street.till.sender.start();
    street.till.drop(['K1-11']);
    await expectClean(street, labels('K1', 1, 11));
  });

  it('gets a signal too, in its place', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act, method: REGISTERING, times: 2 });
    till.dropSignal('shift/start', '2026-11-22 09:00:00');
    till.dropSignal('shift/stop', '2026-11-22 21:00:00');
    till.sender.start();
    await drained(till);
    expect(heado.signals).toHaveLength(2);
    expect(outOfLine(till)).toEqual([]);
  });
});

describe('a receipt that the server always refuses', () => {
  it('waits for one more try after the next success, also over a restart, and is quarantined then', async () => {
    const { heado, till } = await openStreet();
    const when = (receipt: unknown): boolean => Reflect.get(Object(receipt), 'extId') === 'K1-1';
    heado.behave({ act: { name: 'refuseReceipt', when }, times: 'forever' });
    till.sender.start();
    till.drop(['K1-1']);
    await waitFor('it is ejected', () => till.labelsIn('ejected').length === 1);
    await till.shut();
    const again = till.reopen();
    expect(again.labelsIn('ejected')).toEqual(['K1-1']);
    again.sender.start();
    again.drop(['K1-2']);
    await waitFor('it is quarantined', () => again.labelsIn('quarantined').length === 1);
    expect(again.counter('quarantined')).toBe(1);
    for (const label of labels('K1', 3, 8)) {
      again.drop([label]);
      await drained(again);
    }
    expect(again.counter('quarantined')).toBe(1);
    expectAudited(heado, again, { dropped: labels('K1', 1, 8), quarantined: ['K1-1'] });
  });
});
