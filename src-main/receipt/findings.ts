/**
 * Owns: what judging one record found: notes that change nothing, a hold, a refusal.
 * Promises: every problem carries the whole place, the record's own place included; the first refusal and the
 * first hold win; values never hold personal data. A refusal ends the judgement from any depth: it is thrown
 * inside this room and always returned out of it (`judge`).
 */
import { problem, type Problem } from '../base/problem.ts';

/** Reasons for quarantine: the record is wrong and no clock or setting mends it. */
export type ReceiptRefusal =
  | 'receipt.numberInvalid'
  | 'receipt.numberTooLarge'
  | 'receipt.discountNegative'
  | 'receipt.signMismatch'
  | 'receipt.sumMismatch'
  | 'receipt.tooManyPositions'
  | 'receipt.tooManyAttributes'
  | 'receipt.tooManyFiscal'
  | 'receipt.timeInvalid'
  | 'receipt.extIdMissing'
  | 'receipt.idTooLong'
  | 'receipt.idInvalid'
  | 'receipt.poskeyInvalid';

/** Reasons to wait: judged again when the clock or the settings change (decisions 7, 8). */
export type ReceiptHold = 'receipt.timeAhead' | 'receipt.timeTooOld' | 'receipt.unknownTill';

/** What was changed or is worth a line in the journal; the record goes its way. */
export type ReceiptNote =
  | 'receipt.rounded'
  | 'receipt.amountOverOldLimit'
  | 'receipt.signTaken'
  | 'receipt.roundingSpread'
  | 'receipt.textShortened'
  | 'receipt.textCleaned'
  | 'receipt.nameMissing'
  | 'receipt.categoryShortened'
  | 'receipt.itemIdLeftOut'
  | 'receipt.attributeRounded'
  | 'receipt.attributeLeftOut'
  | 'receipt.extIdHashed';

export type ReceiptProblem = ReceiptRefusal | ReceiptHold | ReceiptNote;

type Values = Readonly<Record<string, string | number>>;

export interface Findings {
  /** Place of the record in its file. */
  readonly at: string;
  readonly notes: Problem<ReceiptNote>[];
  hold: Problem<ReceiptHold> | undefined;
}

class Refusal extends Error {
  readonly problem: Problem<ReceiptRefusal>;
  constructor(refused: Problem<ReceiptRefusal>) {
    super(refused.code);
    this.problem = refused;
  }
}

/** How a record was judged. `held`: again when the clock or the settings change, or a person decides. */
export type Verdict<T> =
  | { readonly verdict: 'ready'; readonly value: T; readonly notes: readonly Problem<ReceiptNote>[] }
  | { readonly verdict: 'held'; readonly problem: Problem<ReceiptHold> }
  | { readonly verdict: 'refused'; readonly problem: Problem<ReceiptRefusal> };

/** Runs one judgement on a record at `at`. A wrong record is refused even where it would also be held. */
export function judge<T>(at: string, run: (findings: Findings) => T): Verdict<T> {
  const findings: Findings = { at, notes: [], hold: undefined };
  try {
    const value = run(findings);
    if (findings.hold) return { verdict: 'held', problem: findings.hold };
    return { verdict: 'ready', value, notes: findings.notes };
  } catch (error) {
    if (error instanceof Refusal) return { verdict: 'refused', problem: error.problem };
    throw error;
  }
}

/** The place `inner` within the record at `outer`: `receipts[3].amount`, `line 12: amount`, `amount`. */
export function joinPlace(outer: string, inner: string): string {
  if (outer === '' || inner === '') return outer + inner;
  if (/^line \d+$/.test(outer)) return `${outer}: ${inner}`;
  return inner.startsWith('[') ? outer + inner : `${outer}.${inner}`;
}

/** Ends the judgement of the record. */
export function refuse(findings: Findings, code: ReceiptRefusal, place: string, values?: Values): never {
  throw new Refusal(problem(code, joinPlace(findings.at, place), values));
}

export function hold(findings: Findings, code: ReceiptHold, place: string, values?: Values): void {
  findings.hold ??= problem(code, joinPlace(findings.at, place), values);
}

export function note(findings: Findings, code: ReceiptNote, place: string, values?: Values): void {
  findings.notes.push(problem(code, joinPlace(findings.at, place), values));
}
