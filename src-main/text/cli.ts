/**
 * Owns: every word of the command line, Russian and English. The compiler proves that each has both.
 */
import { helpWords } from './cli/help.ts';
import { outputWords } from './cli/output.ts';
import { fill, type Locale, type Values } from './words.ts';

export const cliWords = { ...helpWords, ...outputWords } as const satisfies Record<
  string,
  Record<Locale, string>
>;

type CliText = keyof typeof cliWords;

/** Says one thing in one language. */
export type Say = (text: CliText, values?: Values) => string;

export function sayIn(locale: Locale): Say {
  return (text, values = {}) => fill(cliWords[text][locale], values, locale);
}
