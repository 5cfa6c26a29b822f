/**
 * Owns: finding the fiscal documents in whatever exports wrap them in: lists, answers of services, wrappers of one key,
 * JSON as text in a field, bare documents (A.3). What looks like a document is one, wherever it stands.
 * Promises: every document is found with its place and with text that is a file of its own; a code or a wrapper alone
 * makes no document, and nothing that holds a receipt anywhere below is taken for something else.
 */
import { problem } from '../../base/problem.ts';
import { joinPlace } from '../../receipt/findings.ts';
import type { FormatRecord } from '../adapter.ts';
import { nameForeignRecord } from '../foreign-kinds.ts';
import { readJson } from '../json-exact.ts';
import { isObject, kindOf } from '../schema-problem.ts';

export type DocumentKind = 'receipt' | 'correction' | 'open' | 'close' | 'report';
type Fields = Readonly<Record<string, unknown>>;

export interface FiscalDocument {
  readonly kind: DocumentKind;
  readonly at: string;
  readonly raw: string;
  readonly body: Fields;
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

/** What a receipt has beside its total, and no envelope has. */
const RECEIPT_FIELDS = ['items', 'operationType', 'fiscalDriveNumber', 'fiscalDocumentNumber', 'fiscalSign'];
/** What any fiscal document has beside its code and time, and no envelope has. */
const DOCUMENT_FIELDS = [
  'fiscalDriveNumber',
  'fiscalDocumentNumber',
  'fiscalSign',
  'kktRegId',
  'shiftNumber',
];

/** What a member of a list of receipts has, and no line of a receipt. */
const LISTED_FIELDS = ['totalSum', 'ticket', 'document', 'receipt', 'bso', 'content', 'data', 'payload'];
/** What makes an object under the name of a document one, right or wrong. */
const BODY_FIELDS = ['code', 'receiptCode', 'totalSum', 'operationType', 'dateTime'];

const PLAIN_KEY = /^[\p{L}_][\p{L}\d_]{0,39}$/u;

/** JSON as text within JSON as text: nobody goes further. */
const TEXT_LEVELS_MAX = 3;

const hasAny = (body: Fields, names: readonly string[]): boolean =>
  names.some((name) => body[name] !== undefined && body[name] !== null);

const codeOf = (body: Fields): unknown => body['code'] ?? body['receiptCode'];

const kindOfCode = (body: Fields): DocumentKind | undefined => {
  const code = codeOf(body);
  return code === undefined || code === null ? undefined : KIND_OF_CODE.get(Number(code));
};

const isSale = (kind: DocumentKind | undefined): boolean => kind === 'receipt' || kind === 'correction';

/** A receipt by what it holds, whatever its code says. A list with a total of its own is none. */
function isReceipt(body: Fields): boolean {
  if (!hasAny(body, ['totalSum']) || !hasAny(body, RECEIPT_FIELDS)) return false;
  const { items } = body;
  return !Array.isArray(items) || !items.some((item) => isObject(item) && hasAny(item, LISTED_FIELDS));
}

/** What an object is that holds no document: by its code, or by the key it stands under. */
function kindOfLeaf(body: Fields, { wrapper, isDirect }: Spot): DocumentKind | undefined {
  const isDocument = hasAny(body, DOCUMENT_FIELDS);
  if (isDirect && wrapper !== undefined && (isDocument || hasAny(body, BODY_FIELDS))) {
    return KIND_OF_WRAPPER.get(wrapper);
  }
  return isDocument && hasAny(body, ['dateTime']) ? kindOfCode(body) : undefined;
}

interface Spot {
  readonly value: unknown;
  readonly at: string;
  /** The nearest key above that names a kind of document, and whether it is the value's own. */
  readonly wrapper?: string | undefined;
  readonly isDirect?: boolean | undefined;
  readonly textLevel: number;
}

interface Found {
  readonly kind: DocumentKind;
  readonly at: string;
  readonly body: Fields;
  readonly wrapper?: string | undefined;
}

function* walk(spot: Spot): Generator<Found> {
  const { value, at, wrapper, textLevel } = spot;
  if (typeof value === 'string') {
    const inner = textLevel < TEXT_LEVELS_MAX && /^\s*[[{]/.test(value) ? readJson(value, true) : undefined;
    if (inner?.state === 'complete') yield* walk({ ...spot, value: inner.value, textLevel: textLevel + 1 });
  } else if (Array.isArray(value)) {
    const members: readonly unknown[] = value;
    for (const [index, member] of members.entries())
      yield* walk({ ...spot, value: member, at: joinPlace(at, `[${index}]`) });
  } else if (isObject(value) && isReceipt(value)) {
    const kind = kindOfCode(value);
    yield { kind: kind !== undefined && isSale(kind) ? kind : 'receipt', at, body: value, wrapper };
  } else if (isObject(value)) {
    let holds = false;
    for (const found of walkMembers(value, spot)) {
      holds = true;
      yield found;
    }
    const kind = holds ? undefined : kindOfLeaf(value, spot);
    if (kind) yield { kind, at, body: value, wrapper };
  }
}

/** Keys are anybody's; in a place only names of fields are legible. */
function placeOfKey(key: string): string {
  return PLAIN_KEY.test(key) ? key : 'field';
}

function* walkMembers(body: Fields, { at, wrapper, textLevel }: Spot): Generator<Found> {
  for (const [key, value] of Object.entries(body)) {
    const isDirect = KIND_OF_WRAPPER.has(key);
    yield* walk({
      value,
      at: joinPlace(at, placeOfKey(key)),
      wrapper: isDirect ? key : wrapper,
      isDirect,
      textLevel,
    });
  }
}

/** Whether a document stands below this one: what is left out must hold none. */
export function documentsBelow({ body, at }: FiscalDocument): readonly (FiscalDocument | FormatRecord)[] {
  return [...walkMembers(body, { value: body, at, textLevel: 0 })].map((found) =>
    toDocument(found, ownText(found)),
  );
}

/** The fields of every document in the value, and of those that stand below it. */
export function* bodiesIn(value: unknown): Iterable<Fields> {
  for (const { body } of walk({ value, at: '', textLevel: 0 })) {
    yield body;
    for (const below of walkMembers(body, { value: body, at: '', textLevel: 0 })) yield below.body;
  }
}

/** Whether a fiscal document stands anywhere in the value. */
export function holdsDocument(value: unknown): boolean {
  return walk({ value, at: '', textLevel: 0 }).next().done !== true;
}

/** The documents in `value`, one after another; a value that holds none is refused. */
export function* findDocuments(
  value: unknown,
  at: string,
  raw: string,
): Iterable<FiscalDocument | FormatRecord> {
  if (!isObject(value) && !Array.isArray(value)) {
    yield { type: 'refused', at, raw, problem: problem('format.notARecord', at, { found: kindOf(value) }) };
    return;
  }
  const found = [...walk({ value, at, textLevel: 0 })];
  for (const each of found) yield toDocument(each, found.length === 1 ? raw : ownText(each));
  if (found.length > 0) return;
  const kind = nameForeignRecord(value);
  const unknown =
    kind === undefined ? problem('ofd.shapeUnknown', at) : problem('format.recordForeign', at, { kind });
  yield { type: 'refused', at, raw, problem: unknown };
}

function ownText({ wrapper, body }: Found): string {
  return JSON.stringify(wrapper === undefined ? body : { [wrapper]: body });
}

/** Wrapper and code must not contradict each other, nor a code what the document holds. */
function toDocument({ kind, at, body, wrapper }: Found, raw: string): FiscalDocument | FormatRecord {
  const byWrapper = wrapper === undefined ? undefined : KIND_OF_WRAPPER.get(wrapper);
  const expected = byWrapper !== undefined && isSale(byWrapper) === isSale(kind) ? byWrapper : kind;
  const byCode = kindOfCode(body);
  if (byCode === undefined || byCode === expected) return { kind: expected, at, raw, body };
  const code = String(codeOf(body));
  return { type: 'refused', at, raw, problem: problem('ofd.codeMismatch', at, { code }) };
}
