import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createEndpoint, fingerprint, isLoopback } from '../../../src-main/heado/endpoint.ts';
import { endpointAt, KEY } from './calls.ts';

const settings = { kind: 'device', base: 'https://api.heado.ru', prefix: '/device/', key: KEY } as const;

function codeOf(changes: Partial<typeof settings> | { base: string } | { key: string }): string {
  const opened = createEndpoint({ ...settings, ...changes });
  return opened.ok ? 'ok' : opened.error.code;
}

describe('an endpoint', () => {
  it('gives the address with the key by url() alone', () => {
    expect(endpointAt('https://api.heado.ru').url()).toBe(`https://api.heado.ru/device/${KEY}`);
  });

  it('shows four characters of the SHA-256 of the key wherever it is printed', () => {
    const endpoint = endpointAt('https://api.heado.ru');
    const shown = `https://api.heado.ru/device/<key ${fingerprint(KEY)}>`;
    expect(String(endpoint)).toBe(shown);
    expect(inspect(endpoint)).toBe(shown);
    expect(inspect({ deep: { endpoint } })).toContain(shown);
    expect(JSON.stringify({ endpoint })).toBe(JSON.stringify({ endpoint: shown }));
    expect(fingerprint(KEY)).toMatch(/^[0-9a-f]{4}$/);
  });

  it('joins base, prefix and key with single slashes', () => {
    for (const [base, prefix] of [
      ['https://gw.example/heado', 's'],
      ['https://gw.example/heado/', '/s/'],
    ]) {
      const opened = createEndpoint({ ...settings, base: base ?? '', prefix: prefix ?? '' });
      expect(opened.ok && opened.value.url()).toBe(`https://gw.example/heado/s/${KEY}`);
    }
  });

  it('encodes a key that would change the path and trims what a key file ends with', () => {
    expect(endpointAt('https://api.heado.ru', 'a/b?c#d').url()).toBe(
      'https://api.heado.ru/device/a%2Fb%3Fc%23d',
    );
    expect(endpointAt('https://api.heado.ru', `${KEY}\n`).url()).toBe(`https://api.heado.ru/device/${KEY}`);
  });

  it('refuses plain http except for loopback', () => {
    expect(codeOf({ base: 'http://api.heado.ru' })).toBe('api.httpNotAllowed');
    for (const host of ['127.0.0.1:8080', 'localhost', '[::1]:80', '127.9.9.9'])
      expect(codeOf({ base: `http://${host}` })).toBe('ok');
  });

  it.each([
    [{ base: 'api.heado.ru' }, 'api.addressUnreadable'],
    [{ base: 'ftp://api.heado.ru' }, 'api.addressUnreadable'],
    [{ base: 'https://user:secret@api.heado.ru' }, 'api.addressNotPlain'],
    [{ base: 'https://api.heado.ru/?key=1' }, 'api.addressNotPlain'],
    [{ base: 'https://api.heado.ru/#x' }, 'api.addressNotPlain'],
    [{ key: '  \n' }, 'api.keyMissing'],
    [{ key: 'two words' }, 'api.keyMalformed'],
    [{ key: 'line\nline' }, 'api.keyMalformed'],
  ])('names what is wrong with %j', (changes, code) => {
    expect(codeOf(changes)).toBe(code);
  });

  it('puts neither key nor credentials into a problem', () => {
    for (const changes of [
      { base: 'http://user:hidden-word@api.heado.ru' },
      { key: 'some words that are no key' },
    ]) {
      const opened = createEndpoint({ ...settings, ...changes });
      expect(JSON.stringify(opened)).not.toMatch(/hidden-word|words that/);
    }
  });

  it('knows loopback by name and number only', () => {
    expect(['localhost', 'a.localhost', '127.0.0.1', '::1', '[::1]'].every(isLoopback)).toBe(true);
    expect(['127.0.0.1.example', 'localhost.example', '128.0.0.1', 'xlocalhost'].some(isLoopback)).toBe(
      false,
    );
  });
});
