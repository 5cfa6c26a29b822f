import { expect, test } from 'vitest';
import { typeInto } from '../../../src-renderer/setup/typing.ts';

test('a key writes at the caret', () => {
  expect(typeInto('ac', 1, 1, { kind: 'text', text: 'b' })).toEqual({ text: 'abc', caret: 2 });
});

test('a key replaces what is selected', () => {
  expect(typeInto('abcd', 1, 3, { kind: 'text', text: '-' })).toEqual({ text: 'a-d', caret: 2 });
});

test('erasing takes the sign before the caret, a whole one', () => {
  expect(typeInto('abc', 2, 2, { kind: 'erase' })).toEqual({ text: 'ac', caret: 1 });
  expect(typeInto('a😀b', 3, 3, { kind: 'erase' })).toEqual({ text: 'ab', caret: 1 });
});

test('erasing takes what is selected, and nothing at the beginning', () => {
  expect(typeInto('abcd', 1, 3, { kind: 'erase' })).toEqual({ text: 'ad', caret: 1 });
  expect(typeInto('abc', 0, 0, { kind: 'erase' })).toEqual({ text: 'abc', caret: 0 });
});
