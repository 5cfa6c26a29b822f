/**
 * Owns: reading columns as what the strict tables guarantee them to be, without casts. A column that is not what
 * it should be reads as empty; the chain is what proves rows, not these.
 */
import type { SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';
import type { BatchEntry, Lane } from './port.ts';
import type { LedgerMember } from './ledger-line.ts';

/** A value of a column, as SQLite gives it or as it was brought. */
type Column = SQLOutputValue | Uint8Array;

export type Row = Record<string, Column>;

const membersSchema = z.array(z.number());

export function text(value: Column | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function number(value: Column | undefined): number {
  return typeof value === 'number' ? value : 0;
}

export function bytes(value: Column | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

export function hex(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
}

export function optionalNumber(value: Column | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

/** The numbers of a batch's entries, in order. */
export function toMembers(value: Column | undefined): number[] {
  return membersSchema.parse(JSON.parse(text(value)));
}

export const LANES: readonly Lane[] = ['receipts', 'signals', 'manual'];

export function isLane(value: Column | undefined): boolean {
  return LANES.some((lane) => lane === value);
}

export function toLane(value: Column | undefined): Lane {
  return LANES.find((lane) => lane === value) ?? 'receipts';
}

/** Where a row stands that is known from the ledger alone: it has no payload. */
export const LEDGER_PLACE = 'ledger';

/** The columns that `toEntry` and the freezing of a batch read. */
export const ENTRY_COLUMNS =
  'e.seq, e.party, e.label, e.occurred_at_ms, e.taken_at_ms, e.payload_hash, e.rebuilt, e.doubt, e.resends, p.payload';

/** The columns that `toLedgerMember` reads beside them. */
export const KEY_COLUMNS = 'e.identity, e.alias, e.claim, e.more, e.marks';

export function toEntry(row: Row): BatchEntry {
  return {
    seq: number(row['seq']),
    party: text(row['party']),
    label: text(row['label']),
    payload: text(row['payload']),
    occurredAtMs: number(row['occurred_at_ms']),
    takenAtMs: number(row['taken_at_ms']),
    resends: number(row['resends']),
  };
}

export function toLedgerMember(row: Row): LedgerMember {
  const optional = (value: Column | undefined): string | null =>
    value instanceof Uint8Array ? hex(value) : null;
  const names = [
    hex(bytes(row['identity'])),
    optional(row['alias']),
    optional(row['claim']),
    text(row['label']),
  ] as const;
  const more = optional(row['more']);
  if (typeof row['marks'] === 'string') return [...names, more ?? '', row['marks']];
  return more === null ? [...names] : [...names, more];
}
