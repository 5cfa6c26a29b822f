import { expect, test } from 'vitest';
import { afterKey, PIN_DIGITS_MAX } from '../../../src-renderer/service/pin.ts';

test('digits are added, erasing takes the last', () => {
  expect(afterKey('12', '3')).toBe('123');
  expect(afterKey('12', 'erase')).toBe('1');
  expect(afterKey('', 'erase')).toBe('');
});

test('no PIN is longer than twelve digits', () => {
  const longest = '1'.repeat(PIN_DIGITS_MAX);
  expect(afterKey(longest, '2')).toBe(longest);
});
