/**
 * Owns: how many members the lists of one record may have, so that what a record costs is bounded whatever its text
 * holds. Formats ask before they look at the members, `normalise` asks for those that did not. Pure.
 */
import { problem, type Problem } from '../base/problem.ts';
import type { ReceiptRefusal } from './findings.ts';

const LIST_LIMITS = {
  /** With more lines of the largest total a sum could leave the range of exact numbers. */
  positions: { limit: 5_000, code: 'receipt.tooManyPositions' },
  /** The guide names a dozen; the largest lists that it allows anywhere have a thousand members. */
  attributes: { limit: 1_000, code: 'receipt.tooManyAttributes' },
  /**
   * Printers that one sale is printed on (decisions 3). Each number is a name of the receipt for as long as it is
   * remembered, and may lead to a row of as many names.
   */
  fiscal: { limit: 32, code: 'receipt.tooManyFiscal' },
} as const satisfies Record<string, { readonly limit: number; readonly code: ReceiptRefusal }>;

export type ListKind = keyof typeof LIST_LIMITS;

export const LIST_KINDS = ['positions', 'attributes', 'fiscal'] as const satisfies readonly ListKind[];

/** What is wrong with the length of the list at `place`; undefined also for what is no list. */
export function tooLong(kind: ListKind, list: unknown, place: string): Problem<ReceiptRefusal> | undefined {
  const { limit, code } = LIST_LIMITS[kind];
  if (!Array.isArray(list) || list.length <= limit) return undefined;
  return problem(code, place, { length: list.length, limit });
}
