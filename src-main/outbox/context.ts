/**
 * Owns: what the parts of the outbox share: the one connection, the clock, the ledger, and counters kept in the
 * database. Only this room sees it.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import type { Tail } from './append.ts';
import type { Ballast } from './ballast.ts';
import type { OutboxEvent } from './events.ts';
import type { FreshBatches } from './fresh-batches.ts';
import type { HeadFile } from './head.ts';
import type { Ledger } from './ledger.ts';
import type { Counter, SkipCounter } from './counter.ts';
import type { Lane } from './port.ts';
import type { RecentRows } from './recent.ts';
import { foldBack, foldBackWhereItFits, isDiskFault, isUnreadable, type Transact } from './sqlite.ts';

export interface OutboxContext {
  readonly database: DatabaseSync;
  readonly transact: Transact;
  readonly clock: Clock;
  readonly note: Note<OutboxEvent>;
  readonly ledger: Ledger;
  readonly head: HeadFile;
  readonly ballast: Ballast;
  /** The rows that were added last, so that a batch frozen soon after need not read them back. */
  readonly recent: RecentRows;
  readonly fresh: FreshBatches;
  /** How far the database has come; `append.ts` and `freeze.ts` move it. */
  readonly tail: Tail;
  /** Names this database among all that ever lay in the folder. */
  readonly generation: string;
  readonly bump: (counter: Counter | SkipCounter, by: number) => void;
  /** Has the whole database checked at the next opening. */
  readonly suspect: () => void;
  readonly announce: (lane: Lane) => void;
  /** Throws `DataFolderGoneError` when the folder or the database in it is no longer what was opened. */
  readonly assertPresent: () => void;
  /** Told after every commit. */
  readonly committed: () => void;
}

/** Adds to a counter inside the transaction that is open. */
export function prepareBump(database: DatabaseSync): (counter: Counter | SkipCounter, by: number) => void {
  const statement = database.prepare(
    'INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value',
  );
  return (counter, by) => {
    if (by !== 0) statement.run(counter, by);
  };
}

/** One transaction of the outbox: the witness follows when it succeeds, tail and ledger go back when it fails. */
export function commit<T>(context: OutboxContext, work: () => T): T {
  context.assertPresent();
  const before = { ...context.tail };
  const value = commitOrReset();
  context.head.write(context.tail);
  context.committed();
  return value;

  function commitOrReset(): T {
    try {
      return context.ledger.unlessFailed(() => context.transact(work));
    } catch (error) {
      Object.assign(context.tail, before);
      context.recent.clear();
      context.fresh.dropAfter(before.batch);
      if (isUnreadable(error)) context.suspect();
      throw error;
    }
  }
}

/**
 * Work that must succeed because the server already did its part. On a full disk the log is folded back, so that its
 * room is used again, then the ballast goes, then the reserve; each time it is tried once more, so `work` may be begun
 * several times. Of the room that was given the log is folded back first, where that fits: what follows then needs none,
 * whoever takes the rest. What is left of the reserve is laid down again.
 */
export function atAllCosts<T>(
  context: Pick<OutboxContext, 'ballast' | 'note'> & Partial<Pick<OutboxContext, 'database'>>,
  work: () => T,
): T {
  const { ballast, database, note } = context;
  const useRoom = (): true => (database !== undefined && foldBackWhereItFits(database)) || true;
  const ways = [
    () => database !== undefined && foldBack(database),
    () => ballast.release() && useRoom(),
    () => ballast.releaseReserve() && useRoom(),
  ];
  try {
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!isDiskFault(error)) throw error;
        const before = ballast.state();
        if (!tryNext(ways)) throw error;
        if (before === 'present' && ballast.state() === 'released') note('ballast.released');
      }
    }
  } finally {
    if (ways.length === 0) ballast.takeBack();
  }
}

/** The next way that gave room; false when there is none left. */
function tryNext(ways: (() => boolean)[]): boolean {
  for (let way = ways.shift(); way; way = ways.shift()) if (way()) return true;
  return false;
}
