/**
 * Owns: the lengths of texts and identifiers (guide 4.2, 4.3, 7.3). Texts are shortened and noted, identifiers
 * are refused: a cut identifier would be another thing's.
 * Promises: lengths count code points, and no surrogate pair is split.
 */
import { note, refuse, type Findings } from './findings.ts';

/** Characters of `name`, `cashier`, `seller` and of one category level. */
export const TEXT_MAX = 200;
/** Characters of `extId`, of a receipt and of an item. */
export const ID_MAX = 40;
/** Characters of all category levels together. */
const CATEGORY_MAX = 2_000;
/** `docId` is never sent; the bound is for lists that show it. */
export const DOC_ID_MAX = 100;

const CONTROL = /\p{Cc}/u;
/** Characters that no name is made of: controls, and those that turn the direction of what follows. */
const UNSENDABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

function lengthOf(text: string, limit: number): number {
  return text.length <= limit ? text.length : Array.from(text).length;
}

/** The text with lone surrogates and control characters replaced, trimmed and cut to `limit` characters; undefined when nothing is left. */
export function fitText(
  text: string | undefined,
  limit: number,
  place: string,
  findings: Findings,
): string | undefined {
  if (text === undefined) return undefined;
  const formed = text.toWellFormed();
  // A tab is a blank to whoever wrote it.
  const whole = formed.replace(UNSENDABLE, ' ').trim();
  if (whole === '') return undefined;
  if (whole !== formed.trim()) note(findings, 'receipt.textCleaned', place);
  if (whole.length <= limit) return whole;
  const characters = Array.from(whole);
  if (characters.length <= limit) return whole;
  note(findings, 'receipt.textShortened', place, { length: characters.length, limit });
  return characters.slice(0, limit).join('').trimEnd();
}

/** True for text that can stand in an identifier: no control characters, no half of a surrogate pair. */
export function isId(text: string): boolean {
  return !CONTROL.test(text) && text.isWellFormed();
}

/** The identifier, trimmed; undefined when it is empty, and refused when too long or with control characters. */
export function fitId(
  text: string | undefined,
  limit: number,
  place: string,
  findings: Findings,
): string | undefined {
  const id = text?.trim();
  if (id === undefined || id === '') return undefined;
  const length = lengthOf(id, limit);
  if (length > limit) refuse(findings, 'receipt.idTooLong', place, { length, limit });
  if (!isId(id)) refuse(findings, 'receipt.idInvalid', place);
  return id;
}

/** Category levels, each and together within their limits (guide 4.3); the deepest levels go first. */
export function fitCategory(text: string | undefined, place: string, findings: Findings): string | undefined {
  if (text === undefined) return undefined;
  const levels: string[] = [];
  const mayBeLong = text.length > CATEGORY_MAX;
  let length = 0;
  let dropped = 0;
  for (const level of text.split('&&')) {
    // Behind the first one that does not fit none is looked at closely: there may be a million.
    if (dropped > 0) {
      if (level.trim() !== '') dropped += 1;
      continue;
    }
    const fitted = fitText(level, TEXT_MAX, place, findings);
    if (fitted === undefined) continue;
    if (mayBeLong) length += lengthOf(fitted, 0) + (levels.length === 0 ? 0 : 2);
    if (length <= CATEGORY_MAX) levels.push(fitted);
    else dropped += 1;
  }
  if (dropped > 0) note(findings, 'receipt.categoryShortened', place, { dropped, limit: CATEGORY_MAX });
  return levels.length === 0 ? undefined : levels.join('&&');
}
