import { describe, expect, it } from 'vitest';
import { findNamed } from '../../../src-main/sender/named-receipt.ts';
import { batchOf } from './turns.ts';

const batch = batchOf([1, 2, 3]);
const [first] = batch.entries;
const twins = { ...batch, entries: first ? [first, { ...first, seq: 9 }] : [] };

describe('the receipt that HEADO names', () => {
  it.each([
    ['as it was sent', { extId: 'r2', ts: '2026-11-22T10:00:00+05:00', amount: 2, positions: [] }, 2],
    ['with the amount as text', { extId: 'r2', amount: '2.0000' }, 2],
    ['with the time in another offset', { extId: 'r3', ts: '2026-11-22T05:00:00.000Z' }, 3],
    ['by its id alone', { extId: 'r1' }, 1],
    ['with an amount that is another', { extId: 'r2', amount: 5 }, undefined],
    ['with a time that is another', { extId: 'r2', ts: '2026-11-22T10:00:01+05:00' }, undefined],
    ['with an unknown id', { extId: 'r7' }, undefined],
    ['by a time that all have', { ts: '2026-11-22T10:00:00+05:00' }, undefined],
    ['by nothing that tells', { amount: 2 }, undefined],
    ['as a text', 'r2', undefined],
    ['not at all', undefined, undefined],
  ])('%s', (_how, receipt, seq) => {
    expect(findNamed(batch, receipt)).toBe(seq);
  });

  it('is none when two are alike', () => {
    expect(findNamed(twins, { extId: 'r1' })).toBeUndefined();
  });
});
