/**
 * Owns: the names of a thing as the tables keep them: `identity` and `claim` are one key, `alias` and `more` are
 * keys one after the other. Every one of them leads to its row in the tree of `keys`.
 */
import type { LedgerMember } from './ledger-line.ts';
import type { NewEntry } from './port.ts';
import { bytes, hex, toLedgerMember, type Row } from './rows.ts';

export const KEY_BYTES = 16;
/** A row that learned of more names than this from its repetitions learns no more: they would fill its page. */
export const MORE_KEYS_MAX = 64;

export interface Keys {
  readonly identity: Uint8Array;
  readonly alias: Uint8Array | null;
  readonly claim: Uint8Array | null;
  /** `own`, `plain`, `plainOwn`, `former`, `dated`, and what its repetitions were called. */
  readonly more: Uint8Array | null;
}

/** Keys one after the other; null for none. */
function joinKeys(keys: readonly (string | undefined)[]): Uint8Array | null {
  const known = keys.filter((key) => key !== undefined);
  return known.length === 0 ? null : Buffer.from(known.join(''), 'hex');
}

export function splitKeys(joined: Uint8Array | null): Uint8Array[] {
  if (joined === null) return [];
  // Nearly always; taking slices of a backlog's keys was worth measuring.
  if (joined.length === KEY_BYTES) return [joined];
  const count = Math.floor(joined.length / KEY_BYTES);
  return Array.from({ length: count }, (_, index) =>
    joined.subarray(index * KEY_BYTES, (index + 1) * KEY_BYTES),
  );
}

export function keysOf(entry: NewEntry): Keys {
  const { identity, plain, own, plainOwn, former, dated, aliases, claim } = entry;
  return {
    identity: Buffer.from(identity, 'hex'),
    alias: aliases ? joinKeys(aliases) : null,
    claim: claim === undefined ? null : Buffer.from(claim, 'hex'),
    more: joinKeys([
      ...[own, plain, plainOwn, former === claim ? undefined : former],
      ...(dated ? [dated.own, dated.plainOwn] : []),
    ]),
  };
}

/** Every name of a stored row, as it leads to it. */
export function keysOfRow(row: Row): Uint8Array[] {
  return ['identity', 'alias', 'claim', 'more'].flatMap((column) => splitKeys(blob(row, column)));
}

/** Every name that an entry brings, hexadecimal. */
export function namesOf(entry: NewEntry): string[] {
  const { identity, plain, own, plainOwn, former, dated, aliases = [], claim } = entry;
  return [own, identity, plain, plainOwn, former, claim, dated?.own, dated?.plainOwn, ...aliases].filter(
    (key) => key !== undefined,
  );
}

export function namesOfRow(row: Row): Set<string> {
  return new Set(keysOfRow(row).map(hex));
}

function blob(row: Row, column: string): Uint8Array | null {
  const value = bytes(row[column]);
  return value.length === 0 ? null : value;
}

/** As the ledger names it. */
export function memberOf(entry: NewEntry): LedgerMember {
  return toLedgerMember({ ...keysOf(entry), label: entry.label, marks: marksText(entry.marks) });
}

/** As the tables keep it. */
export function marksText(marks: NewEntry['marks']): string | null {
  return marks && Object.keys(marks).length > 0 ? JSON.stringify(marks) : null;
}
