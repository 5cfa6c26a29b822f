import { describe, expect, it } from 'vitest';
import { receiptKeys, signalKey } from '../../../src-main/receipt/identity.ts';
import { ready } from './drafts.ts';

type Changes = NonNullable<Parameters<typeof ready>[0]>;
const keys = (
  changes: Changes = {},
  ruleChanges: Parameters<typeof ready>[1] = {},
): ReturnType<typeof receiptKeys> => receiptKeys(ready(changes, ruleChanges));

const sold = { amount: -523.5, kind: 'return' } as const;
const fiscal = { drive: '7380440902975456', document: '30723' };

describe('the identity of a receipt', () => {
  it('is 32 hexadecimal digits and stays what it was', () => {
    expect(keys()).toEqual({
      identity: '6b01bbd3cb01d0c417d563ac68105bf9',
      alias: undefined,
      claim: '00172cdea2da159f310df0227a477430',
      repeat: 'duplicate',
    });
  });

  it('is the same in whatever form the receipt was written', () => {
    expect(keys({ amount: '523.50', time: '2026-11-21T15:42:11Z', cashier: 'Другая' })).toEqual(keys());
    expect(keys({}, { poskey: false })).toEqual(keys());
    expect(keys({ poskey: '@S015/K1' })).toEqual(keys());
    expect(keys({ till: '1' }, { tills: { '1': 'K1' } })).toEqual(keys());
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
    const other = { ...sold, fiscal: { ...fiscal, document: '30724' } };
    expect(keys({ ...sold, fiscal }).claim).toBeDefined();
    expect(keys(other).claim).not.toBe(keys({ ...sold, fiscal }).claim);
    expect(keys(other).identity).not.toBe(keys({ ...sold, fiscal }).identity);
  });
});

describe('a repetition', () => {
  it('is a duplicate where a sale, a document number or fiscal numbers tell it', () => {
    expect(keys().repeat).toBe('duplicate');
    expect(keys({ ...sold, docId: '7' }).repeat).toBe('duplicate');
    expect(keys({ ...sold, fiscal }).repeat).toBe('duplicate');
  });

  it('cannot be told from a second return without them', () => {
    expect(keys(sold).repeat).toBe('ambiguous');
    expect(keys({ kind: 'correction' }).repeat).toBe('ambiguous');
  });
});

describe('the fiscal alias', () => {
  it('is the same whatever the external id, and with or without leading zeros', () => {
    const alias = keys({ fiscal }).alias;
    expect(alias).toMatch(/^[0-9a-f]{32}$/);
    expect(keys({ fiscal, extId: 'x', poskey: '@1/2' }).alias).toBe(alias);
    expect(keys({ fiscal: { ...fiscal, document: '0030723' } }).alias).toBe(alias);
    expect(keys({ fiscal: { ...fiscal, document: '30724' } }).alias).not.toBe(alias);
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

describe('the identity of a signal', () => {
  const signal = { device: '@S015/K1', event: 'shift/start', shift: '88', instantMs: 0 } as const;

  it('is the shift’s number, whatever the time', () => {
    expect(signalKey({ ...signal, instantMs: 9_000_000 })).toBe(signalKey(signal));
    expect(signalKey({ ...signal, shift: '89' })).not.toBe(signalKey(signal));
    expect(signalKey({ ...signal, event: 'shift/stop' })).not.toBe(signalKey(signal));
    expect(signalKey({ ...signal, device: '@S015/K2' })).not.toBe(signalKey(signal));
  });

  it('is the minute where there is no number', () => {
    const bare = { ...signal, shift: undefined };
    expect(signalKey({ ...bare, instantMs: 59_000 })).toBe(signalKey(bare));
    expect(signalKey({ ...bare, instantMs: 60_000 })).not.toBe(signalKey(bare));
    expect(signalKey(bare)).not.toBe(signalKey({ ...signal, shift: '0' }));
  });
});
