/**
 * Owns: what a receipt is once every rule was applied: the text that HEADO gets, and what our own house needs of
 * it beside that text. Refuses to know: files, the outbox.
 */
import type { Decimal } from '../base/decimal.ts';
import type { FiscalNumber, ReceiptKind } from './draft.ts';
import type { OwnWords } from './own-words.ts';
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
  /** As far as they are known (decisions 3). */
  readonly fiscal: readonly FiscalNumber[];
  /** What it says itself, whatever the settings; undefined: nothing of its identity comes from them. */
  readonly own: OwnWords | undefined;
  /** Its external id is made of shift and number, which begin anew with another till or fiscal drive. */
  readonly isBuiltId: boolean;
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
  readonly docId?: string;
}
