/**
 * Owns: finding the fiscal documents in the shapes that exports wrap them in: arrays, `ticket`, `document`,
 * wrappers of one key, and bare documents with a code (A.3: new export, old export, bare).
 * Promises: every document is found with its place and with text that is a file of its own.
 */
import { problem } from '../../base/problem.ts';
import { joinPlace } from '../../receipt/findings.ts';
import type { FormatRecord } from '../adapter.ts';
import { isObject, kindOf } from '../schema-problem.ts';

export type DocumentKind = 'receipt' | 'correction' | 'open' | 'close' | 'report';

export interface FiscalDocument {
  readonly kind: DocumentKind;
  readonly at: string;
  readonly raw: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const KIND_OF_WRAPPER: ReadonlyMap<string, DocumentKind> = new Map<string, DocumentKind>([
  ['receipt', 'receipt'],
  ['bso', 'receipt'],
  ['receiptCorrection', 'correction'],
  ['bsoCorrection', 'correction'],
  ['openShift', 'open'],
  ['closeShift', 'close'],
  ['fiscalReport', 'report'],
  ['fiscalReportCorrection', 'report'],
  ['currentStateReport', 'report'],
  ['closeArchive', 'report'],
  ['operatorAck', 'report'],
]);

/** Codes of fiscal documents: 3 and 4 receipts, 31 and 41 corrections, 2 and 5 shifts, the others reports. */
const KIND_OF_CODE: ReadonlyMap<number, DocumentKind> = new Map<number, DocumentKind>([
  [3, 'receipt'],
  [4, 'receipt'],
  [31, 'correction'],
  [41, 'correction'],
  [2, 'open'],
  [5, 'close'],
  [1, 'report'],
  [6, 'report'],
  [7, 'report'],
  [11, 'report'],
  [21, 'report'],
]);

type Found = FiscalDocument | FormatRecord;
type Fields = Readonly<Record<string, unknown>>;

function kindOfCode(body: Fields): DocumentKind | undefined {
  const code = body['code'] ?? body['receiptCode'];
  return code === undefined || code === null ? undefined : KIND_OF_CODE.get(Number(code));
}

function* readBody(body: unknown, wrapper: DocumentKind, at: string, raw: string): Iterable<Found> {
  if (!isObject(body)) {
    const wrong = problem('format.fieldWrongType', at, { expected: 'object', found: kindOf(body) });
    yield { type: 'refused', at, raw, problem: wrong };
    return;
  }
  const code = body['code'] ?? body['receiptCode'];
  const byCode = kindOfCode(body);
  if (byCode === undefined || byCode === wrapper) yield { kind: wrapper, at, raw, body };
  else yield { type: 'refused', at, raw, problem: problem('ofd.codeMismatch', at, { code: String(code) }) };
}

/** The documents in `value`, one after another; a value that holds none is refused. */
export function* findDocuments(value: unknown, at: string, raw: string): Iterable<Found> {
  if (!isObject(value)) {
    yield { type: 'refused', at, raw, problem: problem('format.notARecord', at, { found: kindOf(value) }) };
    return;
  }
  for (const wrapper of ['ticket', 'document']) {
    if (!isObject(value[wrapper])) continue;
    yield* findDocuments(value[wrapper], joinPlace(at, wrapper), raw);
    return;
  }
  const wrapped = Object.keys(value).filter((key) => KIND_OF_WRAPPER.has(key));
  for (const key of wrapped) {
    const own = wrapped.length === 1 ? raw : JSON.stringify({ [key]: value[key] });
    yield* readBody(value[key], KIND_OF_WRAPPER.get(key) ?? 'report', joinPlace(at, key), own);
  }
  if (wrapped.length > 0) return;
  const kind = kindOfCode(value);
  if (kind) yield { kind, at, raw, body: value };
  else yield { type: 'refused', at, raw, problem: problem('ofd.shapeUnknown', at) };
}
