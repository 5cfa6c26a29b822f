/**
 * Owns: when two records are the same thing (decisions 1–3 and 25), as opaque keys for the outbox.
 * Promises: 32 hexadecimal digits, the first 16 bytes of SHA-256 over the key's role and its parts; the same
 * parts give the same key for ever, so stored identities stay valid.
 */
import { hash } from 'node:crypto';
import type { Receipt } from './receipt.ts';
import type { Signal } from './signal.ts';

/** Parts come through checks that let no control character pass, so the separator cannot be forged. */
const SEPARATOR = '\u0000';
const KEY_LENGTH = 32;
const MINUTE_MS = 60_000;

function key(role: string, ...parts: readonly (string | number)[]): string {
  return hash('sha256', role + SEPARATOR + parts.join(SEPARATOR), 'hex').slice(0, KEY_LENGTH);
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
  if (receipt.kind === 'sale') return key('sale', receipt.device, receipt.label);
  return document === undefined ? undefined : key('document', receipt.device, receipt.kind, document);
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
    identity: key('receipt', device, label, kind, instantMs, amount, document ?? ''),
    alias: fiscal && key('fiscal', fiscal),
    claim: claimOf(receipt, document),
    repeat: kind === 'sale' || document !== undefined ? 'duplicate' : 'ambiguous',
  };
}

/** The key of a signal: device, name, and the shift's number, else the minute (decisions 25). */
export function signalKey(signal: Pick<Signal, 'device' | 'event' | 'shift' | 'instantMs'>): string {
  const { device, event, shift, instantMs } = signal;
  if (shift !== undefined) return key('signal', device, event, 'shift', shift);
  return key('signal', device, event, 'minute', Math.floor(instantMs / MINUTE_MS));
}
