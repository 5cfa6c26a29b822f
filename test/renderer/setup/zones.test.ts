import { expect, test } from 'vitest';
import { zonesShown, zoneTime } from '../../../src-renderer/setup/zones.ts';

const zones = ['Africa/Abidjan', 'America/New_York', 'Asia/Omsk', 'Asia/Tomsk', 'Europe/Moscow'];

test('the chosen zone stands first, then the likely ones, then the others', () => {
  expect(zonesShown(zones, 'Asia/Tomsk', '').shown).toEqual([
    'Asia/Tomsk',
    'Europe/Moscow',
    'Asia/Omsk',
    'Africa/Abidjan',
    'America/New_York',
  ]);
});

test('a part of the name finds it, in any case, with a space for the underscore', () => {
  expect(zonesShown(zones, '', 'new york').shown).toEqual(['America/New_York']);
  expect(zonesShown(zones, 'Europe/Moscow', 'OMSK').shown).toEqual(['Asia/Omsk', 'Asia/Tomsk']);
});

test('what does not fit is counted', () => {
  const many = Array.from({ length: 40 }, (_, index) => `Zone/${index}`);
  const { shown, more } = zonesShown(many, '', '');
  expect(shown.length + more).toBe(40);
  expect(more).toBeGreaterThan(0);
});

test('a zone tells its time; one that nobody knows tells none', () => {
  const nowMs = Date.UTC(2026, 10, 22, 13, 42);
  expect(zoneTime('Asia/Yekaterinburg', 'ru', nowMs)).toContain('18:42');
  expect(zoneTime('Nowhere/At all', 'ru', nowMs)).toBe('');
});
