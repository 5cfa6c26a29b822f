/**
 * Owns: reading the own receipts of the past in slices, so that no look at a screen holds the agent up, however much
 * waits. Batches first: they tell when a receipt may have left.
 */
import type { TakenRow, TakenRows } from '../../outbox/taken-rows.ts';

/** Rows read at once; some milliseconds. */
export const PAGE = 500;
/** Batches read at once: 20,000 numbers at most. */
const PAGE_BATCHES = 200;
/** A month of a busy till; more is a backlog that no screen tells apart. */
const RECEIPTS_MAX = 50_000;

export interface Past {
  readonly sinceMs: number;
  /** Rows before this number. */
  readonly end: number;
}

export interface PastReader {
  /** Filled first: when the first batch of an entry was frozen. */
  readonly frozen: Map<number, number>;
  readonly add: (row: TakenRow) => void;
}

/** Everything taken at `sinceMs` or later, newest first, then all older that can still be sent. One step per slice. */
export function* readPast(taken: TakenRows, past: Past, reader: PastReader): Generator<undefined, undefined> {
  yield* readBatches(taken, Math.min(past.sinceMs, taken.oldestUnsentMs() ?? past.sinceMs), reader);
  let before = past.end;
  for (let count = 0; count < RECEIPTS_MAX;) {
    const page = taken.before(before, PAGE);
    const wanted = page.filter(({ takenAtMs }) => takenAtMs >= past.sinceMs);
    wanted.forEach(reader.add);
    count += wanted.length;
    before = page.at(-1)?.seq ?? 0;
    if (page.length < PAGE || wanted.length === 0) break;
    yield;
  }
  let after = 0;
  for (let count = 0; count < RECEIPTS_MAX;) {
    const page = taken.unsentBetween(after, past.end, PAGE);
    page.forEach(reader.add);
    count += page.length;
    after = page.at(-1)?.seq ?? 0;
    if (page.length < PAGE) return;
    yield;
  }
}

function* readBatches(
  taken: TakenRows,
  fromMs: number,
  { frozen }: PastReader,
): Generator<undefined, undefined> {
  let page = taken.batchesBefore(Number.MAX_SAFE_INTEGER, PAGE_BATCHES);
  while (page.length > 0) {
    // Newest first: an earlier batch of the same entry replaces a later one.
    for (const { members, frozenAtMs } of page) for (const seq of members) frozen.set(seq, frozenAtMs);
    const oldest = page.at(-1);
    if (!oldest || oldest.frozenAtMs < fromMs) return;
    yield;
    page = taken.batchesBefore(oldest.id, PAGE_BATCHES);
  }
}
