import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { say } from '../main/core/command-line.ts';
import { removeTempFolders, tempFolder } from '../support/temp-folder.ts';
import { randomKeys, tracesOf } from './traces.ts';

afterAll(removeTempFolders);

describe('a key in the wrong place', () => {
  const [key = ''] = randomKeys(47, 1);

  /** All that a command said. */
  async function told(
    config: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const { out, err } = await say(config, args, { env });
    return out + err;
  }

  const good = (root: string): Readonly<Record<string, unknown>> => ({
    store: { timeZone: 'Europe/Moscow' },
    drop: { folders: [{ path: join(root, 'drop') }] },
    dataDir: join(root, 'data'),
  });
  const wrong: Readonly<Record<string, string | Readonly<Record<string, unknown>>>> = {
    keyFile: { api: { keyFile: key } },
    baseUrl: { api: { baseUrl: `https://api.heado.ru/device/${key}` } },
    'baseUrl with a password': { api: { baseUrl: `https://key:${key}@api.heado.ru` } },
    devicePath: { api: { devicePath: `/device/${key}` } },
    proxy: { api: { proxy: key } },
    caFile: { api: { caFile: key } },
    'an unknown key': { api: { authKey: key } },
    'a section': { api: key },
    'the top': key,
  };

  it.each(Object.keys(wrong))('(%s) is not repeated by any command', async (name) => {
    const root = tempFolder();
    const config = join(root, 'config.json');
    const change = wrong[name];
    const value = typeof change === 'string' ? change : { ...good(root), ...change };
    writeFileSync(config, JSON.stringify(value));
    const commands = [
      ['config', 'check'],
      ['config', 'show'],
      ['status'],
      ['doctor'],
      ['run'],
      ['receipts', 'list'],
    ];
    for (const lang of ['ru', 'en']) {
      for (const command of commands) {
        const said = await told(config, [...command, '--lang', lang]);
        expect(said).not.toBe('');
        expect(tracesOf(key, said)).toEqual([]);
      }
    }
  });

  it('(the environment) is not repeated either', async () => {
    const root = tempFolder();
    const config = join(root, 'config.json');
    const check = ['config', 'check'];
    writeFileSync(config, JSON.stringify(good(root)));
    const said = [
      await told(config, check, { HEADO_AUTH_KEY: `${key} ${key}` }),
      await told(config, check, { HEADO_AUTH_KEY: key, HEADO_ADMIN_KEY: key }),
      await told(config, check, { HEADO_AUTH_KEY: key }),
      await told(config, check, { HEADO_TILL_API_KEY_FILE: key }),
      await told(config, check, { HEADO_TILL_API_BASE_URL: `https://api.heado.ru/device/${key}` }),
    ];
    for (const text of said) {
      expect(text).not.toBe('');
      expect(tracesOf(key, text)).toEqual([]);
    }
  });

  it('(a settings file that is no JSON, quotes forgotten) is not repeated either', async () => {
    const config = join(tempFolder(), 'config.json');
    writeFileSync(config, `{"api": {"keyFile": ${key}}}`);
    const text = await told(config, ['config', 'check']);
    expect(text).toContain('line 1');
    expect(tracesOf(key, text)).toEqual([]);
  });
});
