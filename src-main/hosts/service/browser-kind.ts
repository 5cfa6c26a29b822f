/**
 * Owns: what kind of browser a session is, for a person to tell sessions apart. Pure.
 * Promises: only names of this list and a number leave here, whatever the header says.
 */

/** The particular ones first: most of them call themselves Chrome as well. */
const KINDS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Yandex', /\bYaBrowser\/(\d{1,4})/],
  ['Edge', /\bEdg(?:A|iOS)?\/(\d{1,4})/],
  ['Opera', /\bOPR\/(\d{1,4})/],
  ['Firefox', /\bFirefox\/(\d{1,4})/],
  ['Chrome', /\b(?:Headless)?Chrome\/(\d{1,4})/],
  ['Safari', /\bVersion\/(\d{1,4})\S* (?:Mobile\/\S+ )?Safari\//],
];
/** Longer ones are no browser's. */
const HEADER_LENGTH_MAX = 1_000;

/** `Chrome 140`; empty: none that we know. */
export function browserKind(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent.length > HEADER_LENGTH_MAX) return '';
  for (const [name, sign] of KINDS) {
    const version = sign.exec(userAgent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return '';
}
