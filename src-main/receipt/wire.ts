/**
 * Owns: the JSON that HEADO gets for a receipt (guide 7.3) and for a signal (guide 13.1).
 * Promises: the keys stand in this order, so that equal things have equal text and the text is canonical.
 * Refuses to know: where the values come from.
 */
export interface WireReceipt {
  readonly amount: number;
  /** Left out only where a correction lacks it (guide 7.5). */
  readonly discount?: number;
  /** `YYYY-MM-DDThh:mm:ss±hh:mm`, never `Z` (guide 4.4.4). */
  readonly ts: string;
  readonly cashier?: string;
  readonly extId: string;
  readonly positions: readonly WirePosition[];
  readonly attributes: readonly WireAttribute[];
  /** `@store/till`. */
  readonly poskey?: string;
}

export interface WirePosition {
  readonly name: string;
  readonly count: number;
  readonly total: number;
  readonly seller?: string;
  /** Levels joined by `&&`. */
  readonly category?: string;
  readonly extId?: string;
}

export interface WireAttribute {
  readonly name: string;
  /** Always text, numbers too (guide 7.3.1). */
  readonly value: string;
}

export interface WireSignal {
  readonly name: 'shift/start' | 'shift/stop';
  /** Local time, `YYYY-MM-DD hh:mm:ss`. */
  readonly ts: string;
  readonly params: {
    readonly seller?: string;
    /** Signed hours: `+3`, `+5.5` (decisions 6). */
    readonly localtimezone: string;
  };
}
