/**
 * Owns: what a person (or a corrected clock) does with records and entries that are out of line: retry, discard.
 * Every action names the version it was decided on; a stale one is refused, so two people cannot undo each other.
 */
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { atAllCosts, commit, type OutboxContext } from './context.ts';
import type { LedgerMember } from './ledger-line.ts';
import { KEY_COLUMNS, bytes, hex, number, text, toLedgerMember, type Row } from './rows.ts';

export type ShelfProblem = 'quarantine.unknown' | 'quarantine.stale';

/** A record on the shelf, with what is needed to judge it anew. */
export interface ShelfRecord {
  readonly id: number;
  readonly version: number;
  readonly held: boolean;
  readonly raw: string;
  readonly at: string;
  /** JSON of the reason it lies there for. */
  readonly problem: string;
  readonly fileId: number;
  readonly fileName: string;
  readonly format: string;
  readonly mtimeMs: number;
  /** It may have become an entry and been sent before, where nobody remembers. */
  readonly perhapsSent: boolean;
}

export interface Action {
  readonly id: number;
  readonly version: number;
  readonly reason: string;
}

export interface Shelf {
  /** Open records after `afterId`, oldest first, at most `limit`; only the held ones when asked. */
  open(filter: { readonly held?: boolean; readonly afterId?: number; readonly limit: number }): ShelfRecord[];
  record(id: number): ShelfRecord | undefined;
  /** Takes a record off the shelf because it became an entry or was given up. */
  close(action: Action, as: 'retried' | 'discarded'): Result<undefined, Problem<ShelfProblem>>;
  /** Keeps a retried record on the shelf with its new reason. */
  restate(id: number, held: boolean, reason: Problem): void;
  /** Gives up a quarantined, ejected, slow or unconfirmed entry: its payload stays, it is never sent. */
  discardEntry(action: Action): Result<undefined, Problem<ShelfProblem>>;
  /** The version of an entry that is out of line, or undefined. */
  entryVersion(seq: number): number | undefined;
}

const COLUMNS = `s.id, s.version, s.held, s.raw, s.at, s.problem, s.file_id, s.digest, s.rebuilt, s.label, f.name, f.format, f.mtime_ms
  FROM shelf s JOIN files f ON f.id = s.file_id WHERE s.state = 'open'`;

export function createShelf(context: OutboxContext): Shelf {
  const { database, clock } = context;
  const byId = database.prepare(`SELECT ${COLUMNS} AND s.id = ?`);
  const list = database.prepare(`SELECT ${COLUMNS} AND s.held >= ? AND s.id > ? ORDER BY s.id LIMIT ?`);
  const closeItem = database.prepare(
    'UPDATE shelf SET state = ?, closed_at_ms = ?, reason = ?, version = version + 1 WHERE id = ?',
  );
  const restateItem = database.prepare(
    'UPDATE shelf SET problem = ?, held = ?, version = version + 1 WHERE id = ?',
  );
  const entry = database.prepare(
    `SELECT e.version, e.label, ${KEY_COLUMNS} FROM entries e
     WHERE seq = ? AND state IN ('quarantined', 'ejected', 'slow', 'unconfirmed')`,
  );
  const discard = database.prepare(
    "UPDATE entries SET state = 'discarded', settled_at_ms = ?, version = version + 1 WHERE seq = ?",
  );

  const toRecord = (row: Row): ShelfRecord => ({
    id: number(row['id']),
    version: number(row['version']),
    held: row['held'] === 1,
    raw: text(row['raw']),
    at: text(row['at']),
    problem: text(row['problem']),
    fileId: number(row['file_id']),
    fileName: text(row['name']),
    format: text(row['format']),
    mtimeMs: number(row['mtime_ms']),
    perhapsSent: row['rebuilt'] === 1,
  });

  function check(version: number | undefined, action: Action): Result<undefined, Problem<ShelfProblem>> {
    if (version === undefined) return fail(problem('quarantine.unknown', '', { id: action.id }));
    if (version !== action.version) {
      return fail(
        problem('quarantine.stale', '', { id: action.id, given: action.version, current: version }),
      );
    }
    return ok(undefined);
  }

  return {
    open: ({ held, afterId, limit }) => list.all(held === true ? 1 : 0, afterId ?? 0, limit).map(toRecord),
    record(id) {
      const row = byId.get(id);
      return row && toRecord(row);
    },
    close(action, as) {
      const row = byId.get(action.id);
      const checked = check(row && number(row['version']), action);
      if (!checked.ok || !row) return checked;
      change(() => {
        if (as === 'discarded') appendDiscard([hex(bytes(row['digest'])), null, null, text(row['label'])]);
        closeItem.run(as, clock.now(), action.reason, action.id);
        if (as === 'discarded') context.bump('discarded', 1);
      });
      return checked;
    },
    restate(id, held, reason) {
      change(() => restateItem.run(JSON.stringify(reason), held ? 1 : 0, id));
    },
    discardEntry(action) {
      const row = entry.get(action.id);
      const checked = check(row && number(row['version']), action);
      if (!checked.ok || !row) return checked;
      change(() => {
        appendDiscard(toLedgerMember(row));
        discard.run(clock.now(), action.id);
        context.bump('discarded', 1);
      });
      return checked;
    },
    entryVersion(seq) {
      const row = entry.get(seq);
      return row && number(row['version']);
    },
  };

  function change(work: () => unknown): void {
    atAllCosts(context, () => commit(context, work));
  }

  function appendDiscard(member: LedgerMember): void {
    const { generation, ledger } = context;
    const line = { did: 'discard', generation, at: clock.now(), entries: [member] } as const;
    ledger.append({ ...line, entries: [member] });
  }
}
