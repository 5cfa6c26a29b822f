/**
 * Owns: the rows that this process added last, as the database would give them back: while a backlog is taken,
 * reading them anew cost more than adding them.
 * Promises: at most `ROWS_MAX`, and no more text than `TEXT_MAX`; nothing of a transaction that failed. Refuses to know: states, which change;
 * the database is asked which rows wait.
 */
import { number, text, type Row } from './rows.ts';

/** Two full batches: the one in flight, and the one that was stored meanwhile. */
const ROWS_MAX = 200;
/** Characters of their payloads: two full batches of the largest size; 200 receipts of a megabyte would fill the memory. */
const TEXT_MAX = 2_000_000;

export interface RecentRows {
  add(seq: number, row: Row): void;
  /** The rows of `seqs` in their order; undefined when one of them is not here. */
  find(seqs: readonly number[]): Row[] | undefined;
  /** True for a row that `find` gave: it never left the memory of this process. */
  holds(row: Row): boolean;
  clear(): void;
}

export function createRecentRows(): RecentRows {
  const rows = new Map<number, Row>();
  let length = 0;

  return {
    add(seq, row) {
      rows.set(seq, row);
      length += lengthOf(row);
      for (const [oldest, old] of rows) {
        if (rows.size <= ROWS_MAX && length <= TEXT_MAX) return;
        rows.delete(oldest);
        length -= lengthOf(old);
      }
    },
    find(seqs) {
      const found: Row[] = [];
      for (const seq of seqs) {
        const row = rows.get(seq);
        if (!row) return undefined;
        found.push(row);
      }
      return found;
    },
    holds: (row) => rows.get(number(row['seq'])) === row,
    clear() {
      rows.clear();
      length = 0;
    },
  };
}

function lengthOf(row: Row): number {
  return text(row['payload']).length;
}
