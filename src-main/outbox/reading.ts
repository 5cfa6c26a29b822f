/**
 * Owns: every question that people and the status ask the outbox. Only reads, so it also works on a database
 * that another process owns.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Counter } from './counter.ts';
import type { EntryState, Lane } from './port.ts';
import {
  toBatchRow,
  toEntryRow,
  toFileRow,
  toShelfRow,
  toState,
  type BatchRow,
  type EntryRow,
  type FileRow,
  type ShelfRow,
} from './answers.ts';
import { createMissing, type Missing } from './missing.ts';
import { number, text, toMembers } from './rows.ts';
import { ASIDE, FLYING } from './schema.ts';
import { createTakenRows, type TakenRows } from './taken-rows.ts';

export interface Counts {
  /** What is open now; `delivered`, `discarded` and `recorded` since the database was begun. */
  readonly byState: Readonly<Record<EntryState, number>>;
  readonly shelf: { readonly open: number; readonly held: number };
  /** The oldest of every place where something lies that HEADO does not have. */
  readonly missing: readonly Missing[];
  readonly counters: Readonly<Record<string, number>>;
}

export interface ListFilter {
  readonly state?: EntryState | undefined;
  readonly lane?: Lane | undefined;
  readonly label?: string | undefined;
  readonly sinceMs?: number | undefined;
  readonly limit: number;
}

export interface OutboxReading {
  readonly taken: TakenRows;
  counts(): Counts;
  list(filter: ListFilter): EntryRow[];
  byLabel(label: string): EntryRow[];
  entry(seq: number): EntryRow | undefined;
  payload(seq: number): string | undefined;
  file(id: number): FileRow | undefined;
  /** The batches that an entry was ever a member of, oldest first. */
  batchesOf(row: EntryRow): BatchRow[];
  /** Records on the shelf, newest first. */
  shelf(filter: {
    readonly open: boolean;
    readonly label?: string | undefined;
    readonly limit: number;
  }): ShelfRow[];
  /** The record while it lies on the shelf. */
  shelfItem(id: number): ShelfRow | undefined;
  /** How many receipts came in which format since an instant: two formats on one till are a warning. */
  formatsSince(sinceMs: number): { format: string; entries: number }[];
  /** Facts of a lane's entries since an instant, oldest first. */
  factsSince(
    lane: Lane,
    sinceMs: number,
  ): { facts: string; state: EntryState; party: string; occurredAtMs: number }[];
}

/** A search by id looks at this many of the newest matches. */
const STORIES_MAX = 50;

