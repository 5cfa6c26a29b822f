/**
 * Owns: when two records are the same thing (decisions 1–3 and 25), as opaque keys for the outbox.
 * Promises: 32 hexadecimal digits; the same parts give the same key for ever, so stored identities stay valid.
 * A key is 8 digits of order and 24 of SHA-256 over its role and all its parts. The order (the moment, or an
 * id's own number) lets keys that come one after the other lie side by side in the outbox's tree: with a
 * million rows, keys without it would touch another page of the disk each.
 */
import { hash } from 'node:crypto';
import type { Receipt } from './receipt.ts';
import type { Signal } from './signal.ts';

/** Parts come through checks that let no control character pass, so the separator cannot be forged. */
const SEPARATOR = '\u0000';
const ORDER_LENGTH = 8;
const HASH_LENGTH = 24;
const MINUTE_MS = 60_000;
const ORDER_MAX = 2 ** 32;

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

export interface ReceiptKeys {
  readonly identity: string;
  readonly alias: string | undefined;
  readonly claim: string | undefined;
  readonly repeat: 'duplicate' | 'ambiguous';
}

/** Fiscal numbers are written with and without leading zeros. */
function fiscalText({ fiscal }: Receipt): string | undefined {
  return fiscal && `${fiscal.drive}-${fiscal.document.replace(/^0+(?=\d)/, '')}`;
}

/** What tells one return or correction from another of the same sale: the POS's number, else the fiscal one. */
function documentOf(receipt: Receipt): string | undefined {
  if (receipt.docId !== undefined) return receipt.docId;
  return receipt.kind === 'sale' ? undefined : fiscalText(receipt);
}

function claimOf(receipt: Receipt, document: string | undefined): string | undefined {
  if (receipt.kind === 'sale') return key(countOf(receipt.label), 'sale', receipt.device, receipt.label);
  return document === undefined
    ? undefined
    : key(countOf(document), 'document', receipt.device, receipt.kind, document);
}

/**
 * The keys of a receipt. Its identity is (device, extId, kind, instant, amount, document number where there is
 * one); a sale alone claims its extId, a return or correction the number of the document. Without such a number
 * nobody can tell a repeated return from a second one.
 */
export function receiptKeys(receipt: Receipt): ReceiptKeys {
  const { device, label, kind, instantMs, amount } = receipt;
  const document = documentOf(receipt);
  const fiscal = fiscalText(receipt);
  return {
    identity: key(instantMs / 1000, 'receipt', device, label, kind, instantMs, amount, document ?? ''),
    alias: fiscal && key(countOf(fiscal), 'fiscal', fiscal),
    claim: claimOf(receipt, document),
    repeat: kind === 'sale' || document !== undefined ? 'duplicate' : 'ambiguous',
  };
}

/** The key of a signal: device, name, and the shift's number, else the minute (decisions 25). */
export function signalKey(signal: Pick<Signal, 'device' | 'event' | 'shift' | 'instantMs'>): string {
  const { device, event, shift, instantMs } = signal;
  if (shift !== undefined) return key(countOf(shift), 'signal', device, event, 'shift', shift);
  const minute = Math.floor(instantMs / MINUTE_MS);
  return key(minute, 'signal', device, event, 'minute', minute);
}
