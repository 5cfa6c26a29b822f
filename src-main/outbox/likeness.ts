/**
 * Owns: whether an entry that is brought and a stored one are the same thing (decisions 1–3, 25). Pure.
 * Refuses to know: what the marks and facts mean; but `kind` and `amount` are what two readings agree in.
 */
import { z } from 'zod';
import { splitKeys, namesOfRow } from './keys.ts';
import type { NewEntry } from './port.ts';
import { bytes, hex, LEDGER_PLACE, number, text, type Row } from './rows.ts';

/** A stored entry, as far as comparing needs it. */
export interface Known {
  readonly seq: number;
  readonly party: string;
  readonly label: string;
  readonly state: string;
  readonly fileId: number;
  readonly occurredAtMs: number;
  readonly identity: string;
  readonly aliases: readonly string[];
  /** All its names, those of its repetitions too. */
  readonly names: ReadonlySet<string>;
  readonly marks: Readonly<Record<string, string>>;
  /** JSON, as it was stored. */
  readonly facts: string;
  readonly payloadHash: Uint8Array;
  /** Known from the ledger alone: neither body nor facts. */
  readonly isFromLedger: boolean;
  /** Stored before marks were: it may have some that nobody knows. */
  readonly isOld: boolean;
}

/** `perhaps`: nothing tells them apart, nothing proves that they are one. */
export type Likeness = 'same' | 'perhaps' | 'other' | 'otherAmount';

/** A thing that a person reads in a fact; version 0.1.0 kept a shift's number there alone. */
const factsSchema = z.object({ kind: z.string(), amount: z.number(), shift: z.string() }).partial().catch({});
const marksSchema = z.record(z.string(), z.string()).catch({});

/** The columns that `toKnown` reads. */
export const KNOWN_COLUMNS = `e.seq, e.party, e.label, e.state, e.file_id, e.occurred_at_ms, e.identity, e.alias, e.claim,
  e.more, e.marks, e.facts, e.payload_hash, e.at`;

export function toKnown(row: Row): Known {
  const isOld = row['more'] === null && row['marks'] === null;
  return {
    seq: number(row['seq']),
    party: text(row['party']),
    label: text(row['label']),
    state: text(row['state']),
    fileId: number(row['file_id']),
    occurredAtMs: number(row['occurred_at_ms']),
    identity: hex(bytes(row['identity'])),
    aliases: splitKeys(bytes(row['alias'])).map(hex),
    names: namesOfRow(row),
    marks: readMarks(row),
    facts: text(row['facts']),
    payloadHash: bytes(row['payload_hash']),
    isFromLedger: row['at'] === LEDGER_PLACE,
    isOld,
  };
}

export function readMarks(row: Row): Known['marks'] {
  if (row['marks'] !== null) return parseMarks(text(row['marks']));
  const { shift } = readFacts(text(row['facts']));
  return shift === undefined ? {} : { shift };
}

/** As the tables and the ledger keep them. */
export function parseMarks(marks: string): Known['marks'] {
  return marksSchema.parse(readJson(marks));
}

function readFacts(facts: string): z.output<typeof factsSchema> {
  return factsSchema.parse(readJson(facts));
}

function readJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

export function likeness(entry: NewEntry, known: Known): Likeness {
  if (entry.aliases?.some((alias) => known.names.has(alias))) return likeByAlias(entry, known);
  return areKin(entry, known) ? likeByMarks(entry, known) : 'other';
}

/** A receipt with one of the aliases of a document that lists several is a part of it (decisions 3). */
function likeByAlias(entry: NewEntry, known: Known): Likeness {
  if (known.isFromLedger || readFacts(entry.facts).amount === readFacts(known.facts).amount) return 'same';
  const isPart = known.aliases.length > 1 && entry.aliases?.every((alias) => known.names.has(alias)) === true;
  return isPart ? 'same' : 'otherAmount';
}

/** All else is equal: whose, what, when, how much. */
function areKin(entry: NewEntry, known: Known): boolean {
  const { identity, plain, own, plainOwn, dated, former } = entry;
  const names = [identity, plain, own, plainOwn, dated?.own, dated?.plainOwn];
  if (names.some((key) => key !== undefined && known.names.has(key))) return true;
  if (former !== undefined && known.names.has(former)) return isSameMoment(entry, known);
  return known.isOld && areOldKin(entry, known);
}

/** What the ledger alone tells of version 0.1.0 has no moment but the one when it was settled. */
function isSameMoment({ occurredAtMs, claimSpanMs = Infinity }: NewEntry, known: Known): boolean {
  if (known.isFromLedger) return known.isOld && Math.abs(occurredAtMs - known.occurredAtMs) <= claimSpanMs;
  return occurredAtMs === known.occurredAtMs;
}

/** Rows of version 0.1.0 are not found by `plain`: their columns say the same. */
function areOldKin(entry: NewEntry, known: Known): boolean {
  if (known.isFromLedger || entry.occurredAtMs !== known.occurredAtMs) return false;
  if (entry.party !== known.party || entry.label !== known.label) return false;
  const given = readFacts(entry.facts);
  const stored = readFacts(known.facts);
  return entry.repeat === 'turns' || (stored.kind !== undefined && agree(given, stored));
}

function agree(one: Pick<z.output<typeof factsSchema>, 'kind' | 'amount'>, other: typeof one): boolean {
  return one.kind === other.kind && one.amount === other.amount;
}

/** Marks that both have, and those that say the same. */
function compareMarks(one: NewEntry['marks'], other: Known['marks']): { shared: number; equal: number } {
  const shared = Object.entries(one ?? {}).filter(([name]) => other[name] !== undefined);
  return { shared: shared.length, equal: shared.filter(([name, value]) => other[name] === value).length };
}

/** Whether numbers that both have tell two things apart. */
export function areToldApart(one: NewEntry['marks'], other: Known['marks'], isTurn: boolean): boolean {
  const { shared, equal } = compareMarks(one, other);
  return isTurn ? equal < shared : shared > 0 && equal === 0;
}

/** Marks that both have decide: any equal one is proof, except between turns, where all must be equal. */
function likeByMarks(entry: NewEntry, known: Known): Likeness {
  if (areToldApart(entry.marks, known.marks, entry.repeat === 'turns')) return 'other';
  if (entry.repeat === 'turns' || compareMarks(entry.marks, known.marks).equal > 0) return 'same';
  // An identity with a mark in it.
  if (entry.plain !== undefined && known.identity === entry.identity) return 'same';
  const hidesMarks = known.isOld && known.identity !== entry.identity && known.identity !== entry.plain;
  return hidesMarks && entry.marks !== undefined && !known.isFromLedger ? 'other' : 'perhaps';
}
