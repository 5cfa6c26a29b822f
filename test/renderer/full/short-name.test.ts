import { expect, test } from 'vitest';
import { shortName } from '../../../src-renderer/full/short-name.ts';

test.each([
  ['Конищева Мария Александровна', 'Конищева\u00A0М.\u00A0А.'],
  ['Конищева Мария', 'Конищева\u00A0М.'],
  ['Конищева М.А.', 'Конищева\u00A0М.\u00A0А.'],
  ['иванова анна', 'иванова\u00A0А.'],
  ['Салтыков-Щедрин Михаил Евграфович', 'Салтыков-Щедрин\u00A0М.\u00A0Е.'],
])('the name «%s» is shortened to «%s»', (name, short) => {
  expect(shortName(name)).toBe(short);
});

test.each(['Касса 1', 'Администратор', 'Алиев Вагиф Гасан оглы', 'Smith & Sons'])(
  'what is not surname, name, patronymic stays: «%s»',
  (name) => {
    expect(shortName(name)).toBe(name);
  },
);

test('a mark that turns the direction of writing does not become an initial', () => {
  expect(shortName('Иванова \u202EАнна')).toBe('Иванова\u00A0А.');
});

test('an empty name stays empty', () => {
  expect(shortName('  ')).toBe('');
});
