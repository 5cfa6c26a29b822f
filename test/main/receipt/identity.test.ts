import { describe, expect, it } from 'vitest';
import { receiptKeys, signalKeys } from '../../../src-main/receipt/identity.ts';
import { openZone } from '../../../src-main/base/zone.ts';
import { wireSignal, type Signal } from '../../../src-main/receipt/signal.ts';
import { ready } from './drafts.ts';

type Changes = NonNullable<Parameters<typeof ready>[0]>;
const keys = (
  changes: Changes = {},
  ruleChanges: Parameters<typeof ready>[1] = {},
): ReturnType<typeof receiptKeys> => receiptKeys(ready(changes, ruleChanges));

const sold = { amount: -523.5, kind: 'return' } as const;
const number = { drive: '7380440902975456', document: '30723' };
const fiscal = [number];
const otherFiscal = [{ ...number, document: '30724' }];

describe('the identity of a receipt', () => {
  it('is 32 hexadecimal digits and stays what it was', () => {
    expect(keys({ poskey: '@S015/K1' })).toEqual({
      identity: '6b01bbd3cb01d0c417d563ac68105bf9',
      claim: '00172cdea2da159f310df0227a477430',
      repeat: 'duplicate',
    });
    // As version 0.1.0 made them: databases with these are on tills.
    expect(keys({ ...sold, docId: '7' })).toMatchObject({
      identity: '6b01bbd3152fd28807d378cf403423a3',
      claim: '000000077b181061e314211a34d598ff',
    });
    expect(keys({ ...sold, fiscal })).toMatchObject({
      identity: '6b01bbd3aa70afb397e79e2068824295',
      aliases: ['0921a4031813621c4867a14e05f4d72b'],
      claim: '0921a40357f97d9eac3c6e7781502ba7',
    });
  });

  it('is the same in whatever form the receipt was written', () => {
    const { identity, claim } = keys();
    expect(keys({ amount: '523.50', time: '2026-11-21T15:42:11Z', cashier: 'Другая' })).toMatchObject({
      identity,
      claim,
    });
    expect(keys({}, { poskey: false })).toMatchObject({ identity, claim });
    expect(keys({ poskey: '@S015/K1' })).toMatchObject({ identity, claim });
    expect(keys({ till: '1' }, { tills: { '1': 'K1' } })).toMatchObject({ identity, claim });
  });

  it.each<[string, Changes]>([
    ['device', { poskey: '@S015/K2' }],
    ['external id', { extId: 'S015-K1-88-15' }],
    ['kind', { kind: 'correction' }],
    ['time', { time: '2026-11-21T18:42:12+03:00' }],
    ['amount', { amount: 378, positions: [{ name: 'x', count: 1, total: 378 }] }],
    ['document number', { docId: '7' }],
  ])('differs with another %s', (_part, changes) => {
    expect(keys(changes).identity).not.toBe(keys().identity);
  });

  it('does not mix up parts that read the same together', () => {
    const one = keys({ extId: 'a1', docId: '2' }).identity;
    expect(keys({ extId: 'a', docId: '12' }).identity).not.toBe(one);
  });
});

describe('what a receipt claims', () => {
  it('is the external id for a sale, whatever its time and amount', () => {
    expect(keys({ time: '2026-11-21T10:00:00Z' }).claim).toBe(keys().claim);
    expect(keys({ extId: 'other' }).claim).not.toBe(keys().claim);
    expect(keys({ poskey: '@S015/K2' }).claim).not.toBe(keys().claim);
  });

  it('is the document number for a return or correction that has one', () => {
    const claim = keys({ ...sold, docId: '7' }).claim;
    expect(claim).toBeDefined();
    expect(keys({ ...sold, docId: '7', extId: 'another sale' }).claim).toBe(claim);
    expect(keys({ ...sold, docId: '8' }).claim).not.toBe(claim);
    expect(keys({ kind: 'correction', docId: '7' }).claim).not.toBe(claim);
  });

  it('is nothing for a return without document number, so partial returns are no conflict', () => {
    expect(keys(sold).claim).toBeUndefined();
  });

  it('is the fiscal number where a return has no other, so that two returns in a second are two', () => {
    const other = { ...sold, fiscal: otherFiscal };
    expect(keys({ ...sold, fiscal }).claim).toBeDefined();
    expect(keys(other).claim).not.toBe(keys({ ...sold, fiscal }).claim);
    expect(keys(other).identity).not.toBe(keys({ ...sold, fiscal }).identity);
  });
});

