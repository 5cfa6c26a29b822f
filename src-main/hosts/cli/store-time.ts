/** Owns: times as the command line shows and reads them: on the store's clock. Pure. */
import { localText, openZone } from '../../base/zone.ts';

const GIVEN = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?$/;

export interface StoreTime {
  /** `2026-11-22 18:04:05`; a dash for null. */
  show(iso: string | null): string;
  /** The instant of `2026-11-22` or `2026-11-22 18:04` as ISO 8601; undefined when it is neither. */
  read(text: string): string | undefined;
}

export function storeTime(timeZone: string): StoreTime {
  const zone = openZone(timeZone);
  return {
    show: (iso) => (iso === null ? '—' : localText(Date.parse(iso), zone)),
    read(text) {
      const [, day, time = '00:00'] = GIVEN.exec(text.trim()) ?? [];
      const localMs = day === undefined ? NaN : Date.parse(`${day}T${time}Z`);
      return Number.isNaN(localMs) ? undefined : new Date(zone.instantOfLocal(localMs)).toISOString();
    },
  };
}
