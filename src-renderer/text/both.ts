/**
 * Owns: the form of words of the screens: every text in Russian and English, proved complete by its type.
 * A view that is loaded later keeps its words in a file of its own in this folder and takes them with
 * `useWordsOf`, so that the first script stays small.
 */
export type Locale = 'ru' | 'en';

export type Both<T> = Readonly<Record<Locale, T>>;

export interface Plurals {
  readonly one: string;
  /** Russian only; English has none. */
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** Made when first used: no window speaks both languages. */
const rules: Partial<Record<Locale, Intl.PluralRules>> = {};

/** The form that goes with this number: чек, чека, чеков. */
export function plural(locale: Locale, count: number, forms: Plurals): string {
  switch ((rules[locale] ??= new Intl.PluralRules(locale)).select(count)) {
    case 'one':
      return forms.one;
    case 'few':
      return forms.few ?? forms.other;
    case 'many':
      return forms.many ?? forms.other;
    case 'zero':
    case 'two':
    case 'other':
      return forms.other;
  }
}
