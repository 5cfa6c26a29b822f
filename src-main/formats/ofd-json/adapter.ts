/**
 * Owns: the format `ofd-json`: fiscal documents as the FNS service, OFD cabinets and fiscal tools export them.
 * Receipts and corrections become receipts, shift documents become signals, registrations and reports are left
 * out with a reason.
 */
import { problem } from '../../base/problem.ts';
import { joinPlace } from '../../receipt/findings.ts';
import { hasPoints, readJson } from '../json-exact.ts';
import { closingOf, readValue } from '../json-value.ts';
import type { FormatAdapter, FormatContext, FormatRecord, JsonItem } from '../adapter.ts';
import { schemaProblem } from '../schema-problem.ts';
import { documentsBelow, findDocuments, holdsDocument, type FiscalDocument } from './documents.ts';
import { doubtClock, readWallClock, trimmed, Unreadable } from './fields.ts';
import { receiptRecord } from './receipt-record.ts';
import { MAY_HOLD_ROUBLES, showsRoubles } from './roubles.ts';
import { fiscalShiftSchema } from './schema.ts';

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
  for (const found of findDocuments(value, at, raw)) {
    if (!('body' in found)) {
      yield found;
      continue;
    }
    const record = read(found, context);
    yield record;
    if (record.type !== 'skipped') continue;
    for (const below of documentsBelow(found)) yield 'body' in below ? read(below, context) : below;
  }
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

function* readLine({ value, at, raw }: JsonItem, context: FormatContext): Iterable<FormatRecord> {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const item of items) {
    const own = items.length === 1 ? raw : JSON.stringify(item);
    yield* readDocuments({ value: item, at, raw: own }, context);
  }
}

export const ofdJson: FormatAdapter = {
  id: 'ofd-json',

  // A document is found wherever it stands, so a text in which none was found has none.
  detect: () => false,

  read(text, context, parsed) {
    const reading = parsed && !hasPoints(text) ? parsed : readJson(text, true);
    return readValue(text, reading, closingOf(context.fileName), (value) => {
      const inRoubles = MAY_HOLD_ROUBLES.test(text) && showsRoubles(value);
      return readAll(value, text, inRoubles ? { ...context, inRoubles } : context);
    });
  },

  json: {
    lists: ['', 'documents', 'receipts'],
    readItem: readDocuments,
    readLine,
    isRecord: holdsDocument,
    keepPoints: true,
    roubles: { mayStandIn: MAY_HOLD_ROUBLES, standIn: showsRoubles },
  },
};