export function createReading(database: DatabaseSync): OutboxReading {
  const select = `SELECT *, seq IN (${FLYING}) AS flying FROM entries`;
  const one = database.prepare(`${select} WHERE seq = ?`);
  const waiting = database.prepare("SELECT count(*) AS n FROM entries WHERE state = 'waiting'");
  const aside = database.prepare(`SELECT state, count(*) AS n FROM entries WHERE ${ASIDE} GROUP BY state`);
  const doubtful = database.prepare("SELECT count(*) AS n FROM entries WHERE state = 'doubtful'");
  const counters = database.prepare('SELECT name, value FROM counters');
  const flying = database.prepare("SELECT members FROM batches WHERE state = 'open'");
  const onShelf = database.prepare(
    "SELECT count(*) AS n, total(held) AS held FROM shelf WHERE state = 'open'",
  );
  const missing = createMissing(database);
  const shelfItem = database.prepare("SELECT * FROM shelf WHERE state = 'open' AND id = ?");
  const openShelf = database.prepare("SELECT * FROM shelf WHERE state = 'open' ORDER BY id DESC LIMIT ? + 0");
  const shelfByLabel = database.prepare(
    `SELECT * FROM shelf WHERE label = ?1 AND (?2 = 0 OR state = 'open') ORDER BY id DESC LIMIT ?3 + 0`,
  );
  const everShelved = database.prepare('SELECT * FROM shelf ORDER BY id DESC LIMIT ? + 0');
  const payloads = database.prepare('SELECT payload FROM payloads WHERE seq = ?');
  const files = database.prepare('SELECT * FROM files WHERE id = ?');
  const attempts = database.prepare('SELECT * FROM attempts WHERE batch = ? ORDER BY at_ms');
  const batches = database.prepare(
    `SELECT b.* FROM batches b WHERE b.lane IN (SELECT value FROM json_each(?1)) AND b.first_seq <= ?2 AND b.last_seq >= ?2
       AND EXISTS (SELECT 1 FROM json_each(b.members) m WHERE m.value = ?2) ORDER BY b.id`,
  );

  function counts(): Counts {
    const tally = new Map<string, number>();
    for (const row of aside.all()) tally.set(text(row['state']), number(row['n']));
    const inFlight = flying.all().reduce((total, row) => total + toMembers(row['members']).length, 0);
    const of = (state: EntryState): number => tally.get(state) ?? 0;
    const shelf = onShelf.get();
    const values = new Map(counters.all().map((row) => [text(row['name']), number(row['value'])]));
    const total = (name: Counter): number => values.get(name) ?? 0;
    return {
      byState: {
        waiting: number(waiting.get()?.['n']) - inFlight,
        in_flight: inFlight,
        delivered: total('delivered'),
        unconfirmed: of('unconfirmed'),
        doubtful: number(doubtful.get()?.['n']),
        slow: of('slow'),
        ejected: of('ejected'),
        quarantined: of('quarantined'),
        discarded: total('discarded'),
        recorded: total('recorded'),
      },
      shelf: { open: number(shelf?.['n']) - number(shelf?.['held']), held: number(shelf?.['held']) },
      missing: missing(),
      counters: Object.fromEntries(values),
    };
  }

  /** A receipt that was sent by hand and went on in line was a member of batches of both lanes. */
  function batchesOf({ lane, seq }: EntryRow): BatchRow[] {
    const lanes: readonly Lane[] = lane === 'signals' ? [lane] : ['receipts', 'manual'];
    return batches
      .all(JSON.stringify(lanes), seq)
      .map((row) => toBatchRow(row, attempts.all(number(row['id']))));
  }

  function shelf({ open, label, limit }: Parameters<OutboxReading['shelf']>[0]): ShelfRow[] {
    if (label !== undefined) return shelfByLabel.all(label, open ? 1 : 0, limit).map(toShelfRow);
    return (open ? openShelf : everShelved).all(limit).map(toShelfRow);
  }

  function list(filter: ListFilter): EntryRow[] {
    const { state, lane, label, sinceMs, limit } = filter;
    const terms = [
      state && OF_STATE[state],
      lane && OF_LANE[lane],
      label === undefined ? undefined : 'label = $label',
      sinceMs === undefined ? undefined : 'taken_at_ms >= $sinceMs',
    ].filter((term) => term !== undefined);
    const where = terms.length > 0 ? `WHERE ${terms.join(' AND ')}` : '';
    const statement = database.prepare(`${select} ${where} ORDER BY seq DESC LIMIT $limit`);
    const values = {
      limit,
      ...(label === undefined ? {} : { label }),
      ...(sinceMs === undefined ? {} : { sinceMs }),
    };
    return statement.all(values).map(toEntryRow);
  }

  return {
    taken: createTakenRows(database),
    counts,
    list,
    byLabel: (label) => list({ label, limit: STORIES_MAX }).reverse(),
    entry(seq) {
      const row = one.get(seq);
      return row && toEntryRow(row);
    },
    payload(seq) {
      const row = payloads.get(seq);
      return row && text(row['payload']);
    },
    file(id) {
      const row = files.get(id);
      return row && toFileRow(row);
    },
    batchesOf,
    shelf,
    shelfItem(id) {
      const row = shelfItem.get(id);
      return row && toShelfRow(row);
    },
    formatsSince: (sinceMs) =>
      database
        .prepare(
          `SELECT f.format, count(*) AS n FROM files f JOIN entries e ON e.file_id = f.id
           WHERE f.taken_at_ms >= ? AND e.lane = 'receipts' GROUP BY f.format`,
        )
        .all(sinceMs)
        .map((row) => ({ format: text(row['format']), entries: number(row['n']) })),
    factsSince: (lane, sinceMs) =>
      database
        .prepare(
          `SELECT facts, state, party, occurred_at_ms FROM entries
           WHERE ${OF_LANE[lane]} AND occurred_at_ms >= ? ORDER BY seq`,
        )
        .all(sinceMs)
        .map((row) => ({
          facts: text(row['facts']),
          state: toState(row, false),
          party: text(row['party']),
          occurredAtMs: number(row['occurred_at_ms']),
        })),
  };
}

/** What is in flight is stored as waiting. */
const OF_STATE: Readonly<Record<EntryState, string>> = {
  waiting: `state = 'waiting' AND seq NOT IN (${FLYING})`,
  in_flight: `seq IN (${FLYING})`,
  slow: `${ASIDE} AND state = 'slow'`,
  ejected: `${ASIDE} AND state = 'ejected'`,
  quarantined: `${ASIDE} AND state = 'quarantined'`,
  unconfirmed: `${ASIDE} AND state = 'unconfirmed'`,
  doubtful: "state = 'doubtful'",
  delivered: "state = 'delivered'",
  discarded: "state = 'discarded'",
  recorded: "state = 'recorded'",
};

const OF_LANE: Readonly<Record<Lane, string>> = {
  receipts: "lane = 'receipts'",
  signals: "lane <> 'receipts' AND lane = 'signals'",
  manual: "lane <> 'receipts' AND lane = 'manual'",
};
