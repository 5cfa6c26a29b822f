import { afterEach, describe, expect, it } from 'vitest';
import { expectAudited, timesRegistered } from '../main/sender/ledger-audit.ts';
import { closeStreets, drained, openStreet } from '../main/sender/street.ts';
import { labels } from '../main/sender/till.ts';
import type { ActSettings } from '../simulator/acts.ts';
import { waitFor } from '../support/wait-for.ts';

afterEach(closeStreets);

/** Refuses the receipts with these labels, as a HEADO that finds something wrong with them. */
function refuse(bad: readonly string[], settings: Omit<ActSettings['refuseReceipt'], 'when'> = {}) {
  const when = (receipt: unknown): boolean => bad.includes(String(Reflect.get(Object(receipt), 'extId')));
  return { act: { name: 'refuseReceipt', when, ...settings } } as const;
}

const dropped = labels('K1', 1, 130);

describe.each([
  { partial: false, namesReceipt: true },
  { partial: false, namesReceipt: false },
  { partial: true, namesReceipt: true },
  { partial: true, namesReceipt: false },
])('13: a server that refuses (partial: $partial, names: $namesReceipt)', (settings) => {
  it.each([[['K1-1']], [['K1-37']], [['K1-100']], [['K1-130']], [['K1-3', 'K1-64', 'K1-110', 'K1-111']]])(
    'quarantines exactly %j and gets everything else',
    async (bad) => {
      const { heado, till } = await openStreet();
      heado.behave(refuse(bad, settings));
      till.drop(dropped);
      till.sender.start();
      await drained(till);
      expectAudited(heado, till, { dropped, quarantined: bad, ordered: bad.length < 3 });
      if (!settings.partial) expect(Math.max(...timesRegistered(heado).values())).toBe(1);
    },
  );

  it('that is broken and refuses everything loses nothing and quarantines nothing once healed', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act: { name: 'refuseReceipt', when: () => true, ...settings }, times: 'forever' });
    till.drop(dropped);
    till.sender.start();
    await waitFor('the lane holds', () => till.sender.status().receipts.state === 'holding');
    const tries = heado.calls.length;
    await waitFor('more single tries', () => heado.calls.length >= tries + 8, { everyMs: 2 });
    expect(till.labelsIn('quarantined')).toEqual([]);
    expect(till.sender.status().receipts.because?.code).toBe('api.refusesEverything');
    heado.heal();
    await drained(till);
    expectAudited(heado, till, { dropped, ordered: false });
    expect(till.labelsIn('delivered')).toHaveLength(dropped.length);
    expect(till.sender.status().receipts).toMatchObject({ state: 'idle', because: undefined });
  });
});

describe('13: three bad receipts at the head of the line', () => {
  it('are found guilty by those that are taken beside them, and the rest moves on', async () => {
    const { heado, till } = await openStreet();
    const bad = ['K1-1', 'K1-2', 'K1-3'];
    heado.behave(refuse(bad));
    till.drop(dropped);
    till.sender.start();
    await drained(till);
    expectAudited(heado, till, { dropped, quarantined: bad });
    expect(till.events().filter((event) => event === 'entry.ejected')).toHaveLength(3);
    const problems = till.outbox.reading
      .list({ state: 'quarantined', limit: 9 })
      .map(({ problem }): unknown => JSON.parse(problem));
    expect(problems).toEqual(
      bad.map((): unknown => expect.objectContaining({ code: 'api.refused', at: '' })),
    );
  });
});

describe('20: a server that takes only small calls', () => {
  it('gets halves until they fit, and nothing twice', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act: { name: 'tooLarge', receiptsOver: 30 } });
    till.drop(dropped);
    till.sender.start();
    await drained(till);
    expectAudited(heado, till, { dropped });
    expect(till.counter('refusal_resends')).toBe(0);
    const sizes = heado.calls.map(({ receipts }) => receipts);
    // So small a call may have been spoiled on the way: it is asked again before the answer is believed.
    expect(sizes.slice(0, 5)).toEqual([100, 100, 100, 50, 25]);
  });

  it('quarantines a receipt that alone is too large for it', async () => {
    const { heado, till } = await openStreet();
    const when = ({ params }: { params: unknown }): boolean => JSON.stringify(params).includes('"K1-5"');
    heado.behave({ act: { name: 'tooLarge', receiptsOver: 0 }, when });
    till.drop(labels('K1', 1, 10));
    till.sender.start();
    await drained(till);
    expectAudited(heado, till, { dropped: labels('K1', 1, 10), quarantined: ['K1-5'] });
  });
});

describe('a count below what was sent', () => {
  it('leaves the batch delivered but unconfirmed, and is not sent again by itself', async () => {
    const { heado, till } = await openStreet();
    heado.behave({ act: { name: 'undercount', by: 2 }, times: 1 });
    till.drop(labels('K1', 1, 5));
    till.sender.start();
    await waitFor('the batch is settled', () => till.labelsIn('unconfirmed').length === 5);
    till.drop(labels('K1', 6, 8));
    await drained(till);
    expect(till.labelsIn('delivered')).toEqual(labels('K1', 6, 8));
    expect(Math.max(...timesRegistered(heado).values())).toBe(1);
    expect(till.events()).toContain('batch.countDiffered');
  });
});

describe('18: a key that is revoked in mid-backlog', () => {
  it.each([[{ name: 'revokeKey' }], [{ name: 'revokeKey', status: 403 }]] as const)(
    'by %j holds the lane, loses nothing, and a new key is taken up',
    async (act) => {
      const newKey = 'the-new-key-of-this-till';
      const { heado, till } = await openStreet();
      heado.behave({ act, calls: 2, method: 'purchaseRegisterBatch' });
      till.drop(dropped);
      till.drop(labels('K2', 1, 120));
      till.sender.start();
      await waitFor('the lane holds', () => till.sender.status().receipts.state === 'holding');
      const { because } = till.sender.status().receipts;
      expect(because?.code).toBe('api.keyRefused');
      expect(till.labelsIn('quarantined')).toEqual([]);
      const terminal = heado.account.terminals.get(heado.deviceKey);
      if (!terminal) throw new Error('no terminal');
      heado.account.terminals.set(newKey, { ...terminal });
      till.key = newKey;
      await drained(till);
      expectAudited(heado, till, { dropped: [...dropped, ...labels('K2', 1, 120)] });
      expect(Math.max(...timesRegistered(heado).values())).toBe(1);
      expect(new Set(heado.calls.map(({ keyFingerprint }) => keyFingerprint)).size).toBe(2);
      expect(JSON.stringify(till.lines)).not.toContain(newKey.slice(0, 8));
    },
  );
});
