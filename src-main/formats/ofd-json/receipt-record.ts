/**
 * Owns: a fiscal receipt or correction → the draft of a receipt (A.3 a; guide 7).
 * Promises: kopecks become roubles exactly; the sign comes from the operation, never from a number; the external
 * id is ФН-ФД, which is also the alias; outlays are left out with a reason.
 */
import { negate, toNumber, toText, ZERO } from '../../base/decimal.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { ReceiptDraft } from '../../receipt/draft.ts';
import { joinPlace } from '../../receipt/findings.ts';
import { tooLong } from '../../receipt/list-limits.ts';
import type { FormatContext, FormatRecord } from '../adapter.ts';
import type { RecordProblem } from '../problems.ts';
import { parseLeniently } from '../schema-problem.ts';
import type { FiscalDocument } from './documents.ts';
import { doubtClock, idText, readWallClock, trimmed } from './fields.ts';
import { applyPrepayment, type FiscalSums } from './prepayment.ts';
import { findRoubles, pointedText } from './roubles.ts';
import { fiscalReceiptSchema, OPTIONAL_PLACE, type FiscalReceipt } from './schema.ts';
import { readSums, roundedDown } from './sums.ts';

/** 1 sale, 2 return of a sale; 3 and 4 are outlays, no retail revenue. */
const OPERATIONS_MAX = 4;
const OUTLAY_FROM = 3;

function toDraft(
  fiscal: FiscalReceipt,
  kind: ReceiptDraft['kind'],
  time: string,
  sums: FiscalSums,
): ReceiptDraft {
  const isReturn = Number(fiscal.operationType) === 2;
  const drive = idText(fiscal.fiscalDriveNumber) ?? '';
  const document = idText(fiscal.fiscalDocumentNumber) ?? '';
  const rounded = roundedDown(sums);
  return {
    kind,
    amount: toNumber(isReturn ? negate(sums.total) : sums.total),
    discount: 0,
    time,
    cashier: trimmed(fiscal.operator),
    extId: `${drive}-${document}`,
    till: idText(fiscal.kktRegId),
    fiscal: [{ drive, document }],
    ...(rounded > ZERO && { roundingTolerance: toNumber(rounded) }),
    positions: sums.lines.map(({ name, quantity, total }) => ({
      name,
      count: quantity,
      total: toNumber(total),
    })),
    attributes: [...sums.payments].map(([name, paid]) => ({ name, value: toText(paid) })),
  };
}

/** What of the receipt is to be sent; undefined with a reason when nothing is. */
function skipReason(operationType: number, at: string): Problem<RecordProblem> | undefined {
  const place = joinPlace(at, 'operationType');
  return operationType >= OUTLAY_FROM ? problem('ofd.outlay', place, { operationType }) : undefined;
}

/** A list of receipts tells their totals without their lines: nothing is lost, and nothing can be sent. */
function isHeading({ kind, body }: FiscalDocument): boolean {
  const { items, totalSum } = body;
  const hasLines = Array.isArray(items) ? items.length > 0 : items !== undefined && items !== null;
  return kind === 'receipt' && !hasLines && Number(totalSum) !== 0;
}

/** The record of a fiscal receipt (codes 3, 4) or correction (codes 31, 41). Throws `Unreadable`. */
export function receiptRecord(document: FiscalDocument, context: FormatContext): FormatRecord {
  const { at, raw, body } = document;
  const refuse = (found: Problem): FormatRecord => ({ type: 'refused', at, raw, problem: found });
  const long = tooLong('positions', body['items'], joinPlace(at, 'items'));
  if (long) return refuse(long);
  if (isHeading(document)) return refuse(problem('ofd.heading', joinPlace(at, 'items')));
  const parsed = parseLeniently(fiscalReceiptSchema, body, OPTIONAL_PLACE, at);
  if ('code' in parsed) return refuse(parsed);
  const fiscal = parsed.data;
  const operationType = Number(fiscal.operationType);
  if (!Number.isInteger(operationType) || operationType < 1 || operationType > OPERATIONS_MAX) {
    const values = { operationType: String(fiscal.operationType) };
    return refuse(problem('ofd.operationUnknown', joinPlace(at, 'operationType'), values));
  }
  const skip = skipReason(operationType, at);
  if (skip) return { type: 'skipped', at, problem: skip };
  const roubles = findRoubles(body);
  if (roubles !== undefined) return refuse(problem('ofd.roubles', joinPlace(at, roubles)));
  if (context.inRoubles) {
    const found = problem<RecordProblem>('ofd.roubles', joinPlace(at, 'totalSum'));
    return { type: 'refused', at, raw: pointedText(body, fiscal.totalSum), problem: found };
  }
  const all = readSums(fiscal, body, at);
  const sums = applyPrepayment(all.sums, context.prepayment);
  if (!sums) return { type: 'skipped', at, problem: problem(whyNothing(all.sums), at) };
  const clock = readWallClock(fiscal.dateTime, joinPlace(at, 'dateTime'));
  const doubt = clock.epochMs === undefined ? undefined : doubtClock(clock.epochMs, at, context);
  const changed = { total: toText(all.sums.total), sent: toText(sums.total) };
  const reduced = sums === all.sums ? undefined : problem('ofd.prepaidReduced', at, changed);
  const notes = [...parsed.notes, ...all.notes, doubt, reduced].filter((found) => found !== undefined);
  const kind = document.kind === 'correction' ? 'correction' : operationType === 2 ? 'return' : 'sale';
  return { type: 'receipt', at, raw, draft: toDraft(fiscal, kind, clock.text, sums), notes };
}

function whyNothing({ lines }: FiscalSums): RecordProblem {
  return lines.every(({ method }) => method === 7) ? 'ofd.creditPaid' : 'ofd.prepayment';
}
