/**
 * Owns: putting records on the shelf, and what a new arrival of one does that a person gave up: it lies there again.
 * Promises: the same record of the same file lies there once, however often it is read; its newest reason counts.
 */
import type { OutboxContext } from './context.ts';
import type { FileRow, FileRows } from './file-rows.ts';
import { shelfDigest, type GivenUp } from './given-up.ts';
import type { NewEntry, NewShelfItem, SourceFile, TakenFile } from './port.ts';
import { hex, number, type Row } from './rows.ts';
import { COMPLETED, type ShelvedBefore } from './shelved-before.ts';

/** One file on its way into the database. */
export interface Arrival extends FileRow {
  readonly file: SourceFile;
  readonly nowMs: number;
  /** Only of a file that is read again because it changed. */
  readonly before?: ShelvedBefore | undefined;
}

export interface Shelver {
  /** Answers how many records more lie on the shelf: 1 or 0. */
  shelve(item: NewShelfItem, arrival: Arrival): number;
  end(record: Ends, nowMs: number): void;
  /**
   * Whether an entry is a record that lay on the shelf and was given up, and its file is only read again. A new
   * arrival of it is taken: it is given up no more.
   */
  staysGivenUp(entry: NewEntry, digest: Uint8Array, arrival: Arrival): boolean;
}

/** The record that was judged again and became entries. */
type Ends = NonNullable<TakenFile['ends']>;

export interface ShelverParts {
  readonly files: FileRows;
  readonly givenUp: GivenUp;
  /** Writes a line of the ledger: the digest of the record that is not given up any more. */
  readonly reopen: (digest: string, label: string) => void;
  /** Told when the transaction is over. */
  readonly tell: (label: string, arrival: Arrival) => void;
}

/** What is read again after a loss, and what a newer data folder may have sent. */
export function isPerhapsSent({ rebuilt, perhapsSent }: SourceFile): boolean {
  return rebuilt === true || perhapsSent === true;
}

export function createShelver(context: OutboxContext, parts: ShelverParts): Shelver {
  const { database } = context;
  const { files, givenUp } = parts;
  const find = database.prepare('SELECT id, state, file_id, reason FROM shelf WHERE digest = ?');
  const insert = database.prepare(
    `INSERT INTO shelf (version, state, held, label, file_id, at, raw, problem, digest, since_ms, unfinished, rebuilt)
     VALUES (1, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const restate = database.prepare(
    `UPDATE shelf SET problem = ?1, held = ?2, label = coalesce(nullif(?3, ''), label), version = version + 1
     WHERE id = ?4 AND (problem ->> 'code' <> ?1 ->> 'code'
       OR coalesce(problem ->> '$.values.count', 0) <> coalesce(?1 ->> '$.values.count', 0))`,
  );
  const open = database.prepare(
    `UPDATE shelf SET state = 'open', closed_at_ms = NULL, problem = ?, held = ?, file_id = ?, since_ms = ?,
       version = version + 1 WHERE id = ?`,
  );
  const end = database.prepare(
    `UPDATE shelf SET state = 'retried', closed_at_ms = ?, reason = ?, version = version + 1
     WHERE id = ? AND state = 'open'`,
  );
  const close = database.prepare(
    "UPDATE shelf SET state = 'retried', version = version + 1 WHERE digest = ? AND state = 'discarded'",
  );

  function shelve(item: NewShelfItem, arrival: Arrival): number {
    arrival.before?.complete(item, arrival.nowMs);
    const digest = shelfDigest(arrival.file.name, item.at, item.raw);
    const row = find.get(digest);
    if (row) return row['state'] === 'open' ? again(item, row) : comeAgain(item, arrival, row, digest);
    const isGivenUp = givenUp.holds(digest);
    if (isGivenUp && arrival.file.rebuilt === true) return 0;
    const { at, label, raw, problem, held, unfinished } = item;
    const found = JSON.stringify(problem);
    const isCut = unfinished === true ? 1 : 0;
    const [isHeld, rebuilt] = [held ? 1 : 0, isPerhapsSent(arrival.file) ? 1 : 0];
    const place = [label, arrival.id, at, raw, found, digest, arrival.nowMs] as const;
    const added = insert.run(isHeld, ...place, isCut, rebuilt);
    context.tail.shelved = Number(added.lastInsertRowid);
    if (isGivenUp) reopened(digest, label, arrival);
    context.bump('quarantined', held ? 0 : 1);
    return 1;
  }

  function again({ problem, held, label }: NewShelfItem, row: Row): 0 {
    restate.run(JSON.stringify(problem), held ? 1 : 0, label, number(row['id']));
    return 0;
  }

  /**
   * Closed once: an arrival opens it, another reading of the same file or of the archive does not, unless it had left the
   * shelf for another record that stands in its place.
   */
  function comeAgain(item: NewShelfItem, arrival: Arrival, row: Row, digest: Uint8Array): number {
    const isSameFile = files.rootOf(number(row['file_id'])) === arrival.root;
    const isLeft = row['state'] === 'retried' && row['reason'] === COMPLETED;
    if ((isSameFile && !isLeft) || arrival.file.rebuilt === true) return 0;
    open.run(JSON.stringify(item.problem), item.held ? 1 : 0, arrival.id, arrival.nowMs, number(row['id']));
    if (row['state'] === 'discarded') reopened(digest, item.label, arrival);
    context.bump('quarantined', item.held ? 0 : 1);
    return 1;
  }

  function reopened(digest: Uint8Array, label: string, arrival: Arrival): void {
    parts.reopen(hex(digest), label);
    parts.tell(label, arrival);
  }

  return {
    shelve,
    end: ({ id, reason }, nowMs) => void end.run(nowMs, reason, id),
    staysGivenUp({ label }, digest, { root }) {
      if (!givenUp.holds(digest)) return false;
      const row = find.get(digest);
      if (row && files.rootOf(number(row['file_id'])) === root) return true;
      close.run(digest);
      parts.reopen(hex(digest), label);
      return false;
    },
  };
}
