/**
 * Owns: taking out of a text what could be a card's number, before people or files that they pass on get it. Pure.
 *
 * Card numbers have 13 to 19 digits (ISO/IEC 7812), written in one or in groups. Barcodes and fiscal drives have as
 * many: they are covered too, as nothing tells them apart for sure and nobody needs them to see what is wrong. Days and
 * moments (`20261128100000`) are not: no card's number begins like one, and files are called and found by them.
 */

/** Between two groups of one number. */
const GAP = String.raw`[\p{Zs}\p{Pd}./_]{1,2}`;
const DAY = String.raw`20\d{2}[-._]?(?:0[1-9]|1[0-2])[-._]?(?:0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`(?:[01]\d|2[0-3])[:.-]?[0-5]\d[:.-]?[0-5]\d(?:[.,]?\d{1,3})?`;
const MOMENT = String.raw`${DAY}(?:[T _.-]?${TIME})?(?!\p{Nd})`;
const MOMENT_OR_LONG_NUMBER = new RegExp(
  String.raw`(?<!\p{Nd})(?:(${MOMENT})|\p{Nd}(?:(?:${GAP}(?!${MOMENT}))?\p{Nd}){12,})`,
  'gu',
);
const DIGITS_KEPT = 4;

/** `************1111`: its end is enough to find it again. */
export function maskNumbers(text: string): string {
  return text.replace(MOMENT_OR_LONG_NUMBER, (found: string, moment: string | undefined) => {
    if (moment !== undefined) return found;
    const shownFrom = found.length - DIGITS_KEPT;
    return found.replace(/\p{Nd}/gu, (digit, at: number) => (at < shownFrom ? '*' : digit));
  });
}
