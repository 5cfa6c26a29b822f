import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSecret, type Secret } from '../../../src-main/hosts/cli/read-secret.ts';
import { isPinOf } from '../../../src-main/settings/pin-hash.ts';
import { makePlace, run, type Place } from './cli-host.ts';

const file = z.object({ widget: z.record(z.string(), z.unknown()).optional() });

function widgetIn({ config }: Place): Readonly<Record<string, unknown>> {
  return file.parse(JSON.parse(readFileSync(config, 'utf8'))).widget ?? {};
}

/** What is answered to each question, and the questions. */
function answering(...given: readonly Secret[]): { asked: string[]; readSecret: () => Promise<Secret> } {
  const asked: string[] = [];
  const left = [...given];
  return {
    asked,
    readSecret: (question = '') => {
      asked.push(question);
      const next = left.shift();
      return next ? Promise.resolve(next) : Promise.reject(new Error('asked once too often'));
    },
  };
}

const typed = (text: string): Secret => ({ text, typed: true });
const piped = (text: string): Secret => ({ text, typed: false });

describe('pin', () => {
  it('prints the hash alone, for scripts, and says beside it where it belongs', async () => {
    const { code, out, err } = await run(makePlace(), ['pin'], answering(piped('4711')));
    expect(code).toBe(0);
    expect(await isPinOf('4711', out)).toBe(true);
    expect(err).toContain('widget.pinHash');
    expect(out + err).not.toContain('4711');
  });

  it('asks a person twice', async () => {
    const right = answering(typed('4711'), typed('4711'));
    expect((await run(makePlace(), ['pin'], right)).code).toBe(0);
    expect(right.asked).toHaveLength(2);
    const wrong = await run(makePlace(), ['pin'], answering(typed('4711'), typed('4712')));
    expect([wrong.code, wrong.out]).toEqual([1, '']);
    expect(wrong.err).toContain('The two differ');
  });

  it.each(['', '123', '1234567890123', '12 34', 'abcd', '４７１１'])('refuses %j', async (text) => {
    const { code, out, err } = await run(makePlace(), ['pin'], answering(piped(text)));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('4 to 12 digits');
  });

  it('writes the hash into the settings, in the place of a PIN in plain text, and all else stays', async () => {
    const place = makePlace({ widget: { theme: 'dark', pin: '1111' } });
    const { code, out } = await run(place, ['pin', '--write'], answering(piped('4711')));
    expect(code).toBe(0);
    expect(out).toContain(place.config);
    const { pinHash, ...rest } = widgetIn(place);
    expect(rest).toEqual({ theme: 'dark' });
    expect(await isPinOf('4711', String(pinHash))).toBe(true);
    const shown = await run(place, ['config', 'show']);
    expect(shown.code).toBe(0);
    expect(shown.out + (await run(place, ['config', 'show', '--json'])).out).not.toContain(String(pinHash));
  });

  it('ends with 3 where there are no settings, or broken ones, and makes none', async () => {
    const place = makePlace();
    writeFileSync(place.config, '{"widget": ');
    expect((await run(place, ['pin', '--write'])).code).toBe(3);
    expect(readFileSync(place.config, 'utf8')).toBe('{"widget": ');
    rmSync(place.config);
    const { code, err } = await run(place, ['pin', '--write']);
    expect(code).toBe(3);
    expect(err).toContain('There are no settings');
  });
});

describe('a secret line', () => {
  interface Opened {
    readonly input: PassThrough & { readonly isTTY: boolean; setRawMode(isRaw: boolean): void };
    readonly modes: boolean[];
  }

  function open(isTTY: boolean): Opened {
    const modes: boolean[] = [];
    const setRawMode = (isRaw: boolean): void => void modes.push(isRaw);
    return { input: Object.assign(new PassThrough(), { isTTY, setRawMode }), modes };
  }

  it('is read from a terminal without being shown, and the terminal is as it was afterwards', async () => {
    const { input, modes } = open(true);
    const said: string[] = [];
    const reading = readSecret('PIN: ', {
      input,
      ask: (text) => said.push(text),
      interrupt: () => undefined,
    });
    for (const key of ['4', '7', '9', '\u007f', '1', '1', '\r']) input.write(key);
    expect(await reading).toEqual({ text: '4711', typed: true });
    expect(said).toEqual(['PIN: ', '\n']);
    expect(modes).toEqual([true, false]);
  });

  it('is the first line of what is piped, or all of it', async () => {
    for (const text of ['4711\nmore', '4711']) {
      const { input, modes } = open(false);
      const said: string[] = [];
      const reading = readSecret('PIN: ', {
        input,
        ask: (words) => said.push(words),
        interrupt: () => undefined,
      });
      input.end(text);
      expect(await reading).toEqual({ text: '4711', typed: false });
      expect([said, modes]).toEqual([[], []]);
    }
  });
});
