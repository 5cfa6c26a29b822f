import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe as group, expect, it } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import { cliWords, sayIn } from '../../../src-main/text/cli.ts';
import { formatIds } from '../../../src-main/formats/detect.ts';
import { chooseLocale } from '../../../src-main/text/locale.ts';
import { describe, isProblemCode, problemWords, sentence } from '../../../src-main/text/problems.ts';
import { KNOWN_FORMATS } from '../../../src-main/text/words/formats.ts';
import {
  bytesText,
  durationText,
  fill,
  type BothLanguages,
  type Text,
} from '../../../src-main/text/words.ts';

const sources = path.join(import.meta.dirname, '../../../src-main');
const allWords: readonly (readonly [string, BothLanguages])[] = Object.entries(problemWords);
const told = (text: Text | undefined): string => (typeof text === 'function' ? text({}) : (text ?? ''));
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{([A-Za-z]\w*)\}/g)].map((match) => String(match[1])).sort();

function sourceFiles(): string[] {
  return readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(sources, name));
}

group('the words for problems', () => {
  it('are there for every code that any source file makes a problem of', () => {
    const missing = sourceFiles().flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const codes = [...text.matchAll(/\bproblem(?:<[^>]+>)?\(\s*'([a-z][A-Za-z]*\.[A-Za-z]+)'/g)];
      return codes.map(([, code]) => String(code)).filter((code) => !isProblemCode(code));
    });
    expect(missing).toEqual([]);
  });

  it('say what is wrong and what to do in both languages', () => {
    for (const [code, words] of allWords) {
      for (const { what, todo } of Object.values(words)) {
        expect(told(what).length, code).toBeGreaterThan(5);
        expect(told(todo).length, code).toBeGreaterThan(5);
      }
    }
  });

  it('give a reason in both languages or in none', () => {
    expect(allWords.filter(([, { ru, en }]) => !ru.why !== !en.why)).toEqual([]);
  });

  it('are Russian in Russian and have no Cyrillic in English', () => {
    for (const [code, { ru, en }] of allWords) {
      expect(told(ru.what), code).toMatch(/[а-яё]/i);
      for (const text of [en.what, en.why, en.todo]) expect(told(text), code).not.toMatch(/[а-яё]/i);
    }
  });

  it('name the formats that exist', () => {
    expect(KNOWN_FORMATS).toBe(formatIds.join(', '));
  });

  it('tell kinds of values and places in the language of the reader', () => {
    const missing = problem('format.fieldMissing', 'line 2: amount', { field: 'amount', expected: 'number' });
    expect(describe(missing, 'ru')).toMatchObject({
      what: 'Нет обязательного поля amount (число).',
      where: 'line 2: amount',
    });
    const read = problem('format.broken', 'line 2, column 1', { readAs: 'ofd-json' });
    expect(describe(read, 'ru')).toMatchObject({
      why: 'Прочитано как ofd-json.',
    });
    expect(describe(read, 'en')).toMatchObject({ why: 'Read as ofd-json.', where: 'line 2, column 1' });
  });

  it('name the same values in both languages', () => {
    for (const [code, { ru, en }] of allWords) {
      const names = ({ what, why, todo }: typeof ru): string[] =>
        placeholders([what, why, todo].map(told).join(' '));
      expect(new Set(names(ru)), code).toEqual(new Set(names(en)));
    }
  });

  it('end their sentences, and name no command that does not exist', () => {
    const commands =
      /heado-till (?:run|status|doctor|receipts (?:list|show|resend)|quarantine (?:list|show|retry|discard)|config (?:check|show)|recover|send-one|pin|ui-url|--help)/;
    for (const [code, { ru, en }] of allWords) {
      for (const text of [ru.todo, en.todo].map(told)) {
        for (const [mention] of text.matchAll(/heado-till [a-z-]+(?: [a-z]+)?/g)) {
          expect(
            /^heado-till (?:group|chmod)/.test(mention) || commands.test(mention),
            `${code}: ${mention}`,
          ).toBe(true);
        }
      }
      for (const what of [ru.what, en.what].map(told)) expect(what, code).toMatch(/[.?}]$/);
    }
  });
});

