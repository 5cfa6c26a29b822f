/**
 * Owns: what a key of the on-screen keyboard does to a text and its caret, as a browser's own field would. Pure.
 */

export interface Typed {
  readonly text: string;
  /** Where the caret stands, in UTF-16 units. */
  readonly caret: number;
}

/** `text`: these signs; `erase`: the sign before the caret. */
export type Keystroke = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'erase' };

/** What is selected between `from` and `to` is replaced. */
export function typeInto(text: string, from: number, to: number, stroke: Keystroke): Typed {
  if (stroke.kind === 'text') {
    return { text: text.slice(0, from) + stroke.text + text.slice(to), caret: from + stroke.text.length };
  }
  if (from !== to) return { text: text.slice(0, from) + text.slice(to), caret: from };
  const kept = Array.from(text.slice(0, from)).slice(0, -1).join('');
  return { text: kept + text.slice(to), caret: kept.length };
}
