/**
 * Owns: reading a record's time, and whether it can be true (decisions 6 and 7).
 * Promises: instants are whole seconds, in milliseconds since 1970 UTC. A time without offset is the store's wall
 * clock; one with an offset keeps its instant, whatever the store's zone.
 */
import type { Zone } from '../base/zone.ts';
import { hold, refuse, type Findings } from './findings.ts';
import type { ReceiptRules } from './rules.ts';

const FORM =
  /^(\d{4})(-?)(\d\d)\2(\d\d)[T ](\d\d)(:?)(\d\d)(?:\6(\d\d)(?:[.,]\d{1,9})?)?(Z|z|[+-]\d\d(?::?\d\d)?)?$/;
/** No clock on Earth is further from UTC. */
const OFFSET_MINUTES_MAX = 14 * 60;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Wrong times are quoted when they consist of digits and signs. */
const QUOTABLE = /^[\dTZ\s.,:+-]{1,40}$/i;

/** Minutes east of UTC; undefined when no clock has them. */
function offsetMinutes(text: string): number | undefined {
  if (text === 'Z' || text === 'z') return 0;
  const minutes = Number(text.slice(-2));
  const whole = text.length === 3 ? minutes * 60 : Number(text.slice(1, 3)) * 60 + minutes;
  if ((text.length > 3 && minutes > 59) || whole > OFFSET_MINUTES_MAX) return undefined;
  return text.startsWith('-') ? -whole : whole;
}

/** Day, time and offset of a time in one of the forms of ISO 8601; without seconds it is the whole minute. */
function splitTime(
  text: string,
): { readonly date: string; readonly clock: string; readonly offset: string | undefined } | undefined {
  const [whole, year, , month, day, hour, , minute, second = '00', offset] = FORM.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  return { date: `${year}-${month}-${day}`, clock: `${hour}:${minute}:${second}`, offset };
}

/** The digits read as UTC; undefined for a day or an hour that does not exist. */
function digitsAsUtc(date: string, clock: string): number | undefined {
  const digits = `${date}T${clock}.000Z`;
  const utcMs = Date.parse(digits);
  // The parser takes 24:00:00 and, in places, the 30th of February: only what reads back equal exists.
  return Number.isNaN(utcMs) || new Date(utcMs).toISOString() !== digits ? undefined : utcMs;
}

/** The store's wall clock read as if it were UTC, milliseconds; undefined when `text` names an offset or is no time. */
export function readWallClock(text: string): number | undefined {
  const parts = splitTime(text);
  return parts && parts.offset === undefined ? digitsAsUtc(parts.date, parts.clock) : undefined;
}

/** The instant of `text` in a store's zone, milliseconds; undefined when it is no time (guide 4.4.4). */
export function readInstantMs(text: string, zone: Zone): number | undefined {
  const parts = splitTime(text);
  const digitsMs = parts && digitsAsUtc(parts.date, parts.clock);
  if (!parts || digitsMs === undefined) return undefined;
  const { offset } = parts;
  if (offset === undefined) return zone.instantOfLocal(digitsMs);
  const minutes = offsetMinutes(offset);
  return minutes === undefined ? undefined : digitsMs - minutes * MINUTE_MS;
}

/** The instant of a record; refused when it is no time, held when the clock says that it cannot be (decisions 7). */
export function judgeTime(text: string, rules: ReceiptRules, nowMs: number, findings: Findings): number {
  const instantMs = readInstantMs(text, rules.zone);
  if (instantMs === undefined) {
    refuse(findings, 'receipt.timeInvalid', 'ts', { value: QUOTABLE.test(text) ? text : '' });
  }
  const aheadMs = instantMs - nowMs;
  if (aheadMs > rules.aheadMinutesMax * MINUTE_MS) {
    hold(findings, 'receipt.timeAhead', 'ts', {
      value: text,
      aheadMinutes: Math.ceil(aheadMs / MINUTE_MS),
      limitMinutes: rules.aheadMinutesMax,
    });
  }
  if (-aheadMs > rules.maxAgeDays * DAY_MS) {
    const ageDays = Math.floor(-aheadMs / DAY_MS);
    hold(findings, 'receipt.timeTooOld', 'ts', { value: text, ageDays, limitDays: rules.maxAgeDays });
  }
  return instantMs;
}
