/**
 * Owns: the words for values that rooms name by a code: kinds of JSON values, what a field should hold, places in a file.
 * What has no word here is shown as it is.
 */
type Locale = 'ru' | 'en';

/** Values of these names are codes. */
export const CODED_VALUES: ReadonlySet<string> = new Set(['expected', 'found']);

const VALUES: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  ru: {
    number: 'число',
    string: 'текст',
    boolean: 'да/нет',
    array: 'список',
    object: 'объект с полями',
    null: 'пустое значение',
    undefined: 'ничего',
    kopecks: 'сумма в копейках',
    'sale | return | correction': 'sale, return или correction',
    'shift/start | shift/stop': 'shift/start или shift/stop',
    'YYYY-MM-DDThh:mm:ss': 'дата и время (ГГГГ-ММ-ДДTчч:мм:сс)',
  },
  en: {
    number: 'a number',
    string: 'a text',
    boolean: 'yes or no',
    array: 'a list',
    object: 'an object with fields',
    null: 'an empty value',
    undefined: 'nothing',
    kopecks: 'a sum in kopecks',
    'sale | return | correction': 'sale, return or correction',
    'shift/start | shift/stop': 'shift/start or shift/stop',
    'YYYY-MM-DDThh:mm:ss': 'date and time (YYYY-MM-DDThh:mm:ss)',
  },
};

export function codedValue(value: string, locale: Locale): string {
  return VALUES[locale][value] ?? value;
}

const PLACES = [
  [/\bline (\d+)/g, 'строка $1'],
  [/\bcolumn (\d+)/g, 'столбец $1'],
  [/\bbyte (\d+)/g, 'байт $1'],
  [/\bcharacter (\d+)/g, 'знак $1'],
] as const;

/** `line 3, column 7: amount` in the reader's language; names of fields stay. */
export function placeText(at: string, locale: Locale): string {
  if (locale === 'en') return at;
  return PLACES.reduce((text, [pattern, words]) => text.replace(pattern, words), at);
}
