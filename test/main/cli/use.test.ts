import { describe, expect, it } from 'vitest';
import { ok } from '../../../src-main/base/result.ts';
import { refuseOldNode } from '../../../src-main/hosts/cli/node-version.ts';
import { formatPairs, formatTable } from '../../../src-main/hosts/cli/table.ts';
import { storeTime } from '../../../src-main/hosts/cli/store-time.ts';
import { fakeOperations, receiptRow } from '../control/fake-operations.ts';
import { makePlace, run, startAgent } from './cli-host.ts';

describe('the command line', () => {
  it.each([
    [['recieve'], 'Unknown command recieve.'],
    [['stats'], 'Unknown command stats. Did you mean status?'],
    [['status', '--jsn'], 'Unknown option --jsn. Did you mean --json?'],
    [['receipts', 'show'], 'The argument id is missing.'],
    [['receipts', 'resend'], 'The argument id is missing.'],
    [['receipts', 'resend', 'A-1', '--all'], 'Too many arguments.'],
    [['receipts', 'list', '--limit'], 'lacks its value'],
    [['receipts', 'list', '--state', 'lost'], 'A value that is not allowed'],
    [['receipts', 'list', '--limit', '0'], 'The value of --limit is not allowed.'],
    [['receipts', 'list', '--since', 'yesterday'], 'The value of --since is not allowed.'],
    [['status', 'now'], 'Too many arguments.'],
    [['status', '--lang', 'fr'], 'A value that is not allowed'],
  ])('ends with 2 after %j and says why', async (args, words) => {
    const { code, out, err } = await run(makePlace(), args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(words);
  });

  it('ends with 2 and shows help when the command is missing', async () => {
    expect(await run(makePlace(), ['receipts'])).toMatchObject({ code: 2, out: '' });
    expect((await run(makePlace(), [])).err).toContain('Usage: heado-till');
  });

  it.each([['--help'], ['help'], ['receipts', 'list', '--help'], ['--version']])(
    'ends with 0 after %j',
    async (...args) => {
      const { code, out, err } = await run(makePlace(), args);
      expect(code).toBe(0);
      expect(out).not.toBe('');
      expect(err).toBe('');
    },
  );

  it('speaks Russian by locale and by option', async () => {
    const help = await run(makePlace(), ['--help'], { env: { LANG: 'ru_RU.UTF-8' } });
    expect(help.out).toContain('Использование: heado-till [параметры] [команда]');
    expect(help.out).toContain('Коды выхода: 0 успех');
    expect((await run(makePlace(), ['stats', '--lang=ru'])).err).toContain('Неизвестная команда stats.');
    expect((await run(makePlace(), ['--lang', 'en', '--help'], { env: { LANG: 'ru_RU' } })).out).toContain(
      'Usage:',
    );
  });

  it('leaves nothing of its help in English when it speaks Russian', async () => {
    const { out } = await run(makePlace(), ['--help'], { env: { LANG: 'ru' } });
    const known =
      /^(?:heado-till|HEADO|purchaseRegister|run|status|doctor|receipts|recover|quarantine|config|send-one|pin|ui-url|help|version|lang|file|language|ru|en)$/;
    const words = out.match(/[A-Za-z][A-Za-z-]+/g) ?? [];
    expect(words.filter((word) => !known.test(word))).toEqual([]);
  });

  it('shows colours to a person who did not refuse them, and to nobody else', async () => {
    const place = makePlace();
    await startAgent(place, fakeOperations());
    expect((await run(place, ['status'], { terminal: true })).out).toContain('\u001b[32m✓\u001b[0m');
    expect((await run(place, ['status'], { terminal: true, env: { NO_COLOR: '1' } })).out).not.toContain(
      '\u001b',
    );
    expect((await run(place, ['status'])).out).not.toContain('\u001b');
  });

  it('passes no control character of a foreign text on to the terminal', async () => {
    const place = makePlace();
    const rows = [{ ...receiptRow, label: 'A\u001b[2J\nB' }];
    await startAgent(
      place,
      fakeOperations([], { 'receipts.list': () => Promise.resolve(ok({ rows, more: false })) }),
    );
    const { out } = await run(place, ['receipts', 'list']);
    expect(out).toContain('A?[2J?B');
    expect(out.split('\n')).toHaveLength(2);
  });
});

describe('an old Node', () => {
  it('is refused in one sentence, in the language of the locale', () => {
    expect(refuseOldNode('v20.20.2', {})).toBe('heado-till needs Node 24 or later; this is v20.20.2.');
    expect(refuseOldNode('v18.0.0', { LANG: 'ru_RU.UTF-8' })).toContain('нужен Node 24');
    expect(refuseOldNode('v24.0.0', {})).toBeUndefined();
    expect(refuseOldNode('v26.1.0', {})).toBeUndefined();
  });
});

describe('tables', () => {
  it('align Cyrillic and accents and end without blanks', () => {
    expect(
      formatTable(
        ['Ключ', 'b'],
        [
          ['а', ''],
          ['й\u0301йй', 'x'],
        ],
      ),
    ).toBe('Ключ  b\nа\nй\u0301йй   x');
    expect(
      formatPairs([
        ['a', '1'],
        ['long', '2'],
      ]),
    ).toBe('a     1\nlong  2');
  });
});

describe('the clock of the store', () => {
  const time = storeTime('Asia/Yekaterinburg');
  it('shows and reads local times', () => {
    expect(time.show('2026-11-22T10:00:00.000Z')).toBe('2026-11-22 15:00:00');
    expect(time.show(null)).toBe('—');
    expect(time.read('2026-11-22 15:00')).toBe('2026-11-22T10:00:00.000Z');
    expect(time.read('2026-11-22T15:00:30')).toBe('2026-11-22T10:00:30.000Z');
    expect(time.read('2026-11-22')).toBe('2026-11-21T19:00:00.000Z');
    expect(time.read('2026-13-40')).toBeUndefined();
    expect(time.read('22.11.2026')).toBeUndefined();
  });
});
