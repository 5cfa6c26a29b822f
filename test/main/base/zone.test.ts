import { describe, expect, it } from 'vitest';
import { isZone, localText, offsetText, openZone, stampText } from '../../../src-main/base/zone.ts';

const utc = (text: string): number => Date.parse(`${text}Z`);
const berlin = openZone('Europe/Berlin');
const yekaterinburg = openZone('Asia/Yekaterinburg');

/** The stamp of a wall time in a zone. */
function stamp(zone: typeof berlin, wall: string): string {
  return stampText(zone.instantOfLocal(utc(wall)), zone);
}

describe('zone', () => {
  it.each([
    ['2026-03-29T01:59:59', '2026-03-29T01:59:59+01:00'],
    ['2026-03-29T02:00:00', '2026-03-29T03:00:00+02:00'],
    ['2026-03-29T02:30:00', '2026-03-29T03:30:00+02:00'],
    ['2026-03-29T03:00:00', '2026-03-29T03:00:00+02:00'],
  ])('moves the skipped hour of a spring night forward: %s is %s', (wall, expected) => {
    expect(stamp(berlin, wall)).toBe(expected);
  });

  it.each([
    ['2026-10-25T01:59:59', '2026-10-25T01:59:59+02:00'],
    ['2026-10-25T02:00:00', '2026-10-25T02:00:00+02:00'],
    ['2026-10-25T02:59:59', '2026-10-25T02:59:59+02:00'],
    ['2026-10-25T03:00:00', '2026-10-25T03:00:00+01:00'],
  ])('takes the earlier offset in the repeated hour of an autumn night: %s is %s', (wall, expected) => {
    expect(stamp(berlin, wall)).toBe(expected);
  });

  it.each(['2026-03-29T02:30:00', '2026-10-25T02:30:00', '2026-07-01T12:00:00'])(
    'knows no summer time in Yekaterinburg: %s stays +05:00',
    (wall) => {
      expect(stamp(yekaterinburg, wall)).toBe(`${wall}+05:00`);
    },
  );

  it('agrees with the time of Intl for every half hour around both nights, whatever was asked before', () => {
    const form = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Berlin',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    for (const night of ['2026-03-29T00:00:00', '2026-10-25T00:00:00']) {
      for (let half = -6; half < 10; half += 1) {
        const instantMs = utc(night) + half * 1_800_000 + 1_000;
        expect(localText(instantMs, berlin)).toBe(form.format(instantMs));
      }
    }
  });

  it.each([
    ['Asia/Kolkata', '2026-11-21T12:00:00+05:30'],
    ['Asia/Kathmandu', '2026-11-21T12:00:00+05:45'],
    ['America/St_Johns', '2026-11-21T12:00:00-03:30'],
    ['Australia/Lord_Howe', '2026-11-21T12:00:00+11:00'],
    ['UTC', '2026-11-21T12:00:00+00:00'],
    ['Pacific/Kiritimati', '2026-11-21T12:00:00+14:00'],
  ])('writes the offset of %s as in %s, never Z', (id, expected) => {
    expect(stamp(openZone(id), '2026-11-21T12:00:00')).toBe(expected);
  });

  it('handles a change of half an hour within the hour', () => {
    const zone = openZone('Australia/Lord_Howe');
    expect(stamp(zone, '2026-10-04T01:59:59')).toBe('2026-10-04T01:59:59+10:30');
    expect(stamp(zone, '2026-10-04T02:15:00')).toBe('2026-10-04T02:45:00+11:00');
    expect(stamp(zone, '2026-04-05T01:45:00')).toBe('2026-04-05T01:45:00+11:00');
  });

  it('gives a wall time back that exists once, on every day of a leap year', () => {
    for (let day = 0; day < 366; day += 1) {
      const wallMs = utc('2028-01-01T12:34:56') + day * 86_400_000;
      const text = new Date(wallMs).toISOString().slice(0, 19).replace('T', ' ');
      expect(localText(berlin.instantOfLocal(wallMs), berlin)).toBe(text);
    }
  });

  it('knows which zones exist', () => {
    expect(isZone('Europe/Moscow')).toBe(true);
    expect(isZone('Europe/Atlantis')).toBe(false);
    expect(isZone('')).toBe(false);
    expect(() => openZone('Europe/Atlantis')).toThrow(RangeError);
  });

  it('writes offsets of either sign', () => {
    expect([offsetText(0), offsetText(-210), offsetText(765)]).toEqual(['+00:00', '-03:30', '+12:45']);
  });
});
