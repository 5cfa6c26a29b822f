/**
 * Owns: every problem of every room in words for people, Russian and English. The compiler proves that no room's
 * code lacks its words in either language; a test holds the list against docs/problems.md.
 * Refuses to know: how problems come about.
 */
import type { Problem } from '../base/problem.ts';
import { addressWords } from './words/address.ts';
import { agentWords } from './words/agent.ts';
import { apiWords } from './words/api.ts';
import { senderWords } from './words/sender.ts';
import { fileWords } from './words/files.ts';
import { folderWords } from './words/folders.ts';
import { fiscalWords } from './words/fiscal.ts';
import { formatWords } from './words/formats.ts';
import { keyWords } from './words/keys.ts';
import { markWords } from './words/marks.ts';
import { dataFolderWords } from './words/data-folder.ts';
import { outboxWords } from './words/outbox.ts';
import { receiptWords } from './words/receipt.ts';
import { recordWords } from './words/records.ts';
import { screensWords } from './words/screens.ts';
import { settingsWords } from './words/settings.ts';
import { statusWords } from './words/status.ts';
import { placeText } from './value-words.ts';
import { fill, type BothLanguages, type Locale, type Text, type Values } from './words.ts';

export const problemWords = {
  ...receiptWords,
  ...recordWords,
  ...formatWords,
  ...fiscalWords,
  ...fileWords,
  ...folderWords,
  ...outboxWords,
  ...dataFolderWords,
  ...markWords,
  ...apiWords,
  ...senderWords,
  ...addressWords,
  ...settingsWords,
  ...keyWords,
  ...statusWords,
  ...agentWords,
  ...screensWords,
} as const satisfies Record<string, BothLanguages>;

export type ProblemCode = keyof typeof problemWords;

/** A problem in words, but for `where`, which programs read. `why` and `where` are empty where there is nothing to say. */
export interface Description {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  readonly where: string;
}

const UNKNOWN = {
  ru: { what: 'Неизвестная причина: {code}.', todo: 'Обновите программу.' },
  en: { what: 'Unknown reason: {code}.', todo: 'Update the program.' },
} as const;

/** Behind the reason of what a format read. */
const READ_AS = { ru: 'Прочитано как {format}.', en: 'Read as {format}.' } as const;

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemWords, code);
}

/** The words for `problem`. Never throws: a code without words says so, a value that is missing shows as `?`. */
export function describe(problem: Problem, locale: Locale): Description {
  const words: BothLanguages[Locale] = isProblemCode(problem.code)
    ? problemWords[problem.code][locale]
    : UNKNOWN[locale];
  const code = isProblemCode(problem.code) ? {} : { code: problem.code };
  const values = { ...problem.values, at: problem.at, ...code };
  const told = (text: Text | undefined): string =>
    text === undefined ? '' : fill(text, withBecause(values, locale), locale);
  const { readAs: format } = problem.values;
  const readAs =
    typeof format === 'string' && format !== '' ? READ_AS[locale].replace('{format}', format) : '';
  const why = [told(words.why), readAs].filter((part) => part !== '').join(' ');
  return { what: told(words.what), why, todo: told(words.todo), where: problem.at };
}

/** `because` holds the code of a deeper problem: its words take its place. */
function withBecause(values: Values, locale: Locale): Values {
  const code = values['because'];
  if (typeof code !== 'string' || !isProblemCode(code)) return values;
  const { what }: BothLanguages[Locale] = problemWords[code][locale];
  return { ...values, because: fill(what, { ...values, because: '' }, locale) };
}

/** The whole description as one paragraph: what, where, why, what to do. */
export function sentence(problem: Problem, locale: Locale): string {
  const { what, why, todo, where } = describe(problem, locale);
  const place = where === '' || what.includes(where) ? '' : `[${placeText(where, locale)}]`;
  return [what, place, why, todo].filter((part) => part !== '').join(' ');
}
