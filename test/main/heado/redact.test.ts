import { describe, expect, it } from 'vitest';
import { compileSecrets, redact } from '../../../src-main/heado/redact.ts';
import { tracesOf } from '../../security/traces.ts';
import { seededRandom } from '../../support/random.ts';
import { randomKey } from './secrecy.ts';

const none = compileSecrets([]);

describe('redact', () => {
  it('takes out what stands where an address carries its key, known or not', () => {
    expect(redact('POST https://api.heado.ru/device/abc123?x=1', none)).toBe(
      'POST https://api.heado.ru/device/<hidden>?x=1',
    );
    expect(redact('at /management/abc def', none)).toBe('at /management/<hidden> def');
    expect(redact('https://api.giftoman.ru/s/abc and /m/def', none)).toBe(
      'https://api.giftoman.ru/s/<hidden> and /m/<hidden>',
    );
  });

  it('leaves folders with short names alone', () => {
    expect(redact('/mnt/s/receipts/a.json', none)).toBe('/mnt/s/receipts/a.json');
  });

  it('leaves the fingerprint of a printed endpoint readable', () => {
    expect(redact('https://api.heado.ru/device/<key 3f9a>', none)).toBe(
      'https://api.heado.ru/device/<key 3f9a>',
    );
  });

  it('hides any form of random keys in any surroundings', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 300; round++) {
      const key = randomKey(random);
      const secrets = compileSecrets([randomKey(random), key]);
      const part = key.slice(random.below(key.length - 8));
      const shifted = Buffer.from(`${'x'.repeat(random.below(3))}${key}yz`);
      const text = [
        key,
        `before${key}after`,
        `x/${encodeURIComponent(key)}/y`,
        encodeURIComponent(key).replace(/%../g, (code) => code.toLowerCase()),
        shifted.toString('base64'),
        shifted.toString('base64url'),
        `${part}${part}`,
        `Error: ${key}${key}`,
      ].join(' | ');
      expect(tracesOf(key, redact(text, secrets))).toEqual([]);
    }
  });

  it('changes nothing in a text without keys', () => {
    const text = 'batch.delivered 3f2-17: 100 entries in 41 ms; папка /var/spool/heado-till';
    expect(redact(text, compileSecrets([randomKey(seededRandom(3))]))).toBe(text);
  });

  it('does not take very short texts for keys', () => {
    expect(redact('a b c', compileSecrets(['', 'a', 'b c']))).toBe('a b c');
  });
});
