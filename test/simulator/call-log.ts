/**
 * Owns the raw call log: every connection that was refused and every request, in the order of arrival.
 * Promises that a call stands in the log from the moment it arrives, and that its registrations are exact.
 * Refuses to hold a key: only its fingerprint.
 */
import { createHash } from 'node:crypto';

export interface RecordedCall {
  /** From 1, in the order of arrival. */
  readonly n: number;
  /** By the simulator's clock. */
  readonly atMs: number;
  /** The connection it came over, from 1. */
  readonly connection: number;
  /** Undefined for an address that is no API's, and for a connection that was closed before a request. */
  kind: 'device' | 'management' | undefined;
  /** Four characters of the SHA-256 of the key in the address. */
  keyFingerprint: string | undefined;
  method: string | undefined;
  id: unknown;
  /** As parsed from the request; undefined where the log keeps counts only. */
  params: unknown;
  requestBytes: number;
  /** Receipts in the request. */
  receipts: number;
  /** Whether the call registered or changed anything, or, for a report, was carried out. */
  committed: boolean;
  /** How many receipts of the call are registered: the first ones. */
  committedReceipts: number;
  /** The name of the behaviour that was played. */
  behaviour: string | undefined;
  /** The body that was sent, a few words for bodies without end, or 'none'. */
  answer: string;
  status: number | undefined;
  /** The code of the RPC error that was sent. */
  errorCode: number | undefined;
}

/** Four characters of the SHA-256. */
export function fingerprint(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 4);
}

/** A call that has just arrived and of which nothing else is known. */
export function openCall(n: number, atMs: number, connection: number): RecordedCall {
  return {
    ...{ n, atMs, connection, kind: undefined, keyFingerprint: undefined, method: undefined, id: undefined },
    ...{ params: undefined, requestBytes: 0, receipts: 0, committed: false, committedReceipts: 0 },
    ...{ behaviour: undefined, answer: 'none', status: undefined, errorCode: undefined },
  };
}
