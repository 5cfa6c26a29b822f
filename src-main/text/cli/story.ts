/** Owns: the words for what befell a receipt, which its story names by a code. */
import type { Locale } from '../words.ts';

type Words = Readonly<Record<string, Readonly<Record<Locale, string>>>>;

const INCIDENTS: Words = {
  'shelf.open': { ru: 'в карантине', en: 'in quarantine' },
  'shelf.retried': {
    ru: 'была в карантине и проверена заново',
    en: 'was in quarantine and was judged again',
  },
  'shelf.discarded': { ru: 'была в карантине и отброшена', en: 'was in quarantine and was given up' },
  'entry.ejected': { ru: 'отложен до следующего успеха', en: 'set aside until the next success' },
  'entry.quarantined': { ru: 'в карантине', en: 'in quarantine' },
  'entry.slow': { ru: 'отправляется раз в час', en: 'sent once an hour' },
  'entry.unconfirmed': { ru: 'не подтверждён', en: 'not confirmed' },
  'entry.doubtful': { ru: 'ждёт решения человека', en: 'waits for a person' },
  'entry.discarded': { ru: 'отброшен', en: 'given up' },
  'entry.waiting': { ru: 'снова в очереди', en: 'in line again' },
  'entry.delivered': { ru: 'доставлен', en: 'delivered' },
  'entry.recorded': { ru: 'учтён без отправки', en: 'recorded without sending' },
  'batch.open': { ru: 'пачка в пути', en: 'batch in flight' },
  'batch.accepted': { ru: 'пачка принята', en: 'batch accepted' },
  'batch.dissolved': { ru: 'пачка распущена', en: 'batch dissolved' },
};

/** What happened, in words; an event that has none says at least where it happened. */
export function incidentWord(event: string, locale: Locale): string {
  return INCIDENTS[event]?.[locale] ?? event.replace('.', ' ');
}
