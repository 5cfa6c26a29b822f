import { afterEach, describe, expect, it } from 'vitest';
import { expectAudited, timesRegistered } from '../main/sender/ledger-audit.ts';
import { closeStreets, drained, openStreet } from '../main/sender/street.ts';
import { labels } from '../main/sender/till.ts';
import type { CallFacts } from '../simulator/rules.ts';
import { waitFor } from '../support/wait-for.ts';

afterEach(closeStreets);

const holding =
  (...poison: string[]) =>
  ({ params }: CallFacts): boolean =>
    poison.some((label) => JSON.stringify(params).includes(`"${label}"`));

const BATCH = 'purchaseRegisterBatch';
const dropped = labels('K1', 1, 60);

describe('a receipt that the server stumbles over every time', () => {
  it.each([
    ['with -32610', { name: 'rpcError', code: -32610 }],
    ['with a 500 without a body', { name: 'status', status: 500 }],
    ['by a reset', { name: 'resetBeforeCommit' }],
  ] as const)('%s goes to a slow retry, and all others move on', async (_how, act) => {
    const { heado, till } = await openStreet();
    heado.behave({ act, when: holding('K1-17'), times: 'forever' });
    till.drop(dropped);
    till.sender.start();
    await drained(till);
    expect(till.labelsIn('slow')).toEqual(['K1-17']);
    expect(till.labelsIn('quarantined')).toEqual([]);
    expect(till.labelsIn('delivered')).toEqual(dropped.filter((label) => label !== 'K1-17'));
    expect(Math.max(...timesRegistered(heado).values())).toBe(1);
    expect(heado.calls.some(({ method }) => method === 'reports')).toBe(true);
  });

  it('is delivered by its slow retry once the server is mended', async () => {
    const { heado, till } = await openStreet({ rules: { slowRetryMs: 150 } });
    heado.behave({ act: { name: 'status', status: 500 }, when: holding('K1-17'), times: 'forever' });
    till.drop(dropped);
    till.sender.start();
    await waitFor('it is slow', () => till.labelsIn('slow').length === 1, { everyMs: 2 });
    const failed = heado.calls.length;
    await waitFor('it was tried again', () => heado.calls.length >= failed + 1);
    heado.heal();
    await waitFor('it is delivered', () => till.labelsIn('delivered').length === dropped.length);
    expectAudited(heado, till, { dropped, ordered: false });
  });

  it('that the server keeps each time all the same is repeated only where the outbox says so', async () => {
    const { heado, till } = await openStreet();
    heado.behave({
      act: { name: 'statusAfterCommit', status: 502 },
      when: holding('K1-17'),
      times: 'forever',
    });
    till.drop(dropped);
    till.sender.start();
    await drained(till);
    const times = timesRegistered(heado);
    const repeats = [...times.values()].reduce((sum, count) => sum + count - 1, 0);
    expect(repeats).toBeGreaterThan(0);
    expect(repeats).toBeLessThanOrEqual(till.counter('uncertain_resends') + till.counter('refusal_resends'));
    expect(new Set(times.keys())).toEqual(new Set(dropped));
  });
});

describe('where HEADO answers reports with an error', () => {
  it.each([-32602, -32601, -32802, -32606])('(%i), one bad receipt holds up no other', async (code) => {
    const { heado, till } = await openStreet();
    heado.behave({ act: { name: 'rpcError', code: -32603 }, when: holding('K1-3'), times: 'forever' });
    heado.behave({ act: { name: 'rpcError', code }, method: 'reports', times: 'forever' });
    till.drop(dropped);
    till.sender.start();
    await drained(till);
    expect(till.labelsIn('slow')).toEqual(['K1-3']);
    expect(till.labelsIn('delivered')).toEqual(dropped.filter((label) => label !== 'K1-3'));
  });

  it('a batch goes after one question when HEADO is well again', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act: { name: 'rpcError', code: -32603 }, method: BATCH, times: 4 });
    heado.behave({ act: { name: 'rpcError', code: -32602 }, method: 'reports', times: 'forever' });
    till.drop(dropped);
    till.sender.start();
    await drained(till);
    const methods = heado.calls.map(({ method }) => method);
    // The last of four is looked into, and before the fifth it is asked.
    expect(methods.filter((method) => method === BATCH)).toHaveLength(5);
    expect(methods.filter((method) => method === 'reports').length).toBeLessThanOrEqual(2);
    expectAudited(heado, till, { dropped });
  });

  it('what it keeps without saying so is given up after its repeats', async () => {
    const { heado, till } = await openStreet({ rules: { slowRetryMs: 20 } });
    heado.behave({ act: 'errorAfterCommit', method: BATCH, times: 'forever' });
    heado.behave({ act: { name: 'rpcError', code: -32602 }, method: 'reports', times: 'forever' });
    till.drop(['K1-1']);
    till.sender.start();
    await waitFor('it is given up', () => till.labelsIn('unconfirmed').length === 1, { everyMs: 2 });
    expect(Math.max(...timesRegistered(heado).values())).toBeLessThanOrEqual(10);
  });
});

describe('a server that can only read', () => {
  it('holds the lane after three receipts, and loses, slows and repeats nothing when it can write again', async () => {
    const { heado, till } = await openStreet();
    heado.behave({
      act: { name: 'rpcError', code: -32610 },
      method: BATCH,
      times: 'forever',
    });
    till.drop(dropped);
    till.sender.start();
    await waitFor('the lane holds', () => till.sender.status().receipts.state === 'holding');
    expect(till.labelsIn('slow')).toEqual([]);
    heado.heal();
    await drained(till);
    expectAudited(heado, till, { dropped, ordered: false });
    expect(Math.max(...timesRegistered(heado).values())).toBe(1);
  });

  it('never makes a batch smaller while reports fail as well', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act: { name: 'status', status: 503 }, times: 'forever' });
    till.drop(dropped);
    till.sender.start();
    await waitFor('many attempts', () => heado.calls.length >= 16, { everyMs: 2 });
    heado.heal();
    await drained(till);
    const sizes = heado.calls.filter(({ method }) => method !== 'reports').map(({ receipts }) => receipts);
    expect(new Set(sizes.slice(0, -1).filter((size) => size > 0))).toEqual(new Set([60]));
    expectAudited(heado, till, { dropped });
  });
});
