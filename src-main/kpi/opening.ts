/**
 * Owns: opening hours as moments, for a pace where the server gives no plan by the hour. Pure.
 */
import type { Zone } from '../base/zone.ts';
import type { PeriodRange } from '../reports/model.ts';
import type { OpenSpan, OpeningHours, Weekday } from './model.ts';

/** As `getUTCDay` counts. */
const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * When the store is open within `range`, in order. Hours past midnight reach into the next day, and those of the
 * day before into this one: HEADO's days are calendar days.
 */
export function openSpans(
  hours: OpeningHours | undefined,
  range: Pick<PeriodRange, 'from' | 'to' | 'fromMs' | 'toMs'>,
  zone: Zone,
): readonly OpenSpan[] {
  if (!hours) return [];
  const spans: OpenSpan[] = [];
  for (let dayMs = Date.parse(range.from) - DAY_MS; dayMs <= Date.parse(range.to); dayMs += DAY_MS) {
    const weekday = WEEKDAYS[new Date(dayMs).getUTCDay()];
    const span = weekday && spanOf(hours[weekday], dayMs, zone);
    const fromMs = Math.max(span?.fromMs ?? range.toMs, range.fromMs);
    const toMs = Math.min(span?.toMs ?? range.toMs, range.toMs);
    if (fromMs < toMs) spans.push({ fromMs, toMs });
  }
  return spans;
}

function spanOf(text: string | undefined, dayMs: number, zone: Zone): OpenSpan | undefined {
  const [opens, closes] = (text ?? '').split('-').map(minutesOf);
  if (opens === undefined || closes === undefined) return undefined;
  const closing = closes > opens ? closes : closes + 24 * 60;
  return {
    fromMs: zone.instantOfLocal(dayMs + opens * MINUTE_MS),
    toMs: zone.instantOfLocal(dayMs + closing * MINUTE_MS),
  };
}

function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** How long the store has been open in these spans, milliseconds. */
function openMs(spans: readonly OpenSpan[], untilMs: number): number {
  return spans.reduce((sum, { fromMs, toMs }) => sum + Math.max(Math.min(toMs, untilMs) - fromMs, 0), 0);
}

/** Share of the opening hours that is over, 0–1; null where they are unknown. */
export function openShare(spans: readonly OpenSpan[], nowMs: number): number | null {
  const wholeMs = openMs(spans, Infinity);
  return wholeMs > 0 ? openMs(spans, nowMs) / wholeMs : null;
}
