import { expect, test } from 'vitest';
import {
  inputOf,
  missingAt,
  sentOf,
  stepBeside,
  stepOf,
  type Typed,
} from '../../../src-renderer/setup/steps.ts';

const typed: Typed = {
  baseUrl: 'https://api.heado.ru',
  key: 'k',
  timeZone: 'Asia/Yekaterinburg',
  folder: '/var/spool/heado-till',
  storeExtId: '',
  cashboxExtId: '',
  pin: '',
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

test('no PIN is sent where none was typed', () => {
  expect(sentOf({ ...typed, pin: ' ' })).not.toHaveProperty('pin');
  expect(sentOf({ ...typed, pin: '4711' })).toMatchObject({ pin: '4711' });
});

test('nothing of key and PIN is taken from the state', () => {
  const state = { ...typed, hasKey: true, hasPin: true, timeZones: [], canSave: true, canSendTest: false };
  expect(inputOf(state)).toEqual({ ...typed, key: '' });
});
