/**
 * Owns: one JSON value → one record: a receipt or a shift event.
 * Promises: never throws; a value that is neither is refused with its place; fields that nobody knows are
 * passed over and noted by name.
 */
import { problem, type Problem } from '../../base/problem.ts';
import { joinPlace } from '../../receipt/findings.ts';
import { LIST_KINDS, tooLong } from '../../receipt/list-limits.ts';
import type { FiscalNumber, NumberText, ReceiptDraft } from '../../receipt/draft.ts';
import type { FormatRecord } from '../adapter.ts';
import type { RecordProblem } from '../problems.ts';
import { nameForeignRecord } from '../foreign-kinds.ts';
import { isObject, kindOf, parseLeniently, schemaProblem } from '../schema-problem.ts';
import {
  eventFields,
  eventSchema,
  OPTIONAL_PLACE,
  positionFields,
  receiptFields,
  receiptSchema,
  type NativeReceipt,
} from './schema.ts';

type Fields = Readonly<Record<string, unknown>>;
type Id = string | number | null | undefined;

/** Names in a note; a file of rubbish has thousands. */
const NAMES_MAX = 8;
/** Characters of a name in a note. */
const NAME_LENGTH_MAX = 40;

const idText = (id: Id): string | undefined => (id === null || id === undefined ? undefined : String(id));

/** `836,67` is `836.67`; blanks around a number are nobody's intention. */
function numberText(value: NumberText): NumberText {
  return typeof value === 'string' ? value.trim().replace(',', '.') : value;
}

function unknownIn(fields: Fields, known: ReadonlySet<string>): string[] {
  return Object.keys(fields).filter((name) => !known.has(name));
}

function noteUnknown(
  value: Fields,
  known: ReadonlySet<string>,
  at: string,
): Problem<RecordProblem>[] | undefined {
  const names = new Set(unknownIn(value, known));
  const { positions } = value;
  if (Array.isArray(positions)) {
    for (const position of positions) {
      if (isObject(position))
        for (const name of unknownIn(position, positionFields)) names.add(`positions[].${name}`);
    }
  }
  if (names.size === 0) return undefined;
  const shown = Array.from(names, (name) => name.slice(0, NAME_LENGTH_MAX)).slice(0, NAMES_MAX);
  return [problem('format.unknownFields', at, { fields: shown.join(', '), count: names.size })];
}

function fiscalNumbers(fiscal: NativeReceipt['fiscal']): FiscalNumber[] | undefined {
  if (!fiscal) return undefined;
  const list = Array.isArray(fiscal) ? fiscal : [fiscal];
  return list.map(({ drive, document }) => ({
    drive: String(drive).trim(),
    document: String(document).trim(),
  }));
}

function toDraft(native: NativeReceipt): ReceiptDraft {
  return {
    kind: native.kind ?? undefined,
    amount: numberText(native.amount),
    discount:
      native.discount === null || native.discount === undefined ? undefined : numberText(native.discount),
    time: native.ts,
    cashier: idText(native.cashier),
    extId: idText(native.extId),
    docId: idText(native.docId),
    store: idText(native.store),
    till: idText(native.till),
    shift: idText(native.shift),
    number: idText(native.number),
    poskey: native.poskey ?? undefined,
    fiscal: fiscalNumbers(native.fiscal),
    positions: (native.positions ?? []).map((line) => ({
      name: idText(line.name) ?? '',
      count: numberText(line.count),
      total: numberText(line.total),
      seller: idText(line.seller),
      category: idText(line.category),
      extId: idText(line.extId),
    })),
    attributes: (native.attributes ?? []).map(({ name, value }) => ({ name, value: numberText(value) })),
  };
}

function eventRecord(value: Fields, at: string, raw: string): FormatRecord {
  const parsed = eventSchema.safeParse(value);
  if (!parsed.success) return { type: 'refused', at, raw, problem: schemaProblem(parsed.error, value, at) };
  const { event, ts, seller, shift, till, store, poskey } = parsed.data;
  const draft = {
    event,
    time: ts,
    seller: seller ?? undefined,
    shift: idText(shift),
    till: idText(till),
    store: idText(store),
    poskey: poskey ?? undefined,
  };
  return { type: 'signal', at, raw, draft, notes: noteUnknown(value, eventFields, at) };
}

/** With `amount` or `event`, any of these makes a record ours; without, two of them do. */
const OWN_KEYS = [
  'ts',
  'extId',
  'positions',
  'discount',
  'cashier',
  'attributes',
  'seller',
  'poskey',
  'docId',
];

/** Whether a value is meant as a receipt or event of ours, right or wrong. */
export function isOwnRecord(value: unknown): boolean {
  if (!isObject(value)) return false;
  const names = OWN_KEYS.filter((key) => Object.hasOwn(value, key)).length;
  return names > (Object.hasOwn(value, 'amount') || typeof value['event'] === 'string' ? 0 : 1);
}

/** A receipt may have a field `event` of its own, which says nothing of shifts. */
function isEvent({ event, amount }: Fields): boolean {
  return (
    event !== undefined && (amount === undefined || (typeof event === 'string' && event.startsWith('shift/')))
  );
}

/** Why `value` is no record of ours. */
function foreign(value: Fields, at: string): Problem<RecordProblem> {
  const kind = nameForeignRecord(value);
  return kind === undefined
    ? problem('format.recordUnknown', at)
    : problem('format.recordForeign', at, { kind });
}

/** The record that `value` is; `raw` is its text as a file of its own. */
export function readRecord(value: unknown, at: string, raw: string): FormatRecord {
  if (!isObject(value)) {
    return { type: 'refused', at, raw, problem: problem('format.notARecord', at, { found: kindOf(value) }) };
  }
  if (isEvent(value)) return eventRecord(value, at, raw);
  // As the schema would say it, at a fraction of its cost: files of rubbish have millions of these.
  if (value['amount'] === undefined) {
    const missing = isOwnRecord(value)
      ? problem<RecordProblem>('format.fieldMissing', joinPlace(at, 'amount'), {
          field: 'amount',
          expected: 'number',
        })
      : foreign(value, at);
    return { type: 'refused', at, raw, problem: missing };
  }
  // Before the schema goes through a list and finds something wrong with every member.
  for (const kind of LIST_KINDS) {
    const long = tooLong(kind, value[kind], joinPlace(at, kind));
    if (long) return { type: 'refused', at, raw, problem: long };
  }
  const parsed = parseLeniently(receiptSchema, value, OPTIONAL_PLACE, at);
  if ('code' in parsed) return { type: 'refused', at, raw, problem: parsed };
  const unknown = noteUnknown(value, receiptFields, at);
  const notes = parsed.notes.length === 0 ? unknown : [...parsed.notes, ...(unknown ?? [])];
  return { type: 'receipt', at, raw, draft: toDraft(parsed.data), notes };
}
