/**
 * Owns: when two records are the same thing (decisions 1–3 and 25), as opaque keys for the outbox.
 * Promises: 32 hexadecimal digits; the same parts give the same key for ever, so stored identities stay valid: no
 * formula here is ever changed, new ones get another role.
 * A key is 8 digits of order and 24 of SHA-256 over its role and all its parts. The order (the moment, or an
 * id's own number) lets keys that come one after the other lie side by side in the outbox's tree: with a
 * million rows, keys without it would touch another page of the disk each.
 */
import { hash } from 'node:crypto';
import type { NewEntry } from '../outbox/port.ts';
import type { Receipt } from './receipt.ts';
import type { Signal } from './signal.ts';

/** Parts come through checks that let no control character pass, so the separator cannot be forged. */
const SEPARATOR = '\u0000';
const ORDER_LENGTH = 8;
const HASH_LENGTH = 24;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const ORDER_MAX = 2 ** 32;
/** An id that we built of shift and number comes again once the shifts begin at 1 anew (decisions 1). */
const BUILT_ID_SPAN_MS = 60 * 24 * HOUR_MS;
/** A shift lasts a day at most; its number further away is another shift's (decisions 25). */
export const SHIFT_SPAN_MS = 36 * HOUR_MS;

/** `order` only places the key; what tells it from others is the hash of `parts`. */
function key(order: number, role: string, ...parts: readonly (string | number)[]): string {
  const place = (((Math.floor(order) % ORDER_MAX) + ORDER_MAX) % ORDER_MAX)
    .toString(16)
    .padStart(ORDER_LENGTH, '0');
  return place + hash('sha256', role + SEPARATOR + parts.join(SEPARATOR), 'hex').slice(0, HASH_LENGTH);
}

/** An id read as one number: ids of one till count up at their end. Fifteen digits are exact. */
function countOf(id: string): number {
  return Number(id.replace(/\D/g, '').slice(-15));
}

export type ReceiptKeys = Pick<
  NewEntry,
  | 'identity'
  | 'plain'
  | 'own'
  | 'plainOwn'
  | 'dated'
  | 'aliases'
  | 'claim'
  | 'claimSpanMs'
  | 'marks'
  | 'repeat'
>;

/** Fiscal numbers are written with and without leading zeros; an empty one names nothing. */
function fiscalTexts({ fiscal }: Receipt): string[] {
  const known = fiscal.filter(({ drive, document }) => drive !== '' && document !== '');
  return known.map(({ drive, document }) => `${drive}-${document.replace(/^0+(?=\d)/, '')}`);
}

/** What tells one return or correction from another of the same sale: the POS's number, else the fiscal one. */
function documentOf(receipt: Receipt, fiscal: readonly string[]): string | undefined {
  if (receipt.docId !== undefined) return receipt.docId;
  return receipt.kind === 'sale' ? undefined : fiscal[0];
}

function claimOf(receipt: Receipt, document: string | undefined): string | undefined {
  if (receipt.kind === 'sale') return key(countOf(receipt.label), 'sale', receipt.device, receipt.label);
  return document === undefined
    ? undefined
    : key(countOf(document), 'document', receipt.device, receipt.kind, document);
}

/** Two returns are told apart by either number; a sale has its external id, and is printed on several printers. */
function marksOf({ kind, docId }: Receipt, fiscal: readonly string[]): ReceiptKeys['marks'] {
  const isPrinted = kind !== 'sale' && fiscal.length > 0;
  if (docId === undefined && !isPrinted) return undefined;
  return {
    ...(docId !== undefined && { docId }),
    ...(isPrinted && { fiscal: [...fiscal].sort().join(' ') }),
  };
}

type OwnNames = NonNullable<NewEntry['dated']>;

/** The names of a record from its words, and from those that it would have with its offset. */
function inBothWords(
  { own, instantMs }: Pick<Receipt, 'own' | 'instantMs'>,
  names: (keyOfWords: (...parts: readonly (string | number)[]) => string) => OwnNames,
): Pick<NewEntry, 'own' | 'plainOwn' | 'dated'> {
  if (!own) return {};
  const { words, wallMs = instantMs, dated } = own;
  return {
    ...names((...parts) => key(wallMs / SECOND_MS, 'own', ...words, ...parts)),
    ...(dated &&
      own.wallMs !== undefined && {
        dated: names((...parts) => key(instantMs / SECOND_MS, 'own', ...dated, ...parts)),
      }),
  };
}

