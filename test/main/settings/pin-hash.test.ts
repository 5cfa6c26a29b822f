import { scryptSync } from 'node:crypto';
import { readFileSync, statSync, writeFileSync, chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepPin } from '../../../src-main/settings/keep-pin.ts';
import { hashPin, isPinHash, isPinOf } from '../../../src-main/settings/pin-hash.ts';
import { rewriteWidget } from '../../../src-main/settings/rewrite.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('the hash of a PIN', () => {
  it('is of the PIN and of no other, and every time another', async () => {
    const [one, other] = [hashPin('4711'), hashPin('4711')];
    expect(one).toMatch(/^scrypt\$16384\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(one).not.toContain('4711');
    expect(await Promise.all(['4711', '4712', '', '47110'].map((pin) => isPinOf(pin, one)))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('made elsewhere by the same rule, in either alphabet of base64, is one', async () => {
    const salt = Buffer.from('fbefbe0123456789fbefbe0123456789', 'hex');
    const hash = scryptSync('90210', salt, 32, { N: 4_096, r: 8, p: 1 });
    for (const encoding of ['base64', 'base64url'] as const) {
      const text = `scrypt$4096$8$1$${salt.toString(encoding)}$${hash.toString(encoding)}`;
      expect(isPinHash(text)).toBe(true);
      expect(await isPinOf('90210', text)).toBe(true);
    }
  });

  it.each([
    '4711',
    'scrypt$16384$8$1$$',
    `bcrypt$16384$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `scrypt$16383$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `scrypt$16$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `scrypt$524288$32$1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `scrypt$16384$0$1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `scrypt$16384$8$0$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `scrypt$16384$8$1$${'A'.repeat(22)}$${'A'.repeat(8)}`,
  ])('is not %s', async (text) => {
    expect(isPinHash(text)).toBe(false);
    expect(await isPinOf('4711', text)).toBe(false);
  });
});

describe('a settings file that is written', () => {
  it('has the hash in the place of a PIN in plain text', async () => {
    const kept = keepPin({ theme: 'dark', pin: '4711' });
    expect(Object.keys(kept)).toEqual(['theme', 'pinHash']);
    expect(await isPinOf('4711', String(kept['pinHash']))).toBe(true);
    const typed = keepPin({ pin: '4711', pinHash: hashPin('1111') }, '2580');
    expect(await isPinOf('2580', String(typed['pinHash']))).toBe(true);
    expect(typed).not.toHaveProperty('pin');
  });

  it('keeps a hash that is there, and what is no PIN for the schema to refuse', () => {
    const pinHash = hashPin('1111');
    expect(keepPin({ pin: '4711', pinHash })).toEqual({ pinHash });
    expect(keepPin({ pin: 4711 })).toEqual({ pin: 4711 });
  });

  it('keeps every other key, its mode, and its owner where that may be', () => {
    const file = join(tempFolder(), 'config.json');
    writeFileSync(file, '{"store": {"timeZone": "Europe/Moscow"}, "widget": {"theme": "dark"}}');
    chmodSync(file, 0o640);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(file, 65_534, 65_533);
    const umask = process.umask(0o077);
    expect(rewriteWidget(file, (widget) => ({ ...widget, edge: 'top' })).ok).toBe(true);
    process.umask(umask);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      store: { timeZone: 'Europe/Moscow' },
      widget: { theme: 'dark', edge: 'top' },
    });
    const { mode, uid, gid } = statSync(file);
    expect(mode & 0o777).toBe(0o640);
    if (isRoot) expect([uid, gid]).toEqual([65_534, 65_533]);
  });
});
