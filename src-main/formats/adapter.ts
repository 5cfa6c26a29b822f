/**
 * Owns: what a POS format is to the rest of the house. One adapter per format, one folder or file each; adding
 * one touches no other file but the list in `detect.ts`. Adapters are pure: bytes in, records out.
 */
import type { Problem } from '../base/problem.ts';
import type { ReceiptDraft, SignalDraft } from '../receipt/draft.ts';
import type { JsonReading } from './json-exact.ts';

interface Place {
  /** Where in the file, so that a person can find it again. */
  readonly at: string;
  /** What is worth a line in the journal; changes nothing. */
  readonly notes?: readonly Problem[] | undefined;
}

/** One thing that a file says. */
export type FormatRecord = Place &
  (
    | { readonly type: 'receipt'; readonly raw: string; readonly draft: ReceiptDraft }
    | { readonly type: 'signal'; readonly raw: string; readonly draft: SignalDraft }
    /** Rightly not sent (an outlay, an X report): counted and journalled, never quarantined. */
    | { readonly type: 'skipped'; readonly problem: Problem }
    /** Cannot be understood: goes to quarantine with its own text. `unfinished`: the end of its text is missing. */
    | {
        readonly type: 'refused';
        readonly raw: string;
        readonly problem: Problem;
        readonly unfinished?: true | undefined;
      }
  );

export type RefusedRecord = Extract<FormatRecord, { readonly type: 'refused' }>;

/** `raw` of a record is text that the same adapter can parse again as a file of its own: quarantine's retry. */

export interface FormatContext {
  readonly fileName: string;
  /** Last change of the file, milliseconds since 1970 UTC; a hint for ambiguous clocks. */
  readonly mtimeMs: number;
  /** IANA zone of the store. */
  readonly timeZone: string;
  /** `receipts.prepayment`: which fiscal lines of an advance are sent (decisions 5). */
  readonly prepayment: 'settlement' | 'payment';
  /** Tax number of the shop's company: fiscal documents of another one are refused. Absent: all are taken. */
  readonly companyInn?: string | undefined;
  /** Another record of the file shows that its sums are in roubles. */
  readonly inRoubles?: boolean | undefined;
}

/**
 * What reading a whole file gave. `incomplete`: the end is missing, so it may still be written. `unreadable`:
 * no further bytes can mend it.
 */
export type Reading =
  | {
      readonly state: 'complete';
      readonly records: Iterable<FormatRecord> | AsyncIterable<FormatRecord>;
      /** The last record, which is cut and not among the others: more may come of it. */
      readonly unfinished?: RefusedRecord | undefined;
    }
  | { readonly state: 'incomplete'; readonly problem: Problem }
  | { readonly state: 'unreadable'; readonly problem: Problem };

/**
 * How the end of a file is known. `self`: the content closes itself (JSON, XML), so a complete reading is
 * proof. `lines`: more lines may follow; the folder's rules of rest apply (drop folder, "Taking a file"). Lines are
 * taken while their writer writes: a record that goes over several and is not ended yet is `unfinished`.
 */
export type Closing = 'self' | 'lines';

export interface FormatAdapter {
  readonly id: string;
  /** Asked where no record tells the format: whether the first characters (≤ 4 KiB) look like it. */
  detect(head: string, fileName: string): boolean;
  /** One value of a whole file, `parsed` where somebody read it already. Pure; never throws for any text. */
  read(text: string, context: FormatContext, parsed?: JsonReading): Reading & { readonly closing: Closing };
  /** What a JSON format is where a text is not read as one value: it is too large, or no value but lines. */
  readonly json?: JsonShapes | undefined;
}

/** One record as it stands in a file: its value, its place, its own text. */
export interface JsonItem {
  readonly value: unknown;
  readonly at: string;
  readonly raw: string;
}

export interface JsonShapes {
  /** Places of the lists that hold records: empty for the text itself, else keys joined by dots. */
  readonly lists: readonly string[];
  /** The records of one member of such a list. */
  readItem(item: JsonItem, context: FormatContext): Iterable<FormatRecord>;
  /** The records of a line, where a file may be a list of lines. */
  readonly readLine?: ((item: JsonItem, context: FormatContext) => Iterable<FormatRecord>) | undefined;
  /** Whether a value certainly is a record of this format, or holds one. */
  isRecord(value: unknown): boolean;
  /** Whole numbers that are written with a decimal point stay text, so that the format sees the point. */
  readonly keepPoints?: true | undefined;
  /** How a record shows that the sums of its whole file are in roubles; absent: the unit is known. */
  readonly roubles?: RoublesSign | undefined;
}

export interface RoublesSign {
  /** Finds every text that may show it, in a few hundred characters; the text itself need not be read. */
  readonly mayStandIn: RegExp;
  standIn(value: unknown): boolean;
}
