import { describe, expect, it } from 'vitest';
import { countOf, isShiftStop, readReceiptName } from '../../../src-main/heado/wire.ts';

describe('what HEADO answers', () => {
  it('is read for the count, whatever else it holds', () => {
    expect(countOf({ count: 3, ts: '2026-11-22 10:00:00' })).toBe(3);
    expect(countOf({ count: '3' })).toBe(3);
    for (const odd of [{}, { count: null }, { count: 'many' }, true, 'ok', []])
      expect(countOf(odd)).toBeUndefined();
  });

  it('names a receipt only by an id or a time', () => {
    expect(readReceiptName({ extId: 7, ts: 'x', amount: '1.5', positions: [] })).toEqual({
      extId: 7,
      ts: 'x',
      amount: '1.5',
    });
    for (const odd of [undefined, null, 'x', {}, { amount: 5 }, { extId: {} }])
      expect(readReceiptName(odd)).toBeUndefined();
  });
});

describe('a signal', () => {
  it('is a closing by its name alone', () => {
    expect(isShiftStop('{"name":"shift/stop","ts":"2026-11-22 21:00:00"}')).toBe(true);
    for (const other of ['{"name":"shift/start","ts":"2026-11-22 09:00:00"}', '{}', 'null', '{"name":'])
      expect(isShiftStop(other)).toBe(false);
  });
});
