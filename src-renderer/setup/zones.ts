/** Owns: which time zones are offered first, and what time it is in each. Pure. */
import type { Locale } from '../text/both.ts';

/** Where HEADO's chains have their stores, from west to east. */
const LIKELY = [
  'Europe/Kaliningrad',
  'Europe/Moscow',
  'Europe/Samara',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Novosibirsk',
  'Asia/Krasnoyarsk',
  'Asia/Irkutsk',
  'Asia/Yakutsk',
  'Asia/Vladivostok',
  'Asia/Magadan',
  'Asia/Kamchatka',
] as const;
/** More rows than this nobody reads: the search narrows them. */
const ZONES_MAX = 24;

export interface ZonesShown {
  readonly shown: readonly string[];
  /** Zones that match and are not shown. */
  readonly more: number;
}

/** `first` stands before all others that match, then the likely ones. Parts of names in any case; a space finds `_`. */
export function zonesShown(zones: readonly string[], first: string, filter: string): ZonesShown {
  const wanted = filter.trim().toLowerCase().replaceAll(' ', '_');
  const matching = zones.filter((zone) => zone.toLowerCase().includes(wanted));
  const sorted = [...new Set([first, ...LIKELY, ...matching])].filter((zone) => matching.includes(zone));
  return { shown: sorted.slice(0, ZONES_MAX), more: Math.max(0, sorted.length - ZONES_MAX) };
}

/** `18:42 GMT+5`; empty where this browser does not know the zone. */
export function zoneTime(timeZone: string, locale: Locale, nowMs: number): string {
  try {
    return new Intl.DateTimeFormat(locale === 'ru' ? 'ru-RU' : 'en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'shortOffset',
    }).format(nowMs);
  } catch {
    return '';
  }
}