group('a described problem', () => {
  it('has its values filled in', () => {
    const found = problem('receipt.sumMismatch', 'receipts[1]', {
      positions: '100',
      amount: '90',
      difference: '10',
    });
    expect(sentence(found, 'en')).toBe(
      'The positions add up to 100, the amount is 90; they differ by 10. [receipts[1]] ' +
        'HEADO computes its figures from the positions and wants them to be exactly equal. ' +
        'Check that position totals are after all discounts. ' +
        'Correct the export in the POS; the corrected file may be dropped again.',
    );
    expect(describe(found, 'ru').what).toBe('Сумма позиций 100 не равна сумме чека 90; разница 10.');
  });

  it('shows sizes and spans in the unit of a person', () => {
    const found = problem('file.tooLarge', '', {
      name: 'a.json',
      sizeBytes: 41_500_000,
      limitBytes: 20_000_000,
    });
    expect(describe(found, 'en').what).toBe('a.json has 41.5 MB, 20 MB are allowed.');
    expect(describe(found, 'ru').what).toBe('a.json: 41,5 МБ, допустимо 20 МБ.');
    expect([0, 999, 1_500, 2_500_000_000].map((bytes) => bytesText(bytes, 'en'))).toEqual([
      '0 bytes',
      '999 bytes',
      '1.5 kB',
      '2.5 GB',
    ]);
    expect([500, 90_000, 300_000, -90_000].map((ms) => durationText(ms, 'en'))).toEqual([
      '500 ms',
      '90 s',
      '5 min',
      '-90 s',
    ]);
  });

  it('puts the words of a deeper problem in the place of its code', () => {
    const found = problem('file.stale', 'line 3', {
      name: 'a.json',
      sizeBytes: 10,
      staleMs: 60_000,
      because: 'format.incomplete',
    });
    expect(describe(found, 'en').what).toBe(
      'a.json was not finished within 60 s (10 bytes). The file has no end: its content breaks off.',
    );
  });

  it('shows a value that is missing as a question mark, and a code without words as itself', () => {
    expect(describe(problem('file.tooLarge'), 'en').what).toBe('? has ?, ? are allowed.');
    expect(describe(problem('martian.landed'), 'en').what).toBe('Unknown reason: martian.landed.');
    expect(describe(problem('constructor'), 'ru').what).toBe('Неизвестная причина: constructor.');
  });

  it('passes on no control characters and no endless values', () => {
    const name = `a\u001b[31m\n\u202e${'x'.repeat(1_000)}`;
    const { what } = describe(problem('file.isFolder', '', { name }), 'en');
    expect(what).toMatch(/^a\?\[31m\?\?x+ is a folder\.$/);
    expect(what.length).toBeLessThan(400);
  });

  it('is not filled in twice by a value that looks like a template', () => {
    expect(fill('{a} {b}', { a: '{b}', b: 1 }, 'en')).toBe('{b} 1');
  });
});

group('the words for settings', () => {
  const place = { file: '/etc/x.json', line: 3, column: 5 };
  it('name key, place, the nearest key and what is allowed', () => {
    const unknown = problem('settings.unknownKey', 'shift.mod', {
      ...place,
      nearest: 'shift.mode',
      allowed: 'mode',
    });
    expect(sentence(unknown, 'en')).toBe(
      'Unknown key shift.mod (/etc/x.json, line 3). Did you mean shift.mode? Allowed here: mode.',
    );
    const values = { ...place, found: '0', form: 'whole', min: 1, max: 9, options: '', nearest: '' };
    expect(sentence(problem('settings.wrongValue', 'journal.files', values), 'ru')).toBe(
      'Неверное значение journal.files: 0 (/etc/x.json, строка 3). Допустимо: целое число от 1 до 9.',
    );
  });

  it('name a variable without a line', () => {
    const values = {
      file: 'HEADO_TILL_DATA_DIR',
      line: 0,
      column: 0,
      found: 'string',
      form: 'absolute-path',
      nearest: '',
    };
    expect(sentence(problem('settings.wrongValue', 'dataDir', values), 'en')).toBe(
      'Wrong value of dataDir: a text (HEADO_TILL_DATA_DIR). Allowed: a full path.',
    );
  });

  it('say what a broken file should have held', () => {
    const values = { ...place, expected: ', or }', found: '"b"' };
    expect(describe(problem('settings.syntax', '', values), 'en').what).toBe(
      'JSON error: /etc/x.json, line 3, column 5: expected , or }, found "b".',
    );
    expect(describe(problem('settings.syntax', '', { ...values, expected: 'value' }), 'ru').what).toContain(
      'нужно значение',
    );
  });
});

group('the words of the command line', () => {
  it('name the same values in both languages and are not empty', () => {
    for (const [key, { ru, en }] of Object.entries(cliWords)) {
      expect(placeholders(ru), key).toEqual(placeholders(en));
      expect(ru.length * en.length, key).toBeGreaterThan(0);
      expect(en, key).not.toMatch(/[а-яё]/i);
    }
  });

  it('are all said somewhere', () => {
    const files = sourceFiles().filter((file) => file.includes(`${path.sep}hosts${path.sep}cli`));
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    const built = /^(?:state|laneState|lane|table|check|status\.folder|status\.reachable|recover|send)\./;
    const unsaid = Object.keys(cliWords).filter((key) => !text.includes(`'${key}'`) && !built.test(key));
    expect(unsaid).toEqual([]);
  });

  it('are said in the language that was chosen', () => {
    expect(sayIn('ru')('status.none')).toBe('Всё в порядке.');
    expect(sayIn('en')('resend.done', { count: 2 })).toBe('Back in line: 2.');
  });
});

group('the language', () => {
  it.each([
    [undefined, {}, 'en'],
    [undefined, { LANG: 'ru_RU.UTF-8' }, 'ru'],
    [undefined, { LANG: 'ru' }, 'ru'],
    [undefined, { LANG: 'run_XX' }, 'en'],
    [undefined, { LANG: 'C', LC_MESSAGES: 'ru_RU' }, 'ru'],
    [undefined, { LANG: 'ru_RU', LC_ALL: 'en_GB' }, 'en'],
    [undefined, { LANG: 'ru_RU', LC_ALL: '' }, 'ru'],
    ['en', { LANG: 'ru_RU' }, 'en'],
    ['ru', {}, 'ru'],
  ] as const)('with --lang %s in %j is %s', (wanted, env, locale) => {
    expect(chooseLocale(wanted, env)).toBe(locale);
  });
});
