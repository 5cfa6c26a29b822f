import { describe, expect, it } from 'vitest';
import { decideUnfinished, decideWhole, endsWithEndMark } from '../../../src-main/intake/completeness.ts';

const LIMITS = { settleMs: 500, staleMs: 60_000 };
const JUST_NOW = { closed: false, unchangedMs: 0, ageMs: 0 };

describe('a file that can be read to its end', () => {
  it('is taken at once when its content closes itself, and watched for growth', () => {
    expect(decideWhole(JUST_NOW, 'self', LIMITS)).toEqual({ kind: 'take', closed: false });
  });

  it('is taken as closed when its writer showed the end', () => {
    const shown = { ...JUST_NOW, closed: true };
    expect(decideWhole(shown, 'self', LIMITS)).toEqual({ kind: 'take', closed: true });
    expect(decideWhole(shown, 'lines', LIMITS)).toEqual({ kind: 'take', closed: true });
  });

  it('rests for the settle time when more lines may follow', () => {
    expect(decideWhole(JUST_NOW, 'lines', LIMITS)).toEqual({ kind: 'wait', forMs: 500 });
    const resting = { closed: false, unchangedMs: 200, ageMs: 300 };
    expect(decideWhole(resting, 'lines', LIMITS)).toEqual({ kind: 'wait', forMs: 200 });
    const rested = { closed: false, unchangedMs: 500, ageMs: 0 };
    expect(decideWhole(rested, 'lines', LIMITS)).toEqual({ kind: 'take', closed: false });
  });

  it('of a backlog has rested already and is closed when it rested for the stale time', () => {
    const old = { closed: false, unchangedMs: 0, ageMs: 86_400_000 };
    expect(decideWhole(old, 'lines', LIMITS)).toEqual({ kind: 'take', closed: true });
    expect(decideWhole(old, 'self', LIMITS)).toEqual({ kind: 'take', closed: true });
  });

  it('does not wait for ever when the clock stands before its time of change', () => {
    const future = { closed: false, unchangedMs: 500, ageMs: -86_400_000 };
    expect(decideWhole(future, 'lines', LIMITS)).toEqual({ kind: 'take', closed: false });
  });
});

describe('an unfinished file', () => {
  it('waits for a change until the stale time, then it is rejected', () => {
    expect(decideUnfinished(JUST_NOW, LIMITS)).toEqual({ kind: 'wait', forMs: 60_000 });
    const late = { ...JUST_NOW, unchangedMs: 59_999 };
    expect(decideUnfinished(late, LIMITS)).toEqual({ kind: 'wait', forMs: 1 });
    const stale = { ...JUST_NOW, unchangedMs: 60_000 };
    expect(decideUnfinished(stale, LIMITS)).toEqual({ kind: 'reject', because: 'stale' });
  });

  it('is never rejected by the wall clock alone', () => {
    const jumped = { closed: false, unchangedMs: 0, ageMs: 10 * 86_400_000 };
    expect(decideUnfinished(jumped, LIMITS).kind).toBe('wait');
  });

  it('is rejected at once when its writer said that it is whole', () => {
    const shown = { ...JUST_NOW, closed: true };
    expect(decideUnfinished(shown, LIMITS)).toEqual({ kind: 'reject', because: 'incomplete' });
  });
});

describe('the end mark', () => {
  const ends = (text: string): boolean => endsWithEndMark(Buffer.from(text));

  it('is the last line, with any line end after it', () => {
    expect(ends('a;b\n___EOF___')).toBe(true);
    expect(ends('a;b\r\n___EOF___\r\n')).toBe(true);
    expect(ends('___EOF___\n')).toBe(true);
  });

  it('is no part of a line and nothing before other lines', () => {
    expect(ends('a;___EOF___')).toBe(false);
    expect(ends('___EOF___\na;b')).toBe(false);
    expect(ends('___EOF__')).toBe(false);
    expect(ends('')).toBe(false);
  });
});
