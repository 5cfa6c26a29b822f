/** Owns: which language a person gets. Pure. */
import type { Locale } from './words.ts';

/** `--lang`, else LC_ALL, LC_MESSAGES, LANG in the order of POSIX: Russian where it says so, else English. */
export function chooseLocale(
  wanted: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Locale {
  const name = [wanted, env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (each) => each !== undefined && each !== '',
  );
  return /^ru(?:[_.@-]|$)/i.test(name ?? '') ? 'ru' : 'en';
}
