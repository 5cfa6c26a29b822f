/**
 * Owns: a text with everything taken out that a key can be disguised with: case, blanks and signs between its characters,
 * the marks of hexadecimal notations. Pure.
 */

/** `\\x54`, `\\u0054`, `0x54`, `&#x54;`, `%54` are `54`; any other sign is none. */
const SIGNS = /[^a-z0-9]*(?:\\x|\\u00|&#x)|0x|[^a-z0-9]+/gi;

export interface Squashed {
  /** Letters and digits of ASCII alone, in lower case. */
  readonly text: string;
  /** Where the character at `at` of `text` stands in what was squashed. */
  place(at: number): number;
}

/** Its text alone: many times as fast. */
export function squashedText(text: string): string {
  return text.replace(SIGNS, '').toLowerCase();
}

export function squash(text: string): Squashed {
  const kept: { readonly from: number; readonly at: number }[] = [];
  let squashed = '';
  let from = 0;
  const keep = (until: number): void => {
    if (until > from) kept.push({ from, at: squashed.length });
    squashed += text.slice(from, until).toLowerCase();
  };
  for (const sign of text.matchAll(SIGNS)) {
    keep(sign.index);
    from = sign.index + sign[0].length;
  }
  keep(text.length);
  return {
    text: squashed,
    place(at) {
      const run = kept.findLast((each) => each.at <= at);
      return run ? run.from + at - run.at : at;
    },
  };
}
