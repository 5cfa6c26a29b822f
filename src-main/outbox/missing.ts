/**
 * Owns: the oldest receipt and the oldest signal of every place where something can lie that HEADO does not have
 * (decisions 31). Only reads, at most one row per place, however much lies there.
 * In the order in which things were stored: clocks jump, numbers do not. What was judged again is as old as the file
 * that brought it, and looked for apart.
 */
import type { DatabaseSync } from 'node:sqlite';
import { number, optionalNumber, type Row } from './rows.ts';
import { ASIDE, CAME_EARLIER } from './schema.ts';

const ASIDE_PLACES = ['slow', 'ejected', 'quarantined', 'unconfirmed'] as const;

/** `waiting` or in flight; out of line; on the shelf: `held`, or for a person. */
export type MissingPlace = 'waiting' | 'doubtful' | (typeof ASIDE_PLACES)[number] | 'held' | 'shelf';

export interface Missing {
  readonly what: 'receipt' | 'signal';
  readonly place: MissingPlace;
  /** The same thing has the same id as long as it lies there. */
  readonly id: number;
  /** When its file was first taken, milliseconds since 1970 UTC. */
  readonly takenAtMs: number;
  /** When it happened; null where that is not known. */
  readonly occurredAtMs: number | null;
}

const ENTRIES = `SELECT seq AS id, state, lane, occurred_at_ms, coalesce(came_at_ms, taken_at_ms) AS taken_at_ms
  FROM entries`;

/** What is not sure to be a signal counts as a receipt. */
export function createMissing(database: DatabaseSync): () => Missing[] {
  const inLine = database.prepare(`${ENTRIES} WHERE lane = ? AND state = 'waiting' ORDER BY seq LIMIT 1`);
  const aside = database.prepare(`${ENTRIES} WHERE ${ASIDE} AND state = ? AND lane = ? ORDER BY seq LIMIT 1`);
  const doubtful = database.prepare(`${ENTRIES} WHERE state = 'doubtful' AND lane = ? ORDER BY seq LIMIT 1`);
  const cameEarlier = database.prepare(
    `${ENTRIES} WHERE ${CAME_EARLIER} AND (lane = 'signals') = ? ORDER BY came_at_ms LIMIT 1`,
  );
  const onShelf = database.prepare(
    `SELECT id, since_ms AS taken_at_ms, NULL AS occurred_at_ms FROM shelf
     WHERE state = 'open' AND held = ? ORDER BY id LIMIT 1`,
  );

  return () =>
    [
      found('receipt', 'waiting', inLine.get('receipts')),
      found('receipt', 'waiting', inLine.get('manual')),
      found('signal', 'waiting', inLine.get('signals')),
      found('receipt', 'doubtful', doubtful.get('receipts')),
      found('receipt', 'doubtful', doubtful.get('manual')),
      found('signal', 'doubtful', doubtful.get('signals')),
      ...ASIDE_PLACES.flatMap((place) => [
        found('receipt', place, aside.get(place, 'receipts')),
        found('receipt', place, aside.get(place, 'manual')),
        found('signal', place, aside.get(place, 'signals')),
      ]),
      foundEarlier('receipt', cameEarlier.get(0)),
      foundEarlier('signal', cameEarlier.get(1)),
      found('receipt', 'held', onShelf.get(1)),
      found('receipt', 'shelf', onShelf.get(0)),
    ].filter((each) => each !== undefined);
}

function foundEarlier(what: Missing['what'], row: Row | undefined): Missing | undefined {
  const place = [...ASIDE_PLACES, 'doubtful' as const].find((each) => each === row?.['state']) ?? 'waiting';
  return found(what, place, row);
}

function found(what: Missing['what'], place: MissingPlace, row: Row | undefined): Missing | undefined {
  if (!row) return undefined;
  return {
    what,
    place,
    id: number(row['id']),
    takenAtMs: number(row['taken_at_ms']),
    occurredAtMs: optionalNumber(row['occurred_at_ms']),
  };
}