describe('a repetition', () => {
  it('is a duplicate for a sale; a return’s may be a second return', () => {
    expect(keys().repeat).toBe('duplicate');
    expect(keys(sold).repeat).toBe('ambiguous');
    expect(keys({ kind: 'correction' }).repeat).toBe('ambiguous');
  });

  it('of a return is told by its numbers, of a sale by the document’s alone', () => {
    expect(keys().marks).toBeUndefined();
    expect(keys({ fiscal }).marks).toBeUndefined();
    expect(keys({ docId: '7', fiscal }).marks).toEqual({ docId: '7' });
    expect(keys({ ...sold, docId: '7', fiscal }).marks).toEqual({
      docId: '7',
      fiscal: '7380440902975456-30723',
    });
  });

  it('without the number is found by the identity that has none', () => {
    expect(keys({ docId: '7' }).plain).toBe(keys().identity);
    expect(keys({ ...sold, fiscal }).plain).toBe(keys(sold).identity);
    expect(keys().plain).toBeUndefined();
  });
});

describe('the fiscal aliases', () => {
  it('are the same whatever the external id, and with or without leading zeros', () => {
    const { aliases } = keys({ fiscal });
    expect(aliases).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(keys({ fiscal, extId: 'x', poskey: '@1/2' }).aliases).toEqual(aliases);
    expect(keys({ fiscal: [{ ...number, document: '0030723' }] }).aliases).toEqual(aliases);
    expect(keys({ fiscal: otherFiscal }).aliases).not.toEqual(aliases);
  });

  it('are as many as the receipt has fiscal documents; an empty number is none', () => {
    expect(keys({ fiscal: [...fiscal, ...otherFiscal] }).aliases).toHaveLength(2);
    expect(keys({ fiscal: [{ drive: '', document: '' }] }).aliases).toBeUndefined();
  });
});

describe('the key of a record’s own words', () => {
  const rebuilt = { extId: undefined, shift: '88', number: '14' };
  const local = { time: '2026-11-21T18:42:11' };

  it.each<[string, Changes, NonNullable<Parameters<typeof ready>[1]>]>([
    ['till', {}, { cashboxExtId: 'K9' }],
    ['store', {}, { storeExtId: 'S999' }],
    ['till and store set for the first time', {}, { storeExtId: undefined, cashboxExtId: undefined }],
    ['tills', { till: '1' }, { tills: { '1': 'K7' } }],
    ['time zone', local, { zone: openZone('Asia/Yekaterinburg') }],
    ['network', rebuilt, { networkId: 'N' }],
  ])('is the same under another setting of %s, which the identity is not', (_setting, changes, rules) => {
    const before = keys(changes);
    const after = keys(changes, rules);
    expect(before.own).toMatch(/^[0-9a-f]{32}$/);
    expect(after.own).toBe(before.own);
    expect(after.identity).not.toBe(before.identity);
  });

  it.each<[string, Changes]>([
    ['till', { till: '2' }],
    ['store', { store: 'S2' }],
    ['external id', { extId: 'S015-K1-88-15' }],
    ['kind', { kind: 'correction' }],
    ['time', { time: '2026-11-21T18:42:12+03:00' }],
    ['way of telling the time', { time: '2026-11-21T18:42:11' }],
    ['amount', { amount: 378, positions: [{ name: 'x', count: 1, total: 378 }] }],
  ])('differs with another %s', (_part, changes) => {
    expect(keys(changes).own).not.toBe(keys().own);
  });

  it('is the same with a document number in a sale, and another in a return', () => {
    expect(keys({ docId: '7' }).own).toBe(keys().own);
    expect(keys({ ...sold, docId: '7' }).own).not.toBe(keys({ ...sold, docId: '8' }).own);
    expect(keys({ ...sold, fiscal }).own).not.toBe(keys({ ...sold, fiscal: otherFiscal }).own);
  });

  it('holds all that a return says where it says no number', () => {
    const other = { ...sold, cashier: 'Другая' };
    expect(keys(other).identity).toBe(keys(sold).identity);
    expect(keys(other).own).not.toBe(keys(sold).own);
    expect(keys({ cashier: 'Другая' }).own).toBe(keys().own);
  });

  it('is not needed where the record says everything itself', () => {
    expect(keys({ poskey: '@S015/K1' }).own).toBeUndefined();
    expect(keys({ poskey: '@S015/K1', ...local }).own).toBeDefined();
    expect(keys({ poskey: '@S015/K1', ...rebuilt }).own).toBeDefined();
  });
});

