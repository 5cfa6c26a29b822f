/**
 * Owns dates and times on the wire: receipt times with offset, local times, days of months, offsets of zones.
 * Promises that only dates that exist are read, and that an offset is looked up once per quarter of an hour.
 * Refuses to know receipts and reports.
 */
const minuteMs = 60_000;
/** Zones change their offset on whole quarters of an hour, so one look-up serves the quarter. */
const quarterMs = 15 * minuteMs;

export interface ReceiptTime {
  /** `YYYY-MM-DDThh:mm:ss`, the wall clock of the store. */
  readonly localTime: string;
  readonly day: string;
  readonly instantMs: number;
  readonly offsetMinutes: number;
}

const receiptTime = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)([+-])(\d\d):(\d\d)$/;
const furthestOffsetMinutes = 14 * 60;

/** The number of days in a month, 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Whether the day exists in the calendar. */
function isRealDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** The parts of `YYYY-MM-DDThh:mm:ss±hh:mm`, or undefined for anything else (guide 4.4.4: never `Z`). */
export function parseReceiptTime(text: string): ReceiptTime | undefined {
  const match = receiptTime.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const [, , , , , , , sign, offsetHours, offsetRest] = match;
  const offset = Number(offsetHours) * 60 + Number(offsetRest);
  if (!isRealDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return undefined;
  if (Number(offsetRest) > 59 || offset > furthestOffsetMinutes) return undefined;
  const offsetMinutes = sign === '-' ? -offset : offset;
  const instantMs = Date.UTC(year, month - 1, day, hour, minute, second) - offsetMinutes * minuteMs;
  return { localTime: text.slice(0, 19), day: text.slice(0, 10), instantMs, offsetMinutes };
}

const localTime = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;

/** Whether the text is a real local time `YYYY-MM-DD hh:mm:ss` (guide 13.1). */
export function isLocalTime(text: string): boolean {
  const match = localTime.exec(text);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return isRealDay(year, month, day) && hour <= 23 && minute <= 59 && second <= 59;
}

/** Whether the text is a real day `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return match !== null && isRealDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

interface ZoneClock {
  readonly format: Intl.DateTimeFormat;
  readonly offsets: Map<number, number>;
}

const zones = new Map<string, ZoneClock>();

function zoneClock(timeZone: string): ZoneClock {
  const known = zones.get(timeZone);
  if (known !== undefined) return known;
  const digits = 'numeric';
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', year: digits, month: digits, day: digits },
    ...{ hour: digits, minute: digits, second: digits },
  });
  const fresh = { format, offsets: new Map<number, number>() };
  zones.set(timeZone, fresh);
  return fresh;
}

/** The zone's offset from UTC at an instant, in minutes. Throws a RangeError for a zone that does not exist. */
export function zoneOffsetMinutes(timeZone: string, instantMs: number): number {
  const clock = zoneClock(timeZone);
  const quarter = Math.floor(instantMs / quarterMs);
  const known = clock.offsets.get(quarter);
  if (known !== undefined) return known;
  const parts = new Map(
    clock.format.formatToParts(quarter * quarterMs).map((part) => [part.type, Number(part.value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wallMs = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  const offset = (wallMs - quarter * quarterMs) / minuteMs;
  clock.offsets.set(quarter, offset);
  return offset;
}

/** The wall clock of a zone at an instant as `YYYY-MM-DDThh:mm:ss`. */
export function localTimeIn(timeZone: string, instantMs: number): string {
  const shiftedMs = instantMs + zoneOffsetMinutes(timeZone, instantMs) * minuteMs;
  return new Date(shiftedMs).toISOString().slice(0, 19);
}

/** `+05:30` for 330. */
export function showOffset(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
