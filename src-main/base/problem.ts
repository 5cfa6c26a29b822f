/**
 * Owns: the form in which one room tells another that something is wrong: a code that tests, documents
 * and the words of both languages are keyed by, the place, and the values that the words need.
 * Refuses to know: the words themselves (room `text`) and which codes exist (each room lists its own).
 */
export interface Problem<Code extends string = string> {
  readonly code: Code;
  /** Where in the input: a JSON path such as `receipts[3].positions[0].total`, or `line 12`. Empty: the whole. */
  readonly at: string;
  /** What the words are filled with: sums, limits, names; never personal data, never the key. */
  readonly values: Readonly<Record<string, string | number>>;
}

export function problem<Code extends string>(
  code: Code,
  at = '',
  values: Readonly<Record<string, string | number>> = {},
): Problem<Code> {
  return { code, at, values };
}
