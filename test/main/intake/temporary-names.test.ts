import { describe, expect, it } from 'vitest';
import { rememberTemporaryNames } from '../../../src-main/intake/temporary-names.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

describe('temporary names that were seen', () => {
  it('tell where a file came from, also when the rename added an extension', () => {
    const seen = rememberTemporaryNames(createFakeClock(Date.now()));
    seen.saw('a.ndjson.tmp');
    seen.saw('0002.tmp');
    seen.saw('tmp/c.csv');
    expect(seen.originOf('a.ndjson')).toBe('a.ndjson.tmp');
    expect(seen.originOf('0002.ndjson')).toBe('0002.tmp');
    expect(seen.originOf('c.csv')).toBe('tmp/c.csv');
    expect(seen.originOf('other.csv')).toBeUndefined();
  });

  it('are forgotten with the file that was taken, and after a minute', () => {
    const clock = createFakeClock(Date.now());
    const seen = rememberTemporaryNames(clock);
    seen.saw('a.tmp');
    seen.forget('a.ndjson');
    expect(seen.originOf('a.ndjson')).toBeUndefined();
    seen.saw('b.tmp');
    clock.advance(60_001);
    expect(seen.originOf('b')).toBeUndefined();
  });

  it('are bounded: the oldest go first', () => {
    const seen = rememberTemporaryNames(createFakeClock(Date.now()));
    for (let number = 0; number <= 10_000; number += 1) seen.saw(`${number}.tmp`);
    expect(seen.originOf('0')).toBeUndefined();
    expect(seen.originOf('1')).toBe('1.tmp');
    expect(seen.originOf('10000')).toBe('10000.tmp');
  });
});
