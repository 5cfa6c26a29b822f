/**
 * Owns: which day and which month it is at the store, exactly (guide 11.2: bounds that are no real days make no
 * sense to HEADO). Pure.
 * Promises: calendar days of the store's zone, whatever `store.dayStartsAt` says; days of 23 and 25 hours, and days
 * whose midnight does not exist, begin and end where the zone says.
 */
import { localText, type Zone } from '../base/zone.ts';
import type { ReportRange } from '../heado/device-api.ts';
import type { PeriodRange } from './model.ts';

/** The day that it is at `nowMs`. */
export function dayRange(nowMs: number, zone: Zone): PeriodRange {
  const { year, month, day } = localDate(nowMs, zone);
  return rangeOf('day', Date.UTC(year, month, day), Date.UTC(year, month, day + 1), zone);
}

/** The same weekday of the week before the day that it is at `nowMs`. */
export function weekBefore(nowMs: number, zone: Zone): PeriodRange {
  const { year, month, day } = localDate(nowMs, zone);
  return rangeOf('day', Date.UTC(year, month, day - 7), Date.UTC(year, month, day - 6), zone);
}

/** The month that it is at `nowMs`. */
export function monthRange(nowMs: number, zone: Zone): PeriodRange {
  const { year, month } = localDate(nowMs, zone);
  return rangeOf('month', Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1), zone);
}

/** As the `reports` method wants it: `Y-m-d H:i`. */
export function toReportRange({ type, from, to }: PeriodRange): ReportRange {
  return { type, from: `${from} 00:00`, to: `${to} 23:59` };
}

/** Month from 0. */
function localDate(nowMs: number, zone: Zone): { year: number; month: number; day: number } {
  const local = new Date(`${localText(nowMs, zone).replace(' ', 'T')}Z`);
  return { year: local.getUTCFullYear(), month: local.getUTCMonth(), day: local.getUTCDate() };
}

/** `fromDay`, `endDay`: midnights as digits read as UTC; the end does not belong to the range. */
function rangeOf(type: PeriodRange['type'], fromDay: number, endDay: number, zone: Zone): PeriodRange {
  return {
    type,
    from: dateText(fromDay),
    to: dateText(endDay - 1),
    fromMs: zone.instantOfLocal(fromDay),
    toMs: zone.instantOfLocal(endDay),
  };
}

function dateText(digitsMs: number): string {
  return new Date(digitsMs).toISOString().slice(0, 10);
}
