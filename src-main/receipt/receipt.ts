/**
 * Owns: what a receipt is once every rule was applied: the text that HEADO gets, and what our own house needs of
 * it beside that text. Refuses to know: files, the outbox.
 */
import type { Decimal } from '../base/decimal.ts';
import type { ReceiptKind } from './draft.ts';
import type { WireReceipt } from './wire.ts';

export interface Receipt {
  readonly kind: ReceiptKind;
  /** `@store/till`: whose it is, whether `poskey` is sent or not (decisions 1). */
  readonly device: string;
  /** Whole seconds, milliseconds since 1970 UTC. */
  readonly instantMs: number;
  readonly amount: Decimal;
  /** The POS's own number of this very document, where it has one (decisions 2). */
  readonly docId: string | undefined;
  /** Fiscal drive and document number, where they are known (decisions 3). */
  readonly fiscal: { readonly drive: string; readonly document: string } | undefined;
  readonly wire: WireReceipt;
  /** What people look it up by: its external id. */
  readonly label: string;
  readonly facts: ReceiptFacts;
}

/** What lists and the journal show: no cashier, no item. */
export interface ReceiptFacts {
  readonly kind: ReceiptKind;
  readonly amount: number;
  readonly ts: string;
  readonly positions: number;
}
