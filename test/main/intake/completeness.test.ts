import { describe, expect, it } from 'vitest';
import {
  decideCut,
  decideUnfinished,
  decideWhole,
  endsWithEndMark,
} from '../../../src-main/intake/completeness.ts';

const LIMITS = { settleMs: 500, staleMs: 60_000 };
const JUST_NOW = { sign: 'none', unchangedMs: 0, waitedMs: 0, ageMs: 0 } as const;

describe('a file that can be read to its end', () => {
  it('is taken at once when its content closes itself, and watched for growth', () => {
    expect(decideWhole(JUST_NOW, 'self', LIMITS)).toEqual({ kind: 'take', closed: false });
  });

  it('is taken as closed when its writer showed the end', () => {
    const shown = { ...JUST_NOW, sign: 'closed' } as const;
    expect(decideWhole(shown, 'self', LIMITS)).toEqual({ kind: 'take', closed: true });
    expect(decideWhole(shown, 'lines', LIMITS)).toEqual({ kind: 'take', closed: true });
  });

  it('rests for the settle time when more lines may follow', () => {
    expect(decideWhole(JUST_NOW, 'lines', LIMITS)).toEqual({ kind: 'wait', forMs: 500 });
    const resting = { ...JUST_NOW, unchangedMs: 200, ageMs: 300 };
    expect(decideWhole(resting, 'lines', LIMITS)).toEqual({ kind: 'wait', forMs: 200 });
    const rested = { ...JUST_NOW, unchangedMs: 500 };
    expect(decideWhole(rested, 'lines', LIMITS)).toEqual({ kind: 'take', closed: false });
  });

  it('is taken when it was seen for the settle time, however fast it grows', () => {
    const growing = { ...JUST_NOW, waitedMs: 400 };
    expect(decideWhole(growing, 'lines', LIMITS)).toEqual({ kind: 'wait', forMs: 100 });
    const seen = { ...JUST_NOW, waitedMs: 500 };
    expect(decideWhole(seen, 'lines', LIMITS)).toEqual({ kind: 'take', closed: false });
  });

  it('is taken at once and watched for growth when a name like its own is gone', () => {
    const announced = { ...JUST_NOW, sign: 'announced' } as const;
    expect(decideWhole(announced, 'lines', LIMITS)).toEqual({ kind: 'take', closed: false });
    expect(decideCut(announced, LIMITS)).toEqual({ kind: 'wait', forMs: 60_000 });
    expect(decideUnfinished(announced, LIMITS)).toEqual({ kind: 'wait', forMs: 60_000 });
    expect(decideUnfinished(announced, LIMITS, 'unreadable').kind).toBe('reject');
  });

  it('of a backlog has rested already, and no rest closes it', () => {
    const old = { ...JUST_NOW, unchangedMs: 86_400_000, ageMs: 86_400_000 };
    expect(decideWhole(old, 'lines', LIMITS)).toEqual({ kind: 'take', closed: false });
    expect(decideWhole(old, 'self', LIMITS)).toEqual({ kind: 'take', closed: false });
  });

  it('does not wait for ever when the clock stands before its time of change', () => {
    const future = { ...JUST_NOW, unchangedMs: 500, ageMs: -86_400_000 };
    expect(decideWhole(future, 'lines', LIMITS)).toEqual({ kind: 'take', closed: false });
  });
});

describe('lines of which the last one is cut', () => {
  const waited = (unchangedMs: number, waitedMs: number) =>
    decideCut({ ...JUST_NOW, unchangedMs, waitedMs }, LIMITS);

  it('wait for it, and are taken with it when nothing more came for the stale time', () => {
    expect(waited(0, 0)).toEqual({ kind: 'wait', forMs: 60_000 });
    expect(waited(59_000, 59_000)).toEqual({ kind: 'wait', forMs: 1_000 });
    expect(waited(60_000, 60_000)).toEqual({ kind: 'take', tail: 'withCut' });
  });

  it('are taken without it when others come all the time, however fast', () => {
    expect(waited(400, 59_000)).toEqual({ kind: 'wait', forMs: 1_000 });
    expect(waited(0, 60_000)).toEqual({ kind: 'take', tail: 'withoutCut' });
  });

  it('are taken with it at once when their writer said that the file is whole', () => {
    expect(decideCut({ ...JUST_NOW, sign: 'closed' }, LIMITS)).toEqual({ kind: 'take', tail: 'withCut' });
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
    const jumped = { ...JUST_NOW, ageMs: 10 * 86_400_000 };
    expect(decideUnfinished(jumped, LIMITS).kind).toBe('wait');
  });

  it('is rejected at once when its writer said that it is whole', () => {
    const shown = { ...JUST_NOW, sign: 'closed' } as const;
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
