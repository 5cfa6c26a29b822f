/**
 * Owns: a fiscal receipt or correction → the draft of a receipt (A.3 a; guide 7).
 * Promises: kopecks become roubles exactly; the sign comes from the operation, never from a number; the external
 * id is ФН-ФД, which is also the alias; outlays are left out with a reason.
 */
import { negate, toNumber, toText, type Decimal } from '../../base/decimal.ts';
import { problem, type Problem } from '../../base/problem.ts';
import type { ReceiptDraft } from '../../receipt/draft.ts';
import { joinPlace } from '../../receipt/findings.ts';
import { tooLong } from '../../receipt/list-limits.ts';
import type { FormatContext, FormatRecord } from '../adapter.ts';
import type { RecordProblem } from '../problems.ts';
import { schemaProblem } from '../schema-problem.ts';
import type { FiscalDocument } from './documents.ts';
import { doubtClock, readKopecks, readWallClock, trimmed } from './fields.ts';
import { applyPrepayment, PREPAID, type FiscalSums } from './prepayment.ts';
import { fiscalReceiptSchema, type FiscalReceipt } from './schema.ts';

/** 1 sale, 2 return of a sale; 3 and 4 are outlays, no retail revenue. */
const OPERATIONS_MAX = 4;
const OUTLAY_FROM = 3;
/** Full settlement: what a line is when it does not say. */
const SETTLED = 4;

/** Attribute of each means of payment (guide 7.3.1). */
const PAYMENTS = [
  ['cashTotalSum', 'paytype/cash'],
  ['ecashTotalSum', 'paytype/card'],
  ['prepaidSum', PREPAID],
  ['creditSum', 'paytype/credit'],
  ['provisionSum', 'paytype/provision'],
] as const;

function readSums(fiscal: FiscalReceipt, at: string): FiscalSums {
  const payments = PAYMENTS.map(([field, name]): [string, Decimal] => [
    name,
    readKopecks(fiscal[field], joinPlace(at, field)),
  ]);
  const lines = (fiscal.items ?? []).map((item, index) => ({
    name: trimmed(item.name) ?? '',
    quantity: typeof item.quantity === 'string' ? item.quantity.trim() : item.quantity,
    total: readKopecks(item.sum, joinPlace(at, `items[${index}].sum`)),
    paymentType: item.paymentType ?? SETTLED,
  }));
  return {
    total: readKopecks(fiscal.totalSum, joinPlace(at, 'totalSum')),
    lines,
    payments: new Map(payments.filter(([, paid]) => toNumber(paid) !== 0)),
  };
}

function toDraft(
  fiscal: FiscalReceipt,
  kind: ReceiptDraft['kind'],
  time: string,
  sums: FiscalSums,
): ReceiptDraft {
  const isReturn = fiscal.operationType === 2;
  const drive = trimmed(fiscal.fiscalDriveNumber) ?? '';
  const document = trimmed(fiscal.fiscalDocumentNumber) ?? '';
  return {
    kind,
    amount: toNumber(isReturn ? negate(sums.total) : sums.total),
    discount: 0,
    time,
    cashier: trimmed(fiscal.operator),
    extId: `${drive}-${document}`,
    till: trimmed(fiscal.kktRegId),
    fiscal: [{ drive, document }],
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

/** The record of a fiscal receipt (codes 3, 4) or correction (codes 31, 41). */
export function receiptRecord(document: FiscalDocument, context: FormatContext): FormatRecord {
  const { at, raw, body } = document;
  const long = tooLong('positions', body['items'], joinPlace(at, 'items'));
  if (long) return { type: 'refused', at, raw, problem: long };
  const parsed = fiscalReceiptSchema.safeParse(body);
  if (!parsed.success) return { type: 'refused', at, raw, problem: schemaProblem(parsed.error, body, at) };
  const fiscal = parsed.data;
  const { operationType } = fiscal;
  if (!Number.isInteger(operationType) || operationType < 1 || operationType > OPERATIONS_MAX) {
    const wrong = problem('ofd.operationUnknown', joinPlace(at, 'operationType'), { operationType });
    return { type: 'refused', at, raw, problem: wrong };
  }
  const skip = skipReason(operationType, at);
  if (skip) return { type: 'skipped', at, problem: skip };
  const all = readSums(fiscal, at);
  const sums = applyPrepayment(all, context.prepayment);
  if (!sums) return { type: 'skipped', at, problem: problem('ofd.prepayment', at) };
  const clock = readWallClock(fiscal.dateTime, joinPlace(at, 'dateTime'));
  const doubt = clock.epochMs === undefined ? undefined : doubtClock(clock.epochMs, at, context);
  const reduced =
    sums === all
      ? undefined
      : problem('ofd.prepaidReduced', at, { total: toText(all.total), sent: toText(sums.total) });
  const notes = [doubt, reduced].filter((found) => found !== undefined);
  const kind = document.kind === 'correction' ? 'correction' : operationType === 2 ? 'return' : 'sale';
  return { type: 'receipt', at, raw, draft: toDraft(fiscal, kind, clock.text, sums), notes };
}
