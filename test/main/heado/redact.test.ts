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

  it('hides a key in another case, with anything between its characters, backwards, in hexadecimal', () => {
    const random = seededRandom(12);
    for (let round = 0; round < 200; round++) {
      const key = randomKey(random).replace(/[^A-Za-z0-9._~-]/g, '');
      // Of shorter ones nothing that is squashed could be told from ordinary words.
      if (key.replace(/\W|_/g, '').length < 16) continue;
      const secrets = compileSecrets([key]);
      const signs = Array.from(key);
      const bytes = [...Buffer.from(key)].map((byte) => byte.toString(16).padStart(2, '0'));
      const backwards = signs.toReversed().join('');
      const disguised = [
        key.toUpperCase(),
        key.toLowerCase(),
        ...[' ', '\n', ' - ', '.', '\u200b', '<b>'.replace(/\w/, '!')].map((gap) => signs.join(gap)),
        backwards,
        backwards.toUpperCase(),
        ...['', ' ', ':', '\\x', '%', ' 0x', '\\u00', ';&#x'].map((gap) => bytes.join(gap)),
        bytes.join('').toUpperCase(),
        bytes.toReversed().join(' '),
      ];
      for (const form of disguised) {
        const shown = redact(`code=${form}; end`, secrets);
        expect(shown, form).toMatch(/^code=[^A-Za-z0-9]*(?:0?x|u00)?<hidden>[^A-Za-z0-9]*; end$/u);
      }
    }
  });

  it('takes ordinary words for no disguise of a key that has words in it', () => {
    const secrets = compileSecrets(['no-such-key-0123456789']);
    const text = 'There is no such key. 2026-11-22 12:00:01, 0 1 2 3 receipts';
    expect(redact(text, secrets)).toBe(text);
  });

  it('changes nothing in a text without keys', () => {
    const text = 'batch.delivered 3f2-17: 100 entries in 41 ms; папка /var/spool/heado-till';
    expect(redact(text, compileSecrets([randomKey(seededRandom(3))]))).toBe(text);
  });

  it('does not take very short texts for keys', () => {
    expect(redact('a b c', compileSecrets(['', 'a', 'b c']))).toBe('a b c');
  });
});
