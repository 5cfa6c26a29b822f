/**
 * Owns: what a format read from the POS's file, before any rule of HEADO was applied. Formats produce drafts,
 * `normalise.ts` turns them into receipts. Refuses to know: files, formats, the wire.
 */
export type ReceiptKind = 'sale' | 'return' | 'correction';

/** A decimal as the source wrote it. Text keeps every digit; a number stands for its shortest decimal form. */
export type NumberText = string | number;

export interface PositionDraft {
  readonly name: string;
  readonly count: NumberText;
  /** After discounts. The sign does not matter: it follows from the kind of the receipt and the settings. */
  readonly total: NumberText;
  readonly seller?: string | undefined;
  /** Levels joined by `&&` (guide 4.3). */
  readonly category?: string | undefined;
  readonly extId?: string | undefined;
}

export interface AttributeDraft {
  readonly name: string;
  readonly value: NumberText;
}

/** Fiscal drive and number of the fiscal document on it (ФН-ФД). */
export interface FiscalNumber {
  readonly drive: string;
  readonly document: string;
}

export interface ReceiptDraft {
  /** Undefined: a sale where the amount is ≥ 0, else a return. */
  readonly kind: ReceiptKind | undefined;
  /** Sign as HEADO wants it: < 0 for a return (and for the correction of one). */
  readonly amount: NumberText;
  /** Discount of the whole receipt, line discounts included. */
  readonly discount?: NumberText | undefined;
  /**
   * `YYYY-MM-DD[T ]hh:mm:ss[.fraction][Z|±hh[:]mm]`; without an offset it is the store's wall clock.
   */
  readonly time: string;
  readonly cashier?: string | undefined;
  /** The receipt's external id; a return carries that of its sale. Undefined: built from the parts below. */
  readonly extId?: string | undefined;
  /** The POS's own number of this very document (decisions 2). */
  readonly docId?: string | undefined;
  /** The store's and the till's own codes, where the source has them (decisions 8). */
  readonly store?: string | undefined;
  readonly till?: string | undefined;
  /** `@store/till` in HEADO's own words; goes before the POS's codes and needs no mapping. */
  readonly poskey?: string | undefined;
  /** Shift and number within it: parts of a built external id (guide 4.4.5). */
  readonly shift?: string | undefined;
  readonly number?: string | undefined;
  /** Its aliases across formats (decisions 3); several where it was printed on several printers. */
  readonly fiscal?: readonly FiscalNumber[] | undefined;
  /** Lines may differ from the amount by this much and are mended on the largest line; only Frontol sets it. */
  readonly roundingTolerance?: NumberText | undefined;
  readonly positions: readonly PositionDraft[];
  readonly attributes: readonly AttributeDraft[];
}

/** What a format read about the opening or closing of a shift (guide 13). */
export interface SignalDraft {
  readonly event: 'shift/start' | 'shift/stop';
  /** Same form as a receipt's time. */
  readonly time: string;
  readonly seller?: string | undefined;
  readonly store?: string | undefined;
  readonly till?: string | undefined;
  readonly poskey?: string | undefined;
  /** The POS's number of the shift; part of the signal's identity (decisions 25). */
  readonly shift?: string | undefined;
  /** The fiscal drive that numbers the shifts; a new one begins at 1. */
  readonly drive?: string | undefined;
}
