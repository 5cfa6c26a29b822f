/**
 * Owns: what happens to an earlier entry that HEADO or a person refused when its thing comes again: the new one takes
 * its place, or waits for a person. The ledger is told before the database, so that a rebuild does the same.
 * Works inside the caller's transaction.
 */
import type { Problem } from '../base/problem.ts';
import type { OutboxContext } from './context.ts';
import { shelfDigest } from './given-up.ts';
import type { LedgerMember } from './ledger-line.ts';
import type { Known } from './likeness.ts';
import type { NewEntry } from './port.ts';
import { hex, KEY_COLUMNS, toLedgerMember } from './rows.ts';
import type { Arrival } from './shelve.ts';

export interface Replacer {
  /** A mended version is stored: the earlier one is never sent. */
  replace(known: Known, by: NewEntry, arrival: Arrival): void;
  /** The entry just stored waits for a person. */
  quarantine(seq: number, because: Problem): void;
  /** What was given up under these names is a person's matter again. */
  reopen(member: LedgerMember): void;
}

export function createReplacer(context: OutboxContext): Replacer {
  const { database, clock, generation, ledger } = context;
  const discard = database.prepare(
    `UPDATE entries SET state = 'discarded', settled_at_ms = ?, retry_at_ms = NULL, version = version + 1
     WHERE seq = ?`,
  );
  const setAside = database.prepare(
    "UPDATE entries SET state = 'quarantined', settled_at_ms = ?, problem = ?, version = version + 1 WHERE seq = ?",
  );

  const namesOf = database.prepare(`SELECT ${KEY_COLUMNS}, e.label FROM entries e WHERE e.seq = ?`);

  return {
    replace(known, by, { file, nowMs }) {
      discard.run(nowMs, known.seq);
      context.bump('discarded', known.state === 'discarded' ? 0 : 1);
      if (file.rebuilt === true) return;
      const names = namesOf.get(known.seq);
      const line = { generation, at: clock.now(), entries: names ? [toLedgerMember(names)] : [] };
      ledger.append({ did: 'replace', ...line, by: hex(shelfDigest(file.name, by.at, by.raw)) });
    },
    quarantine(seq, because) {
      setAside.run(clock.now(), JSON.stringify(because), seq);
      context.bump('quarantined', 1);
    },
    reopen(member) {
      ledger.append({ did: 'reopen', generation, at: clock.now(), entries: [member] });
    },
  };
}
