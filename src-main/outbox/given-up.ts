/**
 * Owns: the name of a record that lies on the shelf, and what a person's giving up of it means: it stays given up
 * however often its file or the archive is read (decisions 18), and a new arrival of it is a new arrival.
 * Promises: the same record of the same file has the same name whatever the database, the settings, and whatever a
 * program makes of it.
 */
import { hash } from 'node:crypto';
import type { OutboxContext } from './context.ts';
import { hex } from './rows.ts';

/** Names a record of a file. The reason it was shelved for is no part: another version may find another one. */
export function shelfDigest(fileName: string, at: string, raw: string): Uint8Array {
  return hash('sha256', JSON.stringify([fileName, at, raw]), 'buffer').subarray(0, 16);
}

export interface GivenUp {
  /** False: nothing is given up at all, so no name need be made to ask. */
  mayHold(): boolean;
  /** It is given up now. */
  holds(digest: Uint8Array): boolean;
  /** The same for a rebuild: the ledger goes before an older database. */
  everHeld(digest: Uint8Array): boolean;
  /** The ledger tells that this record took the place of a refused one. */
  hasReplaced(digest: Uint8Array): boolean;
}

export function createGivenUp({ database, ledger }: Pick<OutboxContext, 'database' | 'ledger'>): GivenUp {
  const anyOnShelf = database.prepare("SELECT 1 FROM shelf WHERE state = 'discarded' LIMIT 1");
  // What a rebuild knew from the ledger alone has a row without a place on the shelf.
  const wasRebuilt = database.prepare("SELECT 1 FROM marks WHERE name = 'rebuild'");
  const remembered = database.prepare(
    "SELECT 1 FROM keys k JOIN entries e ON e.seq = k.seq WHERE k.key = ? AND e.state = 'discarded'",
  );
  const onShelf = database.prepare('SELECT state FROM shelf WHERE digest = ?');
  /** Read in a rebuild, and again only when there is more to read: what people give up are few. */
  let ledgerWords: LedgerWords | undefined;

  function words(): LedgerWords {
    const revision = ledger.personsRevision();
    if (ledgerWords?.revision !== revision) ledgerWords = { ...readLedger(ledger), revision };
    return ledgerWords;
  }

  function holds(digest: Uint8Array): boolean {
    const row = onShelf.get(digest);
    return row ? row['state'] === 'discarded' : remembered.get(digest) !== undefined;
  }

  return {
    mayHold: () => anyOnShelf.get() !== undefined || wasRebuilt.get() !== undefined,
    holds,
    everHeld: (digest) => words().last.get(hex(digest)) ?? holds(digest),
    hasReplaced: (digest) => words().replacements.has(hex(digest)),
  };
}

interface LedgerWords {
  readonly revision: number;
  /** By name: whether the last word is that it was given up. */
  readonly last: ReadonlyMap<string, boolean>;
  readonly replacements: ReadonlySet<string>;
}

function readLedger(ledger: OutboxContext['ledger']): Omit<LedgerWords, 'revision'> {
  const last = new Map<string, boolean>();
  const replacements = new Set<string>();
  for (const line of ledger.lines()) {
    if (line.did === 'replace') replacements.add(line.by);
    if (line.did === 'discard' || line.did === 'reopen')
      for (const [name] of line.entries) last.set(name, line.did === 'discard');
  }
  return { last, replacements };
}
