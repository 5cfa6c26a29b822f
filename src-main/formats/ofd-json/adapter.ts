/**
 * Owns: the format `ofd-json`: fiscal documents as the FNS service, OFD cabinets and fiscal tools export them.
 * Receipts and corrections become receipts, shift documents become signals, registrations and reports are left
 * out with a reason.
 */
import { problem } from '../../base/problem.ts';
import { joinPlace } from '../../receipt/findings.ts';
import { upToFirstRecord } from '../first-record.ts';
import { readValue } from '../json-value.ts';
import type { FormatAdapter, FormatContext, FormatRecord, JsonItem } from '../adapter.ts';
import { schemaProblem } from '../schema-problem.ts';
import { findDocuments, type FiscalDocument } from './documents.ts';
import { doubtClock, readWallClock, trimmed, Unreadable } from './fields.ts';
import { receiptRecord } from './receipt-record.ts';
import { fiscalShiftSchema } from './schema.ts';

/** Wrappers of documents, and keys of bare ones; none stands in HEADO's own records. */
const MARKS = new RegExp(
  [
    /"(?:ticket|document|receipt|bso|receiptCorrection|bsoCorrection|openShift|closeShift)"\s*:\s*\{/,
    /"(?:fiscalReport|fiscalReportCorrection|currentStateReport|closeArchive|operatorAck)"\s*:\s*\{/,
    /"(?:receiptCode|totalSum|cashTotalSum|ecashTotalSum|fiscalSign|fiscalDriveNumber)"\s*:/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

function shiftRecord(document: FiscalDocument, context: FormatContext): FormatRecord {
  const { at, raw, body, kind } = document;
  const parsed = fiscalShiftSchema.safeParse(body);
  if (!parsed.success) return { type: 'refused', at, raw, problem: schemaProblem(parsed.error, body, at) };
  const { dateTime, operator, shiftNumber, kktRegId, fiscalDriveNumber } = parsed.data;
  const clock = readWallClock(dateTime, joinPlace(at, 'dateTime'));
  const doubt = clock.epochMs === undefined ? undefined : doubtClock(clock.epochMs, at, context);
  const draft = {
    event: kind === 'open' ? 'shift/start' : 'shift/stop',
    time: clock.text,
    seller: trimmed(operator),
    shift: trimmed(shiftNumber),
    drive: trimmed(fiscalDriveNumber),
    till: trimmed(kktRegId),
  } as const;
  return { type: 'signal', at, raw, draft, ...(doubt && { notes: [doubt] }) };
}

function isForeign(document: FiscalDocument, companyInn: string | undefined): boolean {
  const { userInn } = document.body;
  if (companyInn === undefined || (typeof userInn !== 'string' && typeof userInn !== 'number')) return false;
  return trimmed(userInn) !== companyInn;
}

function toRecord(document: FiscalDocument, context: FormatContext): FormatRecord {
  const { at, raw, kind } = document;
  if (isForeign(document, context.companyInn)) {
    const foreign = problem('ofd.foreignCompany', joinPlace(at, 'userInn'), {
      expected: context.companyInn ?? '',
    });
    return { type: 'refused', at, raw, problem: foreign };
  }
  if (kind === 'report') return { type: 'skipped', at, problem: problem('ofd.report', at) };
  return kind === 'open' || kind === 'close'
    ? shiftRecord(document, context)
    : receiptRecord(document, context);
}

function read(document: FiscalDocument, context: FormatContext): FormatRecord {
  const { at, raw } = document;
  try {
    return toRecord(document, context);
  } catch (error) {
    if (error instanceof Unreadable) return { type: 'refused', at, raw, problem: error.problem };
    throw error;
  }
}

function* readDocuments({ value, at, raw }: JsonItem, context: FormatContext): Iterable<FormatRecord> {
  for (const found of findDocuments(value, at, raw)) yield 'kind' in found ? read(found, context) : found;
}

function* readAll(value: unknown, text: string, context: FormatContext): Iterable<FormatRecord> {
  if (!Array.isArray(value)) {
    yield* readDocuments({ value, at: '', raw: text }, context);
    return;
  }
  const items: readonly unknown[] = value;
  for (const [index, item] of items.entries()) {
    yield* readDocuments({ value: item, at: `[${index}]`, raw: JSON.stringify(item) }, context);
  }
}

export const ofdJson: FormatAdapter = {
  id: 'ofd-json',

  detect(head) {
    // Most files are not of this format and show no mark at all: only the others are looked at closely.
    return /^\s*[[{]/.test(head) && MARKS.test(head) && MARKS.test(upToFirstRecord(head));
  },

  read(text, context) {
    return readValue(text, 'self', (value) => readAll(value, text, context));
  },

  json: {
    lists: [''],
    readItem: readDocuments,
    isRecord: (value) => MARKS.test(JSON.stringify(value)),
  },
};
