import { describe, expect, it } from 'vitest';
import { kindOfName, nameAttempt, namesAfter, reasonName } from '../../../src-main/intake/names.ts';

describe('names in the drop folder', () => {
  it.each([
    ['7.json', 'data'],
    ['a.done', 'marker'],
    ['.done', 'temporary'],
    ['a.tmp', 'temporary'],
    ['a.TMP', 'temporary'],
    ['a.part', 'temporary'],
    ['a.json.filepart', 'temporary'],
    ['a.crdownload', 'temporary'],
    ['a.uploading', 'temporary'],
    ['a.partial', 'temporary'],
    ['filepart.json', 'data'],
    ['.a', 'temporary'],
    ['~a', 'temporary'],
    ['archive', 'ours'],
    ['rejected', 'ours'],
    ['tmp', 'ours'],
    ['archive.json', 'data'],
    ['a.tmp.json', 'data'],
  ])('%j is %s', (name, kind) => {
    expect(kindOfName(name)).toBe(kind);
  });

  it('knows what a temporary name may become', () => {
    expect(namesAfter('x.ndjson.tmp')).toEqual(['x.ndjson']);
    expect(namesAfter('.x.ndjson')).toEqual(['x.ndjson']);
    expect(namesAfter('~x.part')).toEqual(['x']);
    expect(namesAfter('x.json.filepart')).toEqual(['x.json']);
    expect(namesAfter('.x.ndjson.Ab12Cd')).toEqual(['x.ndjson.Ab12Cd', 'x.ndjson']);
  });

  it('puts the count before the extension', () => {
    expect(nameAttempt('a.b.json', 1)).toBe('a.b.json');
    expect(nameAttempt('a.b.json', 2)).toBe('a.b~2.json');
    expect(nameAttempt('plain', 12)).toBe('plain~12');
    expect(nameAttempt('.hidden', 2)).toBe('.hidden~2');
  });

  it('never makes a name longer than a file system takes, nor cuts a character', () => {
    for (const name of [
      `${'ж'.repeat(125)}.json`,
      '🧾'.repeat(63),
      `a.${'x'.repeat(253)}`,
      'n'.repeat(255),
    ]) {
      const attempt = nameAttempt(name, 10_000);
      expect(Buffer.byteLength(attempt)).toBeLessThanOrEqual(255);
      expect(attempt.isWellFormed()).toBe(true);
      expect(attempt).toContain('~10000');
      expect(Buffer.byteLength(reasonName(name))).toBeLessThanOrEqual(255);
    }
  });

  it('names the reason after the file, by a hash where the name is long', () => {
    expect(reasonName('a.json')).toBe('a.json.error.json');
    const long = 'n'.repeat(250);
    expect(reasonName(long)).toMatch(/^[0-9a-f]{16}\.error\.json$/);
    expect(reasonName(long)).not.toBe(reasonName(`${long}x`));
  });
});
