import { describe, expect, it } from 'vitest';
import { problem } from '../../../src-main/base/problem.ts';
import { ofTyped } from '../../../src-main/core/screens/typed-key.ts';
import { sentence } from '../../../src-main/text/problems.ts';

const malformed = problem('key.malformed', '', { where: 'HEADO_AUTH_KEY', lengthMax: 300 });
const told = (typed: string, locale: 'ru' | 'en' = 'en'): string =>
  sentence(ofTyped(malformed, typed), locale).replace(/ Type the device.*| Введите только.*/, '');

describe('a key that was typed wrongly', () => {
  it.each([
    ['abc def', 'it has a blank in it', 'в нём пробел'],
    [
      'https://api.heado.ru/device/abc',
      'it has a slash, as addresses have',
      'в нём косая черта, как в адресе',
    ],
    ['йцукен', 'it has letters that are not Latin', 'в нём есть нелатинские буквы'],
    ['x'.repeat(301), 'it is over 300 characters long', 'он длиннее 300 знаков'],
    ['"abc"', 'it has quotes or another sign', 'в нём кавычки или другой лишний знак'],
    ['ab\u200bc', 'perhaps one that cannot be seen', 'возможно, невидимый'],
  ])('%s', (typed, en, ru) => {
    expect(told(` ${typed}\n`)).toContain(en);
    expect(told(typed, 'ru')).toContain(ru);
    for (const text of [told(typed), told(typed, 'ru')]) {
      expect(text).not.toContain('HEADO_AUTH_KEY');
      expect(text).not.toContain(typed);
    }
  });

  it('is told what to type instead', () => {
    expect(sentence(ofTyped(malformed, 'a b'), 'ru')).toMatch(/Введите только сам ключ устройства/);
    expect(sentence(ofTyped(malformed, 'a b'), 'en')).toMatch(/Type the device's key alone/);
  });

  it('because it is the administrative one is told without a name of a variable', () => {
    const found = ofTyped(problem('key.sameAsAdmin', '', { where: 'HEADO_AUTH_KEY' }), 'abc');
    expect(found.code).toBe('screens.keyIsAdmin');
    expect(sentence(found, 'ru')).not.toContain('HEADO_AUTH_KEY');
  });

  it('is no excuse for hiding another problem', () => {
    const other = problem('key.unreadable', '', { where: 'device.key', reason: 'EACCES' });
    expect(ofTyped(other, 'abc')).toBe(other);
  });
});
