import { expect, test } from 'vitest';
import type { SetupInput } from '../../../src-main/contract/service.ts';
import { inputOf, missingAt, stepBeside, stepOf } from '../../../src-renderer/setup/steps.ts';

const typed: SetupInput = {
  baseUrl: 'https://api.heado.ru',
  key: 'k',
  timeZone: 'Asia/Yekaterinburg',
  folder: '/var/spool/heado-till',
  storeExtId: '',
  cashboxExtId: '',
};

test('the key is asked for only where there is none', () => {
  expect(missingAt('server', { ...typed, key: ' ' }, false)).toEqual(['key']);
  expect(missingAt('server', { ...typed, key: '' }, true)).toEqual([]);
});

test('ids may be left empty, address and folder may not', () => {
  expect(missingAt('store', typed, false)).toEqual([]);
  expect(missingAt('folder', { ...typed, folder: '' }, true)).toEqual(['folder']);
  expect(missingAt('server', { ...typed, baseUrl: '' }, true)).toEqual(['baseUrl']);
});

test('problems lead to the first step that has one of their fields', () => {
  expect(stepOf(['timeZone', 'storeExtId'])).toBe('store');
  expect(stepOf([null])).toBeNull();
});

test('steps stop at both ends', () => {
  expect(stepBeside('server', -1)).toBe('server');
  expect(stepBeside('server', 1)).toBe('store');
  expect(stepBeside('done', 1)).toBe('done');
});

test('nothing of a key is taken from the state', () => {
  const state = { ...typed, hasKey: true, timeZones: [], canSave: true, canSendTest: false };
  expect(inputOf(state)).toEqual({ ...typed, key: '' });
});