describe('an external id that is made of shift and number', () => {
  it('may be claimed again after 60 days; a given one never', () => {
    const built = keys({ extId: undefined, shift: '88', number: '14' });
    expect(built.claimSpanMs).toBe(60 * 86_400_000);
    expect(keys().claimSpanMs).toBeUndefined();
  });
});

describe('keys of one till', () => {
  it('lie side by side when they come one after the other', () => {
    const first = keys({ extId: 'S015-K1-88-14' });
    const next = keys({ extId: 'S015-K1-88-15' });
    expect(
      Number.parseInt(next.claim?.slice(0, 8) ?? '', 16) -
        Number.parseInt(first.claim?.slice(0, 8) ?? '', 16),
    ).toBe(1);
    expect(next.identity.slice(0, 8)).toBe(first.identity.slice(0, 8));
    expect(next.identity.slice(8)).not.toBe(first.identity.slice(8));
  });
});

describe('the keys of a signal', () => {
  const signal: Signal = {
    ...{ device: '@S015/K1', event: 'shift/start', shift: '88', drive: undefined, own: undefined },
    instantMs: 0,
    wire: wireSignal('shift/start', 0, undefined, openZone('Europe/Moscow')),
  };
  const of = (changes: Partial<Signal> = {}): ReturnType<typeof signalKeys> =>
    signalKeys({ ...signal, ...changes }, 'till');

  it('are the second, and the numbers of shift and drive', () => {
    const { identity } = of();
    expect(of({ instantMs: 1_000 }).identity).not.toBe(identity);
    expect(of({ shift: '89' }).identity).not.toBe(identity);
    expect(of({ drive: '1' }).identity).not.toBe(identity);
    expect(of({ event: 'shift/stop' }).identity).not.toBe(identity);
    expect(of({ device: '@S015/K2' }).identity).not.toBe(identity);
  });

  it('are found without numbers by the second alone', () => {
    const bare = of({ shift: undefined });
    expect(bare.plain).toBeUndefined();
    expect(of().plain).toBe(bare.identity);
    expect(of({ drive: '1' }).plain).toBe(bare.identity);
  });

  it('claim the number of the shift, for 36 hours, by the name that 0.1.0 gave', () => {
    expect(of()).toMatchObject({
      claim: '00000058a486de00522f2d75be9998c6',
      claimSpanMs: 36 * 3_600_000,
      repeat: 'turns',
    });
    expect(of({ instantMs: 9_000_000, drive: '1' }).claim).toBe(of().claim);
    expect(of({ shift: undefined }).claim).toBeUndefined();
  });

  it('tell by which name 0.1.0 knew it: the number, else the minute', () => {
    expect(of().former).toBe(of().claim);
    const bare = of({ shift: undefined });
    expect(bare.former).toBe('000000007175436c99c4f0d17b2c8951');
    expect(of({ shift: undefined, instantMs: 59_000 }).former).toBe(bare.former);
    expect(of({ shift: undefined, instantMs: 60_000 }).former).not.toBe(bare.former);
  });

  it('of a store’s own opening are its day, whatever the second', () => {
    const day = { ...signal, device: '@S015/*', shift: '2026-11-21' };
    const opening = signalKeys(day, 'store');
    expect(signalKeys({ ...day, instantMs: 5_000 }, 'store')).toEqual(opening);
    expect(opening).toMatchObject({ repeat: 'duplicate' });
    expect(opening.claim).toBeUndefined();
  });
});
