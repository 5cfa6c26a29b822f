import { afterEach, describe, expect, it } from 'vitest';
import { expectAudited } from '../main/sender/ledger-audit.ts';
import { closeStreets, drained, openStreet } from '../main/sender/street.ts';
import { labels } from '../main/sender/till.ts';
import { auditSignals } from '../simulator/audit.ts';
import { dotlessEventName, type Simulator } from '../simulator/simulator.ts';
import type { CallFacts } from '../simulator/rules.ts';
import { waitFor } from '../support/wait-for.ts';

afterEach(closeStreets);

const EVENTS = ['registerEvent', dotlessEventName];
const BATCH = 'purchaseRegisterBatch';

function committed(heado: Simulator): string[] {
  return heado.calls
    .filter(({ committed: kept, method }) => kept && method !== 'reports')
    .map(({ method, params }) =>
      method === BATCH ? 'receipts' : String(Reflect.get(Object(params), 'name')),
    );
}

describe('signals', () => {
  it('go one a call, strictly in order, open before receipts before close', async () => {
    const { heado, till } = await openStreet();
    till.sender.start();
    till.dropSignal('shift/start', '2026-11-22 09:00:00');
    await waitFor('the opening is there', () => heado.signals.length === 1);
    till.drop(labels('K1', 1, 20));
    till.dropSignal('shift/stop', '2026-11-22 21:00:00');
    till.dropSignal('shift/start', '2026-11-23 09:00:00');
    await drained(till);
    expect(committed(heado)).toEqual(['shift/start', 'receipts', 'shift/stop', 'shift/start']);
    expect(auditSignals(heado.calls).disorder).toEqual([]);
  });

  it('keep their order through failures of every kind', async () => {
    const { heado, till } = await openStreet();
    for (const act of ['acceptAndClose', 'status', 'rpcError', 'noResult'] as const)
      heado.behave({ act, random: { seed: 5, share: 0.3 } });
    for (let day = 10; day < 20; day++) {
      till.dropSignal('shift/start', `2026-11-${day} 09:00:00`);
      till.dropSignal('shift/stop', `2026-11-${day} 21:00:00`);
    }
    till.sender.start();
    await drained(till);
    const found = auditSignals(heado.calls, { alternate: false });
    expect(found.disorder).toEqual([]);
    expect(new Set(found.signals.map(({ ts }) => ts)).size).toBe(20);
  });

  it.each([4, 6, 7])('overtake none after three were given up (well again %i posts later)', async (posts) => {
    const { heado, till } = await openStreet();
    heado.behave({ act: { name: 'rpcError', code: -32603 }, method: EVENTS, times: 'forever' });
    for (const day of [20, 21, 22, 23]) {
      till.dropSignal('shift/start', `2026-11-${day} 09:00:00`);
      till.dropSignal('shift/stop', `2026-11-${day} 21:00:00`);
    }
    till.sender.start();
    const tried = (): number => heado.calls.filter(({ method }) => EVENTS.includes(method ?? '')).length;
    await waitFor('three are given up', () => till.labelsIn('unconfirmed').length >= 3, { everyMs: 1 });
    const before = tried();
    await waitFor('the next was tried', () => tried() >= before + posts, { everyMs: 1 });
    heado.heal();
    await drained(till);
    expect(auditSignals(heado.calls, { alternate: false }).disorder).toEqual([]);
    expect(till.labelsIn('delivered').length + till.labelsIn('unconfirmed').length).toBe(8);
  });

  it('that a server always refuses are quarantined, and the next one goes', async () => {
    const { heado, till } = await openStreet();
    const opening = ({ params }: CallFacts): boolean => JSON.stringify(params).includes('shift/start');
    heado.behave({
      act: { name: 'rpcError', code: -32602 },
      method: EVENTS,
      when: opening,
      times: 'forever',
    });
    till.dropSignal('shift/start', '2026-11-22 09:00:00');
    till.dropSignal('shift/stop', '2026-11-22 21:00:00');
    till.sender.start();
    await drained(till);
    expect(till.labelsIn('quarantined')).toEqual(['shift/start 2026-11-22 09:00:00 K1']);
    expect(heado.signals).toHaveLength(1);
  });

  it.each([
    ['refuses', { name: 'rpcError', code: -32602 }],
    ['cannot read', { name: 'rpcError', code: -32700 }],
    ['calls too large', { name: 'tooLarge', bytesOver: 0 }],
  ] as const)('that a server %s twice go in their order all the same', async (_, act) => {
    const { heado, till } = await openStreet();
    heado.behave({ act, method: EVENTS, times: 2 });
    till.dropSignal('shift/start', '2026-11-22 09:00:00');
    till.dropSignal('shift/stop', '2026-11-22 21:00:00');
    till.sender.start();
    await drained(till);
    expect(committed(heado)).toEqual(['shift/start', 'shift/stop']);
    expect(till.labelsIn('quarantined')).toEqual([]);
  });

  it('of which one is never answered move on without it, and receipts never wait', async () => {
    const { heado, till } = await openStreet();
    const opening = ({ params }: CallFacts): boolean => JSON.stringify(params).includes('shift/start');
    heado.behave({ act: 'resetAfterCommit', method: EVENTS, when: opening, times: 'forever' });
    till.dropSignal('shift/start', '2026-11-22 09:00:00');
    till.dropSignal('shift/stop', '2026-11-22 21:00:00');
    till.drop(labels('K1', 1, 5));
    till.sender.start();
    await drained(till);
    expect(till.labelsIn('unconfirmed')).toEqual(['shift/start 2026-11-22 09:00:00 K1']);
    expect(till.labelsIn('delivered')).toContain('shift/stop 2026-11-22 21:00:00 K1');
    const posts = heado.calls.filter(({ params }) => JSON.stringify([params]).includes('shift/start')).length;
    expect(posts).toBeLessThanOrEqual(10);
    expect(till.counter('uncertain_resends')).toBe(posts - 1);
  });

  it.each([[null], [true], [{}], [0], ['ok']])(
    'answered with the result %j are delivered, once',
    async (result) => {
      const { heado, till } = await openStreet();
      heado.behave({ act: { name: 'oddResult', result }, method: EVENTS, times: 'forever' });
      till.dropSignal('shift/start', '2026-11-22 09:00:00');
      till.dropSignal('shift/stop', '2026-11-22 21:00:00');
      till.sender.start();
      await drained(till);
      expect(committed(heado)).toEqual(['shift/start', 'shift/stop']);
      expect(till.labelsIn('delivered')).toHaveLength(2);
    },
  );

  it('are sent under the other spelling where the server knows only that', async () => {
    const { heado, till } = await openStreet({}, { eventSpelling: 'dotless' });
    till.dropSignal('shift/start', '2026-11-22 09:00:00');
    till.dropSignal('shift/stop', '2026-11-22 21:00:00');
    till.sender.start();
    await drained(till);
    expect(heado.signals).toHaveLength(2);
    expect(heado.calls.filter(({ errorCode }) => errorCode === -32601)).toHaveLength(1);
  });
});

