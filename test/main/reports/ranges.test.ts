import { describe, expect, test } from 'vitest';
import { openZone } from '../../../src-main/base/zone.ts';
import { dayRange, monthRange, toReportRange } from '../../../src-main/reports/ranges.ts';

const hours = ({ fromMs, toMs }: { fromMs: number; toMs: number }): number => (toMs - fromMs) / 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

describe('the day', () => {
  test('is that of the store, from midnight to midnight', () => {
    const zone = openZone('Asia/Yekaterinburg');
    const range = dayRange(Date.parse('2026-11-21T19:00:00Z'), zone);
    expect(range).toEqual({
      ...{ type: 'day', from: '2026-11-22', to: '2026-11-22' },
      fromMs: Date.parse('2026-11-22T00:00:00+05:00'),
      toMs: Date.parse('2026-11-23T00:00:00+05:00'),
    });
    expect(dayRange(range.fromMs, zone)).toEqual(range);
    expect(dayRange(range.toMs - 1, zone)).toEqual(range);
    expect(dayRange(range.toMs, zone).from).toBe('2026-11-23');
    expect(dayRange(range.fromMs - 1, zone).from).toBe('2026-11-21');
  });

  test('is written as the guide wants it', () => {
    const zone = openZone('Europe/Moscow');
    expect(toReportRange(dayRange(Date.parse('2028-02-29T12:00:00Z'), zone))).toEqual({
      type: 'day',
      from: '2028-02-29 00:00',
      to: '2028-02-29 23:59',
    });
  });

  test.each([
    ['Europe/Berlin', '2026-03-29T12:00:00Z', 23],
    ['Europe/Berlin', '2026-10-25T12:00:00Z', 25],
    // Their midnight does not exist, or comes after an hour that is repeated.
    ['Africa/Cairo', '2026-04-24T12:00:00Z', 23],
    ['America/Santiago', '2026-09-06T15:00:00Z', 23],
    ['America/Santiago', '2026-04-04T15:00:00Z', 25],
    ['America/Havana', '2026-11-01T15:00:00Z', 25],
    ['Asia/Kolkata', '2026-11-22T12:00:00Z', 24],
  ])('in %s at %s has its %i hours, and the next begins where it ends', (id, at, length) => {
    const zone = openZone(id);
    const range = dayRange(Date.parse(at), zone);
    expect(hours(range)).toBe(length);
    expect(dayRange(range.toMs - 1, zone)).toEqual(range);
    expect(dayRange(range.toMs, zone).fromMs).toBe(range.toMs);
  });
});

describe('the month', () => {
  test.each([
    ['2026-11-22T12:00:00Z', '2026-11-01', '2026-11-30'],
    ['2026-02-10T12:00:00Z', '2026-02-01', '2026-02-28'],
    ['2028-02-10T12:00:00Z', '2028-02-01', '2028-02-29'],
    ['2026-12-31T20:59:59Z', '2026-12-01', '2026-12-31'],
    ['2026-12-31T21:00:00Z', '2027-01-01', '2027-01-31'],
  ])('at %s in Moscow runs from %s to %s', (at, from, to) => {
    const range = monthRange(Date.parse(at), openZone('Europe/Moscow'));
    expect(range).toMatchObject({ type: 'month', from, to });
    expect(toReportRange(range)).toEqual({ type: 'month', from: `${from} 00:00`, to: `${to} 23:59` });
    expect(iso(range.fromMs)).toBe(iso(Date.parse(`${from}T00:00:00+03:00`)));
  });

  test('ends where the next one begins, with a summer time in it', () => {
    const zone = openZone('Europe/Berlin');
    const march = monthRange(Date.parse('2026-03-15T12:00:00Z'), zone);
    expect(hours(march)).toBe(31 * 24 - 1);
    expect(monthRange(march.toMs, zone)).toMatchObject({ from: '2026-04-01', fromMs: march.toMs });
  });
});
