/**
 * Owns: which numbers are hidden from customers (widget: hideMoney): money, and what may be money. Pure.
 */
import type { NumberForm } from '../../src-main/contract/figures.ts';
import type { Look } from '../../src-main/contract/snapshot.ts';

/** True: only its share of a plan may be seen, in text, pictures and tables alike. */
export function isHidden(
  { kind }: Pick<NumberForm, 'kind'>,
  { hideMoney }: Pick<Look, 'hideMoney'>,
): boolean {
  return hideMoney && kind !== 'number' && kind !== 'percent';
}