describe('a closing', () => {
  it('waits for the receipts of its own till that were stored before it', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act: 'resetBeforeCommit', method: BATCH, times: 3 });
    till.drop(labels('K1', 1, 5));
    till.dropSignal('shift/stop', '2026-11-22 21:00:00');
    till.sender.start();
    await drained(till);
    expect(committed(heado)).toEqual(['receipts', 'shift/stop']);
  });

  it('does not wait for another till, but a closing of the store waits for all', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act: 'status', method: BATCH, times: 'forever' });
    till.drop(labels('K2', 1, 5));
    till.dropSignal('shift/stop', '2026-11-22 20:00:00', 'K1');
    till.dropSignal('shift/stop', '2026-11-22 21:00:00', '*');
    till.sender.start();
    await waitFor('the first closing is there', () => heado.signals.length === 1);
    await waitFor(
      'the second waits',
      () => till.sender.status().signals.because?.code === 'sender.closeHeld',
    );
    heado.heal();
    await drained(till);
    expect(committed(heado)).toEqual(['shift/stop', 'receipts', 'shift/stop']);
  });

  it('waits no longer than its limit', async () => {
    const { heado, till } = await openStreet({ closeHoldMaxMs: 150 });
    heado.behave({ act: 'status', method: BATCH, times: 'forever' });
    till.drop(labels('K1', 1, 5));
    till.dropSignal('shift/stop', '2026-11-22 21:00:00');
    till.sender.start();
    await waitFor('the closing is there', () => heado.signals.length === 1);
    heado.heal();
    await drained(till);
    expect(committed(heado)).toEqual(['shift/stop', 'receipts']);
  });
});

describe('a stopped lane', () => {
  it('of signals stops no receipt', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act: { name: 'rpcError', code: -32601 }, method: EVENTS, times: 'forever' });
    till.sender.start();
    till.dropSignal('shift/start', '2026-11-22 09:00:00');
    await waitFor('the signals hold', () => till.sender.status().signals.state === 'holding');
    expect(till.sender.status().signals.because?.code).toBe('api.methodMissing');
    for (const label of labels('K1', 1, 5)) till.drop([label]);
    await waitFor('the receipts are there', () => heado.registered() === 5);
    heado.heal();
    await drained(till);
    expectAudited(heado, till, { dropped: labels('K1', 1, 5) });
    expect(heado.signals).toHaveLength(1);
  });

  it('of receipts stops no opening', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act: 'status', method: BATCH, times: 'forever' });
    till.drop(labels('K1', 1, 5));
    till.sender.start();
    till.dropSignal('shift/start', '2026-11-22 09:00:00');
    await waitFor('the opening is there', () => heado.signals.length === 1);
    expect(till.sender.status().receipts.state).toBe('holding');
  });
});
