import { describe, expect, it } from 'vitest';
import { openZone } from '../../../src-main/base/zone.ts';
import { normalise } from '../../../src-main/receipt/normalise.ts';
import { readInstantMs } from '../../../src-main/receipt/time.ts';
import { draft, nowMs, outcome, ready, rules } from './drafts.ts';

const moscow = openZone('Europe/Moscow');

describe('a receipt’s time', () => {
  it.each([
    ['2026-11-21T18:42:11', '2026-11-21T18:42:11+03:00'],
    ['2026-11-21 18:42:11', '2026-11-21T18:42:11+03:00'],
    ['2026-11-21T15:42:11Z', '2026-11-21T18:42:11+03:00'],
    ['2026-11-21T15:42:11.999Z', '2026-11-21T18:42:11+03:00'],
    ['2026-11-21T15:42:11,5z', '2026-11-21T18:42:11+03:00'],
    ['2026-11-21T20:42:11+05:00', '2026-11-21T18:42:11+03:00'],
    ['2026-11-21T20:42:11+0500', '2026-11-21T18:42:11+03:00'],
    ['2026-11-21T20:42:11+05', '2026-11-21T18:42:11+03:00'],
    ['2026-11-21T12:12:11-03:30', '2026-11-21T18:42:11+03:00'],
    ['2026-11-21T00:12:11-14:00', '2026-11-21T17:12:11+03:00'],
    [' 2026-11-21T18:42:11 ', '2026-11-21T18:42:11+03:00'],
    ['2026-11-21T18:42', '2026-11-21T18:42:00+03:00'],
    ['2026-11-21T15:42Z', '2026-11-21T18:42:00+03:00'],
    ['20261121T1842', '2026-11-21T18:42:00+03:00'],
    ['20261121T184211', '2026-11-21T18:42:11+03:00'],
  ])('%s leaves as %s', (time, ts) => {
    expect(ready({ time }).wire.ts).toBe(ts);
  });

  it.each([
    '',
    'вчера',
    '2026-11-21',
    '2026-11-21T18',
    '202611-21T18:42',
    '2026-11-21T18:4211',
    '20261121',
    '2026-13-01T00:00:00',
    '2026-02-29T00:00:00',
    '2026-02-30T00:00:00',
    '2026-11-21T24:00:00',
    '2026-11-21T18:60:00',
    '2026-11-21T18:42:60',
    '2026-11-21T18:42:11+14:01',
    '2026-11-21T18:42:11+24',
    '2026-11-21T18:42:11+03:60',
    '2026-11-21T18:42:11 MSK',
    '21.11.2026 18:42:11',
    '1795287300',
  ])('%j is refused', (time) => {
    expect(outcome({ time })).toBe('refused receipt.timeInvalid ts');
  });

  it('knows the leap day', () => {
    expect(readInstantMs('2028-02-29T00:00:00Z', moscow)).toBe(Date.parse('2028-02-29T00:00:00Z'));
  });

  it('takes the earlier offset in a repeated hour and moves a skipped one forward', () => {
    const zone = openZone('Europe/Berlin');
    const stamp = (time: string): unknown => {
      const verdict = normalise(draft({ time }), rules({ zone }), Date.parse('2026-10-26T00:00:00Z'));
      return verdict.verdict === 'ready' && verdict.receipt.wire.ts;
    };
    expect(stamp('2026-10-25T02:30:00')).toBe('2026-10-25T02:30:00+02:00');
    expect(stamp('2026-10-25T02:30:00+01:00')).toBe('2026-10-25T02:30:00+01:00');
    expect(stamp('2026-03-29T02:30:00')).toBe('2026-03-29T03:30:00+02:00');
  });

  it.each([
    [10 * 60_000, 'ready'],
    [10 * 60_000 + 1_000, 'held receipt.timeAhead ts'],
    [-400 * 86_400_000, 'ready'],
    [-400 * 86_400_000 - 1_000, 'held receipt.timeTooOld ts'],
  ])('that lies %i ms from now is %s', (offsetMs, expected) => {
    const time = new Date(nowMs + offsetMs).toISOString();
    expect(outcome({ time })).toBe(expected);
  });

  it('is judged by the settings, so that history may be older', () => {
    const time = '2020-01-01T00:00:00+03:00';
    expect(outcome({ time }, { maxAgeDays: 3_650 })).toBe('ready');
    expect(outcome({ time: '2026-11-21T23:30:00+03:00' }, { aheadMinutesMax: 60 })).toBe('ready');
  });

  it('tells by how much it is off', () => {
    const verdict = normalise(draft({ time: '2026-11-21T21:00:01Z' }), rules(), nowMs);
    expect(verdict.verdict === 'held' && verdict.problem.values).toEqual({
      value: '2026-11-21T21:00:01Z',
      aheadMinutes: 61,
      limitMinutes: 10,
    });
  });
});