/** The same record has these keys whatever the settings. A return without a number is told by all that it says. */
function ownKeys(receipt: Receipt, marks: ReceiptKeys['marks']): ReturnType<typeof inBothWords> {
  const { own, kind, amount } = receipt;
  return inBothWords(receipt, (keyOfWords) => {
    if (kind === 'sale') return { own: keyOfWords(kind, amount, '') };
    const plainOwn = keyOfWords(kind, amount, own?.body ?? '');
    return marks ? { own: keyOfWords(kind, amount, JSON.stringify(marks)), plainOwn } : { own: plainOwn };
  });
}

/**
 * The keys of a receipt. Its identity is (device, extId, kind, instant, amount, document number where there is
 * one); a sale alone claims its extId, a return or correction the number of the document. Without such a number
 * nobody can tell a repeated return from a second one.
 */
export function receiptKeys(receipt: Receipt): ReceiptKeys {
  const { device, label, kind, instantMs, amount } = receipt;
  const fiscal = fiscalTexts(receipt);
  const document = documentOf(receipt, fiscal);
  const marks = marksOf(receipt, fiscal);
  const identity = (number: string): string =>
    key(instantMs / SECOND_MS, 'receipt', device, label, kind, instantMs, amount, number);
  return {
    identity: identity(document ?? ''),
    ...(document !== undefined && { plain: identity('') }),
    ...ownKeys(receipt, marks),
    ...(fiscal.length > 0 && { aliases: fiscal.map((each) => key(countOf(each), 'fiscal', each)) }),
    claim: claimOf(receipt, document),
    ...(kind === 'sale' && receipt.isBuiltId && { claimSpanMs: BUILT_ID_SPAN_MS }),
    ...(marks && { marks }),
    repeat: kind === 'sale' ? 'duplicate' : 'ambiguous',
  };
}

export type SignalKeys = Pick<
  NewEntry,
  | 'identity'
  | 'plain'
  | 'own'
  | 'plainOwn'
  | 'dated'
  | 'former'
  | 'claim'
  | 'claimSpanMs'
  | 'marks'
  | 'repeat'
>;

/** What version 0.1.0 knew a signal by, and the store's opening still: the number (its day), else the minute. */
function plainSignalKey({ device, event, shift, instantMs }: Signal): string {
  if (shift !== undefined) return key(countOf(shift), 'signal', device, event, 'shift', shift);
  const minute = Math.floor(instantMs / MINUTE_MS);
  return key(minute, 'signal', device, event, 'minute', minute);
}

function ownSignalKeys(
  signal: Signal,
  level: string,
  marks: SignalKeys['marks'],
): ReturnType<typeof inBothWords> {
  const { event, shift = '', drive = '' } = signal;
  return inBothWords(signal, (keyOfWords) => ({
    own: keyOfWords(level, event, shift, drive),
    ...(marks && { plainOwn: keyOfWords(level, event, '', '') }),
  }));
}

/**
 * The keys of a signal (decisions 25): device, name, second, and the numbers of shift and fiscal drive where they
 * are known. The number of a shift alone is a claim that comes again. A store's own opening is known by its day.
 */
export function signalKeys(signal: Signal, level: 'till' | 'store'): SignalKeys {
  const { device, event, shift, drive, instantMs } = signal;
  if (level === 'store' && shift !== undefined)
    return {
      identity: plainSignalKey(signal),
      ...ownSignalKeys(signal, level, undefined),
      repeat: 'duplicate',
    };
  const at = (...numbers: readonly string[]): string =>
    key(instantMs / SECOND_MS, 'signal', device, event, 'second', instantMs, ...numbers);
  const known = { ...(shift !== undefined && { shift }), ...(drive !== undefined && { drive }) };
  const marks = Object.keys(known).length > 0 ? known : undefined;
  return {
    identity: at(shift ?? '', drive ?? ''),
    ...(marks && { plain: at('', ''), marks }),
    ...ownSignalKeys(signal, level, marks),
    former: plainSignalKey(signal),
    ...(shift !== undefined && { claim: plainSignalKey(signal) }),
    claimSpanMs: SHIFT_SPAN_MS,
    repeat: 'turns',
  };
}
