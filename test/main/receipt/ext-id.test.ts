import { describe, expect, it } from 'vitest';
import { judged, outcome, ready } from './drafts.ts';

const parts = { extId: undefined, shift: '88', number: '14' };

describe('a built external id', () => {
  it('consists of network, store, the till by the POS’s own code, shift and number', () => {
    const tills = { '1': 'K1' };
    expect(ready({ ...parts, till: '1' }, { tills }).wire.extId).toBe('S015-1-88-14');
    expect(ready({ ...parts, till: '1' }, { tills, networkId: 'N7' }).wire.extId).toBe('N7-S015-1-88-14');
    expect(ready(parts).wire.extId).toBe('S015-K1-88-14');
    expect(ready({ ...parts, store: '7', till: '3' }).wire.extId).toBe('7-3-88-14');
  });

  it('is built too where the given one is blank', () => {
    expect(ready({ ...parts, extId: '  ' }).wire.extId).toBe('S015-K1-88-14');
  });

  it('over 40 characters is hashed, always to the same 40 characters, and never cut', () => {
    const long = { ...parts, number: '1'.repeat(60) };
    const first = ready(long);
    expect(first.wire.extId).toMatch(/^[0-9a-f]{40}$/);
    expect(first.notes).toEqual(['receipt.extIdHashed']);
    expect(ready(long).wire.extId).toBe(first.wire.extId);
    expect(ready({ ...long, number: `${'1'.repeat(59)}2` }).wire.extId).not.toBe(first.wire.extId);
    expect(first.wire.extId).toBe('9f8280b32c7c5ee19a6769901c7f703a10844809');
  });

  it('names the parts that are missing', () => {
    const verdict = judged(
      { extId: undefined, shift: '88' },
      { storeExtId: undefined, cashboxExtId: undefined },
    );
    expect(verdict.verdict !== 'ready' && verdict.problem).toEqual({
      code: 'receipt.extIdMissing',
      at: 'extId',
      values: { missing: 'store, till, number' },
    });
  });

  it('has no control characters', () => {
    expect(outcome({ ...parts, number: '1\n4' })).toBe('refused receipt.idInvalid extId');
  });
});
