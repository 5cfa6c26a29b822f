/**
 * Owns: the names and values under which fiscal JSON says the same thing: the present format, that of 2019–2021, numbers
 * as text, words. Adding a name or a word adds a place in a table.
 * Promises: a value that nobody knows is told, never taken for the usual one.
 */
type Fields = Readonly<Record<string, unknown>>;

/** Attribute of each means of payment (guide 7.3.1), and its names. */
export const PREPAID = 'paytype/prepaid';
export const PAYMENTS: readonly (readonly [attribute: string, names: readonly string[]])[] = [
  ['paytype/cash', ['cashTotalSum']],
  ['paytype/card', ['ecashTotalSum']],
  [PREPAID, ['prepaidSum', 'prepaymentSum', 'advanceSum']],
  ['paytype/credit', ['creditSum', 'postpaymentSum']],
  ['paytype/provision', ['provisionSum', 'counterSubmissionSum']],
];

/** Names of tag 1214, how a line is paid for. */
const METHOD_NAMES = ['paymentType', 'calculationTypeSign', 'paymentMethodType', 'paymentMethod', '1214'];

export type Method = 1 | 2 | 3 | 4 | 5 | 6 | 7;
/** Tag 1214 in words, those of other programs included; the first that fits counts. */
const METHOD_WORDS: readonly (readonly [RegExp, Method])[] = [
  [/^(?:full_?prepayment|предоплата\s*100\s*%?|полная предоплата)$/i, 1],
  [/^(?:(?:partial_?)?prepayment|(?:частичная )?предоплата)$/i, 2],
  [/^(?:advance|аванс)$/i, 3],
  [/^(?:full_?payment|полный расч[её]т)$/i, 4],
  [/^(?:partial_?payment|частичный расч[её]т(?: и кредит)?)$/i, 5],
  [/^(?:credit|передача в кредит)$/i, 6],
  [/^(?:credit_?payment|(?:оплата|выплата) кредита)$/i, 7],
];
const METHODS: readonly Method[] = [1, 2, 3, 4, 5, 6, 7];

/** What a line says of how it is paid for. `unsaid`: nothing. `unknown`: something that nobody knows, or two things. */
export type MethodFound = Method | 'unsaid' | { readonly unknown: string; readonly name: string };

export function readMethod(line: Fields): MethodFound {
  let found: MethodFound = 'unsaid';
  for (const name of METHOD_NAMES) {
    const value = line[name];
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    if (text === '' || Number(text) === 0) continue;
    const method = METHODS.find((each) => each === Number(text)) ?? methodOfWords(text);
    if (method === undefined || (found !== 'unsaid' && found !== method)) return { unknown: text, name };
    found = method;
  }
  return found;
}

function methodOfWords(text: string): Method | undefined {
  return METHOD_WORDS.find(([words]) => words.test(text))?.[1];
}
