/**
 * Owns: what of a text from outside (files, HEADO, a settings file) may reach a terminal or a screen. Pure.
 * Promises: no control, C1, direction or other invisible character gets through: a text cannot move the cursor,
 * turn a line around or look like another one.
 */

/** Everything that has no shape of its own, and the two line ends that Unicode adds. */
const SHAPELESS = /[\p{C}\u2028\u2029]/gu;
const SHAPELESS_OR_BLANK = /[\p{C}\u2028\u2029\s]+/gu;
const SHAPELESS_BUT_LINES = /[^\P{C}\n\t]|[\u2028\u2029]/gu;

/** On one line, for names: what has no shape is a blank, blanks around it go. */
export function plainLine(text: string): string {
  return text.replace(SHAPELESS_OR_BLANK, ' ').trim();
}

/** On one line; what has no shape is to be seen: `\u{1b}`. */
export function visibleLine(text: string): string {
  return text.replace(SHAPELESS, codeText);
}

/** The same with its lines and tabs as they are. */
export function visibleLines(text: string): string {
  return text.replace(SHAPELESS_BUT_LINES, codeText);
}

/** JSON that says the same with nothing in it that a terminal obeys. */
export function visibleJson(json: string): string {
  return json.replace(SHAPELESS_BUT_LINES, (character) =>
    Array.from({ length: character.length }, (_, at) => jsonEscape(character.charCodeAt(at))).join(''),
  );
}

function codeText(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function jsonEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
