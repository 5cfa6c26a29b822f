/**
 * Owns: deciding what a record is among everything stored: new, a repetition, a mended version, one that a person
 * gave up and that came again, or something that contradicts (decisions 1–3, 16, 25).
 * Promises: asks inside the transaction that stores, so what it answers stays true until then.
 */
import type { DatabaseSync } from 'node:sqlite';
import { sameBytes } from './chain.ts';
import { KNOWN_COLUMNS, likeness, toKnown, type Known, type Likeness } from './likeness.ts';
import { namesOf, splitKeys, type Keys } from './keys.ts';
import type { NewEntry } from './port.ts';
import { number, type Row } from './rows.ts';
import { createTurns } from './turns.ts';

/** What keeps a record off the line for a person to decide. */
export type OutboxProblem =
  | 'outbox.conflict'
  | 'outbox.ambiguousRepeat'
  | 'outbox.fiscalConflict'
  | 'outbox.shiftRepeated'
  | 'outbox.broughtAgain'
  | 'outbox.damagedRow';

export type Recognised =
  | { readonly kind: 'new' }
  /** A mended version of what HEADO or a person refused; it takes the place of that entry. */
  | { readonly kind: 'mended'; readonly known: Known }
  /** A person gave it up, and the POS brought it again as it was. */
  | { readonly kind: 'broughtAgain'; readonly known: Known }
  | { readonly kind: 'duplicate'; readonly known: Known; readonly differing: boolean }
  | Clash;

export interface Clash {
  readonly kind: 'clash';
  readonly code: OutboxProblem;
  /** The facts of the stored one. */
  readonly known: string;
}

/** The reading that an entry comes in. */
export interface Reading {
  /** Entries that a record of the same file is, or is a repetition of. */
  readonly isInThisFile: (known: Known) => boolean;
  /** The very file that the entry was taken from is read once more: no arrival. */
  readonly isSameFile: (known: Known) => boolean;
  /** The ledger tells that this record took the place of its like (`rebuild.ts`). */
  readonly isReplacement: boolean;
  /** The archive is read anew: nothing arrives. */
  readonly isRebuilding: boolean;
}

export type Recognise = (
  entry: NewEntry,
  keys: Keys,
  payloadHash: Uint8Array,
  reading: Reading,
) => Recognised;

/** Entries of one party, label and second: a till makes no more in one. */
const KIN_MAX = 100;

export function createRecogniser(database: DatabaseSync): Recognise {
  const holder = database.prepare('SELECT seq FROM keys WHERE key = ?');
  const row = database.prepare(`SELECT ${KNOWN_COLUMNS} FROM entries e WHERE e.seq = ?`);
  const anyKnown = database.prepare('SELECT 1 FROM keys WHERE key IN (?, ?, ?, ?, ?) LIMIT 1');
  const kin = database.prepare(
    `SELECT ${KNOWN_COLUMNS} FROM entries e WHERE e.label = ? AND e.occurred_at_ms = ? AND e.party = ?
     ORDER BY e.seq LIMIT ${KIN_MAX} + 0`,
  );
  const claimers = database.prepare(
    `SELECT ${KNOWN_COLUMNS} FROM entries e WHERE e.label = ?1 AND e.claim = ?2 AND e.state <> 'discarded'
       AND e.occurred_at_ms BETWEEN ?3 AND ?4 LIMIT 1`,
  );
  const turns = createTurns(database);

  /** Everything stored that may be the same thing, each once. */
  function candidates(entry: NewEntry, keys: Keys): Known[] {
    const isAnyKnown = isKnown(keys);
    const mayHaveKin = entry.repeat !== 'duplicate';
    if (!isAnyKnown && !mayHaveKin) return [];
    const named = isAnyKnown ? holdersOf(entry) : [];
    const beside = mayHaveKin ? kin.all(entry.label, entry.occurredAtMs, entry.party) : [];
    const rows = [...named, ...beside].map((each): [unknown, Row] => [each['seq'], each]);
    return [...new Map(rows).values()].map(toKnown);
  }

  /** All names of a row lead to it, and it has them all in it: it is read once. */
  function holdersOf(entry: NewEntry): Row[] {
    const seqs = new Set(namesOf(entry).map((name) => number(holder.get(Buffer.from(name, 'hex'))?.['seq'])));
    return Array.from(seqs, (seq) => row.get(seq)).filter((found) => found !== undefined);
  }

  function isKnown({ identity, alias, claim, more }: Keys): boolean {
    const [own = null, plain = null, ...others] = splitKeys(more);
    const [first = null, ...aliases] = splitKeys(alias);
    if (anyKnown.get(identity, first, claim, own, plain)) return true;
    return [...others, ...aliases].some((key) => holder.get(key) !== undefined);
  }

  /** Another holder of the claim: its conflict, unless it is the one that is replaced, or a person gave it up. */
  function claimer(entry: NewEntry, alike: readonly Known[], refused: Known | undefined): Known | undefined {
    const { claim, claimSpanMs, label, occurredAtMs } = entry;
    const held = alike.find(
      ({ names, state }) => claim !== undefined && names.has(claim) && state !== 'discarded',
    );
    if (!held || claim === undefined || held.seq === refused?.seq) return undefined;
    if (claimSpanMs === undefined) return held;
    const [from, to] = [occurredAtMs - claimSpanMs, occurredAtMs + claimSpanMs];
    const near = claimers.get(label, Buffer.from(claim, 'hex'), from, to);
    const found = near && toKnown(near);
    return found && found.seq !== refused?.seq ? found : undefined;
  }

  return (entry, keys, payloadHash, reading) => {
    const known = candidates(entry, keys);
    if (known.length === 0) return { kind: 'new' };
    const alike = known
      .map((each) => ({ known: each, like: likeness(entry, each) }))
      .filter(({ like }) => like !== 'other');
    const isOver = (each: Known): boolean =>
      isRefused(each) ||
      (reading.isReplacement &&
        (each.state === 'waiting' || each.state === 'doubtful') &&
        hasOtherBody(entry, each, payloadHash));
    const live = alike.filter((each) => !isOver(each.known));
    const repetition = recogniseLive(entry, live, payloadHash, reading);
    if (repetition) return repetition;

    const refused = newestVersion(alike.map((each) => each.known).filter(isOver));
    if (refused && !hasOtherBody(entry, refused, payloadHash))
      return recogniseRefused(entry, refused, reading);
    if (entry.repeat === 'turns') {
      const turn = turns.find(entry, known);
      if (turn) return { kind: 'clash', code: 'outbox.shiftRepeated', known: turn.facts };
    } else {
      const claimed = claimer(entry, known, refused);
      if (claimed) return { kind: 'clash', code: 'outbox.conflict', known: claimed.facts };
    }
    return refused ? { kind: 'mended', known: refused } : { kind: 'new' };
  };
}

