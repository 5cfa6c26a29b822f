/**
 * Owns: the name of a record that lies on the shelf, and knowing of which names a person gave up.
 * Promises: the same record of the same file has the same name whatever the database and whatever a program makes
 * of it, so that what was given up stays so in a rebuild (decisions 18).
 */
import { hash } from 'node:crypto';
import type { OutboxContext } from './context.ts';

/** Names a record of a file. The reason it was shelved for is no part: another version may find another one. */
export function shelfDigest(fileName: string, at: string, raw: string): Uint8Array {
  return hash('sha256', JSON.stringify([fileName, at, raw]), 'buffer').subarray(0, 16);
}

export interface GivenUp {
  /** Known from the ledger alone: there is no row of it on the shelf. */
  isRemembered(digest: Uint8Array): boolean;
  /** Given up at any time, as far as shelf or ledger know. */
  everWas(digest: Uint8Array): boolean;
}

export function createGivenUp({ database, ledger }: Pick<OutboxContext, 'database' | 'ledger'>): GivenUp {
  const remembered = database.prepare('SELECT 1 FROM keys WHERE key = ?');
  const onShelf = database.prepare("SELECT 1 FROM shelf WHERE digest = ? AND state = 'discarded'");
  /** Read once, in the first rebuild: what people give up are few. */
  let named: ReadonlySet<string> | undefined;

  function namesInLedger(): ReadonlySet<string> {
    const names = new Set<string>();
    for (const line of ledger.lines())
      if (line.did === 'discard') for (const [name] of line.entries) names.add(name);
    return names;
  }

  return {
    isRemembered: (digest) => remembered.get(digest) !== undefined,
    everWas(digest) {
      named ??= namesInLedger();
      return named.has(Buffer.from(digest).toString('hex')) || onShelf.get(digest) !== undefined;
    },
  };
}
