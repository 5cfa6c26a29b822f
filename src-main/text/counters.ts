/**
 * Owns: what the lasting counters of the outbox are called for people, Russian and English (docs/status.md explains
 * them). The compiler proves that each has both.
 */
import type { Counter, SkipCounter } from '../outbox/counter.ts';
import { describe } from './problems.ts';
import type { Locale } from './words.ts';

export const counterWords = {
  delivered: { ru: 'Передано в HEADO', en: 'Delivered to HEADO' },
  discarded: { ru: 'Отброшено', en: 'Discarded' },
  recorded: { ru: 'Учтено без отправки', en: 'Recorded without sending' },
  found_by_rescan: { ru: 'Файлов нашёл только обход', en: 'Files found by the rescan alone' },
  duplicates: { ru: 'Повторов узнано', en: 'Repetitions recognised' },
  differing_duplicates: { ru: 'Повторов с другим содержимым', en: 'Repetitions with other content' },
  conflicts: { ru: 'Противоречий с известными чеками', en: 'Contradictions to known receipts' },
  uncertain_resends: {
    ru: 'Повторов отправки без ответа (чек считается при каждом)',
    en: 'Postings repeated without an answer (a receipt counts each time)',
  },
  refusal_resends: { ru: 'Отправлено снова: после отказа', en: 'Sent again: after a refusal' },
  rebuild_resends: {
    ru: 'Отправлено снова: после восстановления базы',
    en: 'Sent again: after the database was rebuilt',
  },
  unconfirmed: { ru: 'Не подтверждено HEADO', en: 'Not confirmed by HEADO' },
  quarantined: { ru: 'Попало в карантин', en: 'Put into quarantine' },
  skipped: { ru: 'Пропущено: не отправляется', en: 'Skipped: not to be sent' },
} as const satisfies Record<Counter, Readonly<Record<Locale, string>>>;

/** Those that were ever counted, in the order above: what was delivered first, what went wrong after it. */
export function labelCounters(
  counters: Readonly<Record<string, number>>,
  locale: Locale,
): readonly { readonly name: string; readonly label: string; readonly value: number }[] {
  const usual = Object.entries(counterWords).flatMap(([name, words]) => {
    const value = counters[name];
    return value === undefined ? [] : [{ name, label: words[locale], value }];
  });
  const skips = Object.entries(counters).filter(([name]) => name.startsWith(SKIP));
  return [...usual, ...skips.map(([name, value]) => ({ name, label: skipLabel(name, locale), value }))];
}

const SKIP = 'skipped:' satisfies SkipCounter;

/** The reason in the words of its problem. */
function skipLabel(name: string, locale: Locale): string {
  const { what } = describe({ code: name.slice(SKIP.length), at: '', values: {} }, locale);
  return `${counterWords.skipped[locale]} (${what.replace(/\.$/, '')})`;
}
