/**
 * Owns: the judgement of a receipt: from what a format read to what HEADO gets, or why not (guide 7, decisions 1–8).
 * Promises: pure; the same draft, rules and clock give the same verdict; a refusal or hold names the place.
 * Refuses to know: files, the outbox, whether the receipt was seen before.
 */
import { negate, toNumber, toText, ZERO, type Decimal } from '../base/decimal.ts';
import type { Problem } from '../base/problem.ts';
import { stampText } from '../base/zone.ts';
import { judgeAttributes } from './attributes.ts';
import { placeDevice } from './device.ts';
import type { FiscalNumber, ReceiptDraft, ReceiptKind } from './draft.ts';
import { chooseExtId } from './ext-id.ts';
import { judge, note, refuse, type Findings, type ReceiptNote, type Verdict } from './findings.ts';
import { LIST_KINDS, tooLong } from './list-limits.ts';
import { readAmount, readNumber } from './numbers.ts';
import { receiptWords } from './own-words.ts';
import { judgePositions } from './positions.ts';
import type { Receipt } from './receipt.ts';
import type { ReceiptRules } from './rules.ts';
import { DOC_ID_MAX, fitId, fitText, TEXT_MAX } from './text.ts';
import { judgeTime } from './time.ts';

export type ReceiptVerdict =
  | { readonly verdict: 'ready'; readonly receipt: Receipt; readonly notes: readonly Problem<ReceiptNote>[] }
  | Exclude<Verdict<never>, { readonly verdict: 'ready' }>;

/** The amount with the sign of its kind: a return is negative, a sale never is (guide 7.4). */
function judgeAmount(
  draft: ReceiptDraft,
  findings: Findings,
): { readonly kind: ReceiptKind; readonly amount: Decimal } {
  const amount = readAmount(draft.amount, findings);
  const kind = draft.kind ?? (amount < ZERO ? 'return' : 'sale');
  if (kind === 'sale' && amount < ZERO) {
    refuse(findings, 'receipt.signMismatch', 'amount', { kind, amount: toText(amount) });
  }
  if (kind !== 'return' || amount <= ZERO) return { kind, amount };
  note(findings, 'receipt.signTaken', 'amount', { kind, amount: toText(amount) });
  return { kind, amount: negate(amount) };
}

/** Positive (guide 7.3); a return may carry it with its own sign, a correction may lack it (guide 7.5). */
function judgeDiscount(
  draft: ReceiptDraft,
  kind: ReceiptKind,
  isReturn: boolean,
  findings: Findings,
): number | undefined {
  if (draft.discount === undefined) return kind === 'correction' ? undefined : 0;
  const discount = readNumber(draft.discount, 'discount', findings);
  if (discount >= ZERO) return toNumber(discount);
  if (isReturn) return toNumber(negate(discount));
  refuse(findings, 'receipt.discountNegative', 'discount', { discount: toText(discount) });
}

/** Before anything is done for each member of a list. */
function judgeLengths(draft: ReceiptDraft, findings: Findings): void {
  for (const kind of LIST_KINDS) {
    const long = tooLong(kind, draft[kind], kind);
    if (long) refuse(findings, long.code, kind, long.values);
  }
}

/** The names of its fiscal documents; each is kept with the receipt, so its length is bounded like any identifier's. */
function judgeFiscal({ fiscal = [] }: ReceiptDraft, findings: Findings): FiscalNumber[] {
  return fiscal.map(({ drive, document }, index) => ({
    drive: fitId(drive, DOC_ID_MAX, `fiscal[${index}].drive`, findings) ?? '',
    document: fitId(document, DOC_ID_MAX, `fiscal[${index}].document`, findings) ?? '',
  }));
}

function assemble(draft: ReceiptDraft, rules: ReceiptRules, nowMs: number, findings: Findings): Receipt {
  judgeLengths(draft, findings);
  const { device, poskey, ...parts } = placeDevice(draft, rules, findings);
  const instantMs = judgeTime(draft.time, rules, nowMs, findings);
  const { kind, amount } = judgeAmount(draft, findings);
  const discount = judgeDiscount(draft, kind, amount < ZERO, findings);
  const cashier = fitText(draft.cashier, TEXT_MAX, 'cashier', findings);
  const extId = chooseExtId(draft, parts, rules.networkId, findings);
  const wire = {
    amount: toNumber(amount),
    ...(discount !== undefined && { discount }),
    ts: stampText(instantMs, rules.zone),
    ...(cashier !== undefined && { cashier }),
    extId,
    positions: judgePositions({ ...draft, kind }, amount, rules.returnPositions, findings),
    attributes: judgeAttributes(draft.attributes, amount < ZERO, findings),
    ...(poskey !== undefined && { poskey }),
  };
  const docId = fitId(draft.docId, DOC_ID_MAX, 'docId', findings);
  const facts = {
    ...{ kind, amount: wire.amount, ts: wire.ts, positions: wire.positions.length },
    ...(docId !== undefined && { docId }),
  };
  return {
    ...{ kind, device, instantMs, amount, docId, wire, facts },
    fiscal: judgeFiscal(draft, findings),
    own: receiptWords(draft, kind, instantMs),
    isBuiltId: !draft.extId?.trim(),
    label: extId,
  };
}

/**
 * Judges a draft by the store's rules at `nowMs` (milliseconds since 1970 UTC). `at` is the record's place in its
 * file; every problem names the place below it.
 */
export function normalise(draft: ReceiptDraft, rules: ReceiptRules, nowMs: number, at = ''): ReceiptVerdict {
  const judged = judge(at, (findings) => assemble(draft, rules, nowMs, findings));
  if (judged.verdict !== 'ready') return judged;
  return { verdict: 'ready', receipt: judged.value, notes: judged.notes };
}
