import { describe, expect, it } from 'vitest';
import { rememberTemporaryNames } from '../../../src-main/intake/temporary-names.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const FACTS = { device: 1, inode: 7, sizeBytes: 10, mtimeMs: 5 };

describe('temporary names that were seen', () => {
  it('tell where a file may come from, also when the rename added an extension', () => {
    const seen = rememberTemporaryNames(createFakeClock(Date.now()));
    for (const path of ['a.ndjson.tmp', '0002.tmp', 'tmp/c.csv']) seen.saw(path, FACTS);
    expect(seen.originOf('a.ndjson')?.path).toBe('a.ndjson.tmp');
    expect(seen.originOf('0002.ndjson')?.path).toBe('0002.tmp');
    expect(seen.originOf('c.csv')?.path).toBe('tmp/c.csv');
    expect(seen.originOf('other.csv')).toBeUndefined();
  });

  it('keep what lay there last, until something else does', () => {
    const seen = rememberTemporaryNames(createFakeClock(Date.now()));
    seen.saw('.a.json', { ...FACTS, sizeBytes: 3 });
    seen.saw('.a.json', FACTS);
    seen.saw('.a.json', undefined);
    expect(seen.originOf('a.json')?.facts).toEqual(FACTS);
    seen.saw('a.json.tmp', undefined);
    expect(seen.originOf('a.json')).toMatchObject({ path: 'a.json.tmp', facts: undefined });
  });

  it('are forgotten with the file that was taken, and after a minute', () => {
    const clock = createFakeClock(Date.now());
    const seen = rememberTemporaryNames(clock);
    seen.saw('a.tmp', FACTS);
    seen.forget('a.ndjson');
    expect(seen.originOf('a.ndjson')).toBeUndefined();
    seen.saw('b.tmp', FACTS);
    clock.advance(60_001);
    expect(seen.originOf('b')).toBeUndefined();
  });

  it('are bounded: the oldest go first', () => {
    const seen = rememberTemporaryNames(createFakeClock(Date.now()));
    for (let number = 0; number <= 10_000; number += 1) seen.saw(`${number}.tmp`, undefined);
    expect(seen.originOf('0')).toBeUndefined();
    expect(seen.originOf('1')?.path).toBe('1.tmp');
    expect(seen.originOf('10000')?.path).toBe('10000.tmp');
  });
});
