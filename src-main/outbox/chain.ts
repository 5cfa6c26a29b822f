/**
 * Owns: the proof that rows are what was stored. Every row carries the hash of its payload and a link made of
 * the link before it and of all that never changes in the row. SQLite does not notice a flipped bit in text;
 * this does. The chain runs over what is kept: where rows were pruned, the next row's link is taken as given.
 */
import { hash } from 'node:crypto';

export interface ChainedRow {
  readonly party: string;
  readonly label: string;
  readonly identity: Uint8Array;
  readonly alias: Uint8Array | null;
  readonly claim: Uint8Array | null;
  readonly facts: string;
  readonly fileId: number | null;
  readonly at: string;
  readonly occurredAtMs: number;
  readonly takenAtMs: number;
  readonly payloadHash: Uint8Array;
}

/** What the first row of an empty outbox is linked to. */
export const CHAIN_START: Uint8Array = new Uint8Array(32);
const NO_KEY = new Uint8Array();

export function hashPayload(payload: string): Uint8Array {
  return hash('sha256', payload, 'buffer');
}

/** The link of a row: SHA-256 over the previous link and the row's unchanging parts. */
export function link(previous: Uint8Array, row: ChainedRow): Uint8Array {
  const { party, label, facts, fileId, at, occurredAtMs, takenAtMs } = row;
  const alias = row.alias ?? NO_KEY;
  const claim = row.claim ?? NO_KEY;
  const plain = [party, label, facts, fileId, at, occurredAtMs, takenAtMs, alias.length, claim.length];
  const parts = [previous, row.identity, alias, claim, row.payloadHash, Buffer.from(JSON.stringify(plain))];
  return hash('sha256', Buffer.concat(parts), 'buffer');
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