interface Alike {
  readonly known: Known;
  readonly like: Likeness;
}

/** What an entry is beside those that are in line or were sent; undefined: none of them is like it. */
function recogniseLive(
  entry: NewEntry,
  live: readonly Alike[],
  payloadHash: Uint8Array,
  { isInThisFile }: Reading,
): Recognised | undefined {
  const same = live.find(({ like }) => like === 'same');
  if (same) return duplicateOf(same.known, entry, payloadHash);
  const other = live.find(({ like }) => like === 'otherAmount');
  if (other) return { kind: 'clash', code: 'outbox.fiscalConflict', known: other.known.facts };
  const [first] = live;
  if (!first) return undefined;
  if (entry.repeat !== 'ambiguous') return duplicateOf(first.known, entry, payloadHash);
  const repeated = live.find(({ known }) => !hasOtherBody(entry, known, payloadHash) && !isInThisFile(known));
  if (repeated) return duplicateOf(repeated.known, entry, payloadHash);
  return { kind: 'clash', code: 'outbox.ambiguousRepeat', known: first.known.facts };
}

/** The very body that HEADO or a person refused. */
function recogniseRefused(entry: NewEntry, known: Known, reading: Reading): Recognised {
  if (entry.repeat === 'ambiguous' && reading.isInThisFile(known))
    return { kind: 'clash', code: 'outbox.ambiguousRepeat', known: known.facts };
  const hasArrived = known.state === 'discarded' && !reading.isRebuilding && !reading.isSameFile(known);
  return hasArrived ? { kind: 'broughtAgain', known } : { kind: 'duplicate', known, differing: false };
}

/** Under other settings, or by its alias alone, a thing has another body without having changed. */
function duplicateOf(known: Known, entry: NewEntry, payloadHash: Uint8Array): Recognised {
  const { identity, plain } = entry;
  const isComparable = known.names.has(identity) || (plain !== undefined && known.names.has(plain));
  return { kind: 'duplicate', known, differing: isComparable && hasOtherBody(entry, known, payloadHash) };
}

/** What took the place of another stands for both: its forerunners are discarded, and may be known by other names. */
function newestVersion(versions: readonly Known[]): Known | undefined {
  const newestFirst = versions.toSorted((one, other) => other.seq - one.seq);
  return newestFirst.find(({ state }) => state !== 'discarded') ?? newestFirst[0];
}

function isRefused({ state }: Known): boolean {
  return state === 'ejected' || state === 'quarantined' || state === 'discarded';
}

/**
 * What is known from the ledger alone has no body to differ from. Under other settings HEADO would get another body of
 * the same: what may be two things is told by all that it says itself.
 */
function hasOtherBody(entry: NewEntry, known: Known, given: Uint8Array): boolean {
  if (known.isFromLedger || sameBytes(known.payloadHash, given)) return false;
  if (entry.repeat !== 'ambiguous') return true;
  return ![entry, entry.dated].some((said) => {
    const all = said?.plainOwn ?? said?.own;
    return all !== undefined && known.names.has(all);
  });
}
