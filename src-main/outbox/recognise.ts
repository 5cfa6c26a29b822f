/**
 * Owns: deciding what a record is among everything stored: new, a repetition, a mended version, or something
 * that contradicts (decisions 1–3, 16).
 */
import type { DatabaseSync } from 'node:sqlite';
import { sameBytes } from './chain.ts';
import type { NewEntry } from './port.ts';
import { bytes, LEDGER_PLACE, number, text, type Row } from './rows.ts';

/** What keeps a record off the line for a person to decide. */
export type OutboxProblem = 'outbox.conflict' | 'outbox.ambiguousRepeat' | 'outbox.damagedRow';

export interface Keys {
  readonly identity: Uint8Array;
  readonly alias: Uint8Array | null;
  readonly claim: Uint8Array | null;
}

export type Recognised =
  | { readonly kind: 'new' }
  /** A mended version of what HEADO or a person refused; it takes the place of that entry. */
  | { readonly kind: 'mended'; readonly seq: number; readonly wasDiscarded: boolean }
  | { readonly kind: 'duplicate'; readonly seq: number; readonly differing: boolean }
  | Clash;
export interface Clash {
  readonly kind: 'clash';
  readonly code: OutboxProblem;
  /** The facts of the stored one. */
  readonly known: string;
}

export type Recognise = (
  entry: NewEntry,
  keys: Keys,
  payloadHash: Uint8Array,
  identitiesInThisFile: ReadonlySet<string>,
) => Recognised;

export function keysOf({ identity, alias, claim }: NewEntry): Keys {
  return {
    identity: Buffer.from(identity, 'hex'),
    alias: alias === undefined ? null : Buffer.from(alias, 'hex'),
    claim: claim === undefined ? null : Buffer.from(claim, 'hex'),
  };
}

/** Asks inside the transaction that stores, so what it answers stays true until then. */
export function createRecogniser(database: DatabaseSync): Recognise {
  const holder = database.prepare(
    `SELECT e.seq, e.payload_hash, e.facts, e.state, e.at FROM keys k JOIN entries e ON e.seq = k.seq
     WHERE k.key = ?`,
  );
  const anyKnown = database.prepare('SELECT 1 FROM keys WHERE key IN (?, ?, ?) LIMIT 1');
  const find = (key: Uint8Array | null): Row | undefined => (key ? holder.get(key) : undefined);

  return (entry, keys, payloadHash, identitiesInThisFile) => {
    if (!anyKnown.get(keys.identity, keys.alias, keys.claim)) return { kind: 'new' };
    const same = find(keys.identity);
    const differing = same !== undefined && hasOtherBody(same, payloadHash);
    const tellable =
      entry.repeat === 'duplicate' || (!differing && !identitiesInThisFile.has(entry.identity));
    const repetition: Recognised = tellable
      ? { kind: 'duplicate', seq: number(same?.['seq']), differing }
      : { kind: 'clash', code: 'outbox.ambiguousRepeat', known: text(same?.['facts']) };
    if (same && !isRefused(same)) return repetition;

    const twin = find(keys.alias);
    if (twin && !isRefused(twin)) return { kind: 'duplicate', seq: number(twin['seq']), differing: false };

    const refused = same ?? twin;
    if (refused && !hasOtherBody(refused, payloadHash))
      return same ? repetition : { kind: 'duplicate', seq: number(refused['seq']), differing: false };

    const claimed = find(keys.claim);
    if (claimed && claimed['seq'] !== refused?.['seq'] && claimed['state'] !== 'discarded')
      return { kind: 'clash', code: 'outbox.conflict', known: text(claimed['facts']) };
    if (!refused) return { kind: 'new' };
    return { kind: 'mended', seq: number(refused['seq']), wasDiscarded: refused['state'] === 'discarded' };
  };
}

function isRefused(row: Row): boolean {
  return row['state'] === 'quarantined' || row['state'] === 'discarded';
}

/** A row that is known from the ledger alone has no body to differ from. */
function hasOtherBody(row: Row, payloadHash: Uint8Array): boolean {
  return row['at'] !== LEDGER_PLACE && !sameBytes(bytes(row['payload_hash']), payloadHash);
}
