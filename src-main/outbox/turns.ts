/**
 * Owns: whether the number of a turn that comes again is another turn (decisions 25): shifts are numbered anew with
 * every fiscal drive. It is when an entry of the other label lies between the two, or the claim's span; else
 * nobody can tell, and a person decides.
 */
import type { DatabaseSync } from 'node:sqlite';
import { KNOWN_COLUMNS, toKnown, type Known } from './likeness.ts';
import type { NewEntry } from './port.ts';

export interface Turns {
  /** The entry that has the same number and is too near to be another turn. */
  find(entry: NewEntry, named: readonly Known[]): Known | undefined;
}

/** Word for word the condition of `entries_turns` (`schema.ts`). */
const SIGNALS = "e.lane = 'signals'";
/** Neighbours of one number that are looked at; one is enough unless fiscal drives tell them apart. */
const NEIGHBOURS_MAX = 20;

export function createTurns(database: DatabaseSync): Turns {
  const numbered = `SELECT ${KNOWN_COLUMNS} FROM entries e
    WHERE ${SIGNALS} AND coalesce(e.claim, e.identity) = ?1 AND e.state <> 'discarded'`;
  const before = database.prepare(
    `${numbered} AND e.occurred_at_ms BETWEEN ?2 - ?3 AND ?2 ORDER BY e.occurred_at_ms DESC LIMIT ${NEIGHBOURS_MAX} + 0`,
  );
  const after = database.prepare(
    `${numbered} AND e.occurred_at_ms BETWEEN ?2 AND ?2 + ?3 ORDER BY e.occurred_at_ms LIMIT ${NEIGHBOURS_MAX} + 0`,
  );
  // Of one second, the order in which they were stored is all there is.
  const between = database.prepare(
    `SELECT 1 FROM entries e WHERE ${SIGNALS} AND e.party = ?1 AND e.label <> ?2
       AND e.occurred_at_ms BETWEEN ?3 AND ?4
       AND (e.occurred_at_ms, e.seq) > (?3, ?5) AND (e.occurred_at_ms, e.seq) < (?4, ?6) LIMIT 1`,
  );

  /** The stored one and the new one, which would be stored last, with a turn between them. */
  function hasTurned({ party, label, occurredAtMs }: NewEntry, { seq, ...known }: Known): boolean {
    const isLater = occurredAtMs >= known.occurredAtMs;
    const stored = [known.occurredAtMs, seq] as const;
    const brought = [occurredAtMs, Number.MAX_SAFE_INTEGER] as const;
    const [[fromMs, fromSeq], [toMs, toSeq]] = isLater ? [stored, brought] : [brought, stored];
    return between.get(party, label, fromMs, toMs, fromSeq, toSeq) !== undefined;
  }

  return {
    find(entry, named) {
      const { claim, claimSpanMs = 0, occurredAtMs } = entry;
      if (claim === undefined) return undefined;
      const key = Buffer.from(claim, 'hex');
      const near = [
        ...before.all(key, occurredAtMs, claimSpanMs),
        ...after.all(key, occurredAtMs, claimSpanMs),
      ].map(toKnown);
      const remembered = named.filter(
        (each) =>
          each.isFromLedger &&
          each.names.has(claim) &&
          Math.abs(each.occurredAtMs - occurredAtMs) <= claimSpanMs,
      );
      return [...near, ...remembered].find(
        (each) => !differ(entry, each) && (each.isFromLedger || !hasTurned(entry, each)),
      );
    },
  };
}

/** Another fiscal drive counts its own shifts. */
function differ({ marks = {} }: NewEntry, known: Known): boolean {
  return Object.entries(marks).some(
    ([name, value]) => known.marks[name] !== undefined && known.marks[name] !== value,
  );
}
