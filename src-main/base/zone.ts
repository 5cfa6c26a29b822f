/**
 * Owns: local time of a store in its IANA zone. HEADO takes the store's zone from the offset of a time stamp
 * (guide 4.4.4), so every time leaves here with the zone's own offset and never as `Z`.
 * Promises: in the repeated hour of a DST night the earlier instant, in the skipped hour the time moved forward
 * (decisions 6).
 */
import { Temporal } from 'temporal-polyfill';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** A till sees a few days; the bound keeps a year's backlog from growing the cache without end. */
const CACHED_HOURS_MAX = 5_000;

export interface Zone {
  readonly id: string;
  /** The zone's offset at an instant, minutes east of UTC. */
  offsetMinutesAt(instantMs: number): number;
  /** The instant of a local wall time, given as milliseconds of the same digits read as UTC. */
  instantOfLocal(localMs: number): number;
}

/** True when the runtime knows the zone. */
export function isZone(id: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: id });
    return true;
  } catch {
    return false;
  }
}

/** The zone `id` (`Asia/Yekaterinburg`). Throws RangeError for a zone the runtime does not know. */
export function openZone(id: string): Zone {
  const offsets = new Map<number, number>();
  function readOffset(instantMs: number): number {
    const at = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(id);
    return at.offsetNanoseconds / 60e9;
  }
  readOffset(0);
  /** Reading a zone costs tens of microseconds; an hour without a change in it is read once. */
  function offsetMinutesAt(instantMs: number): number {
    const hour = Math.floor(instantMs / HOUR_MS);
    const known = offsets.get(hour);
    if (known !== undefined) return known;
    const first = readOffset(hour * HOUR_MS);
    if (first !== readOffset((hour + 1) * HOUR_MS - 1)) return readOffset(instantMs);
    if (offsets.size >= CACHED_HOURS_MAX) offsets.clear();
    offsets.set(hour, first);
    return first;
  }
  function instantOfLocal(localMs: number): number {
    const guess = localMs - offsetMinutesAt(localMs) * MINUTE_MS;
    const before = localMs - offsetMinutesAt(guess - 24 * HOUR_MS) * MINUTE_MS;
    const after = localMs - offsetMinutesAt(guess + 24 * HOUR_MS) * MINUTE_MS;
    if (before === after) return before;
    return disambiguate(localMs, id);
  }
  return { id, offsetMinutesAt, instantOfLocal };
}

function disambiguate(localMs: number, id: string): number {
  const digits = new Date(localMs).toISOString().slice(0, -1);
  return Temporal.PlainDateTime.from(digits).toZonedDateTime(id, { disambiguation: 'compatible' })
    .epochMilliseconds;
}

/** `+03:00`, `-05:30`. */
export function offsetText(minutes: number): string {
  const sign = minutes < 0 ? '-' : '+';
  const whole = Math.abs(minutes);
  return `${sign}${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(Math.floor(whole % 60)).padStart(2, '0')}`;
}

/** `YYYY-MM-DDThh:mm:ss±hh:mm` in the zone, seconds cut, as the device API wants a receipt's `ts`. */
export function stampText(instantMs: number, zone: Zone): string {
  const offset = zone.offsetMinutesAt(instantMs);
  return localText(instantMs, zone).replace(' ', 'T') + offsetText(offset);
}

/** `YYYY-MM-DD hh:mm:ss` in the zone, as `registerEvent` wants it (guide 13.1). */
export function localText(instantMs: number, zone: Zone): string {
  const local = instantMs + zone.offsetMinutesAt(instantMs) * MINUTE_MS;
  return new Date(local).toISOString().slice(0, 19).replace('T', ' ');
}

/** `YYYY-MM-DD hh:mm:ss ±hh:mm` in the zone: a moment as a sentence tells it to a person. */
export function toldText(instantMs: number, zone: Zone): string {
  return `${localText(instantMs, zone)} ${offsetText(zone.offsetMinutesAt(instantMs))}`;
}
