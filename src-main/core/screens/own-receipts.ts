/**
 * Owns: this till's own receipts as the screens need them: today's, those of the shift, and those of the month
 * that the server's report cannot contain yet (decisions 29).
 * Promises: overcounting never. `firstPostAtMs` is the moment at which the first POST began that may have brought a
 * receipt to the server. Where that moment was not seen (the screens were opened later) it is the freezing of the
 * receipt's first batch, which is earlier: such a receipt may miss for one report, and is never counted twice.
 * A POST that certainly registered nothing gives the receipt back to the overlay, unless one before it was
 * uncertain. Refuses to know: reports, clocks, screens.
 */
import { z } from 'zod';
import type { OwnReceipt } from '../../kpi/model.ts';
import type { EntryState } from '../../outbox/port.ts';
import type { OutboxReading } from '../../outbox/reading.ts';
import type { TakenRow } from '../../outbox/taken-rows.ts';
import type { PostFact } from '../../sender/lane.ts';

/** Rows read at once; some milliseconds. */
const PAGE = 500;
/** A month of a busy till; more is a backlog that no screen tells apart. */
const RECEIPTS_MAX = 50_000;

export interface Own extends OwnReceipt {
  readonly seq: number;
  readonly device: string;
  /** Who sold, else who sat at the till; null: the receipt does not say. */
  readonly seller: string | null;
  readonly takenAtMs: number;
  readonly state: EntryState;
}

/** A POST and when it was heard of, by `Reports.moment`. */
export interface Heard {
  readonly atMs: number;
  readonly fact: PostFact;
}

export interface OwnReceipts {
  /** Reads what was stored since the last time, then follows the posts. True: something changed. */
  follow(heard: readonly Heard[]): boolean;
  /** Reads again what may have left or entered quarantine. */
  lookAgain(): void;
  /** Forgets all receipts that `isNeeded` does not want. */
  forget(isNeeded: (receipt: Own) => boolean): void;
  /** In the order they were taken. */
  list(): readonly Own[];
}

const wireSchema = z.object({
  amount: z.number(),
  cashier: z.string().optional(),
  positions: z.array(z.object({ count: z.number(), seller: z.string().optional() })),
});

const REFUSED: ReadonlySet<EntryState> = new Set(['quarantined', 'discarded']);
const GONE: ReadonlySet<EntryState> = new Set(['delivered', 'unconfirmed']);

/** Everything taken at `sinceMs` or later, and all that can still be sent. */
export function openOwnReceipts(reading: OutboxReading, sinceMs: number): OwnReceipts {
  const { taken } = reading;
  const bySeq = new Map<number, Own>();
  let newest = 0;
  load();

  function load(): void {
    const rows: TakenRow[] = [];
    for (let before = Number.MAX_SAFE_INTEGER; rows.length < RECEIPTS_MAX;) {
      const page = taken.before(before, PAGE);
      if (rows.length === 0) newest = page[0]?.seq ?? 0;
      rows.push(...page.filter(({ takenAtMs }) => takenAtMs >= sinceMs));
      before = page.at(-1)?.seq ?? 0;
      if (page.length < PAGE || page.every(({ takenAtMs }) => takenAtMs < sinceMs)) break;
    }
    const oldest = rows.at(-1)?.seq ?? newest + 1;
    rows.push(...taken.unsentBefore(oldest, RECEIPTS_MAX));
    const earliestMs = rows.reduce((least, { takenAtMs }) => Math.min(least, takenAtMs), sinceMs);
    const frozen = taken.firstFrozen(earliestMs);
    for (const row of rows.sort((one, other) => one.seq - other.seq)) add(row, frozen.get(row.seq) ?? null);
  }

  function add(row: TakenRow, frozenAtMs: number | null): void {
    if (row.lane === 'signals' || row.payload === '') return;
    const wire = wireSchema.safeParse(JSON.parse(row.payload));
    if (!wire.success) return;
    // What leaves by other ways than the lane is not heard of: it may have left as soon as it was taken.
    const unheard = row.lane === 'manual' || GONE.has(row.state);
    const { amount, cashier, positions } = wire.data;
    const pieces = positions.reduce((sum, { count }) => sum + count, 0);
    bySeq.set(row.seq, {
      seq: row.seq,
      id: String(row.seq),
      device: row.party,
      seller: positions.find(({ seller }) => seller !== undefined)?.seller ?? cashier ?? null,
      takenAtMs: row.takenAtMs,
      occurredAtMs: row.occurredAtMs,
      amount,
      items: amount < 0 ? -pieces : pieces,
      receipts: amount < 0 ? 0 : 1,
      firstPostAtMs: frozenAtMs ?? (unheard ? row.takenAtMs : null),
      refused: REFUSED.has(row.state),
      state: row.state,
    });
  }

  function change(seq: number, how: (receipt: Own) => Partial<Own>): void {
    const receipt = bySeq.get(seq);
    if (receipt) bySeq.set(seq, { ...receipt, ...how(receipt) });
  }

  function hear({ fact, atMs }: Heard): void {
    const seqs = fact.batch.entries.map(({ seq }) => seq);
    if (fact.kind === 'began') {
      for (const seq of seqs)
        change(seq, ({ firstPostAtMs }) => ({ state: 'in_flight', firstPostAtMs: firstPostAtMs ?? atMs }));
      return;
    }
    const { came, batch } = fact;
    const isAbsent = came.does === 'stay' ? !came.uncertain && !batch.uncertain : isRefusal(came);
    const state = came.does === 'end' && came.settlement.verdict === 'accepted' ? 'delivered' : 'waiting';
    for (const seq of seqs) change(seq, () => ({ state, ...(isAbsent && { firstPostAtMs: null }) }));
    if (came.does === 'stay' || came.settlement.verdict === 'accepted') return;
    for (const { seq, to } of came.settlement.outcasts)
      change(seq, () => ({ state: to, refused: to === 'quarantined' }));
  }

  return {
    follow(heard) {
      let rows = taken.after(newest, PAGE);
      const changed = rows.length + heard.length > 0;
      while (rows.length > 0) {
        for (const row of rows) add(row, null);
        newest = rows.at(-1)?.seq ?? newest;
        rows = taken.after(newest, PAGE);
      }
      for (const each of heard) hear(each);
      return changed;
    },
    lookAgain() {
      for (const { seq, state } of [...bySeq.values()]) {
        if (GONE.has(state)) continue;
        const now = taken.state(seq) ?? 'discarded';
        change(seq, () => ({ state: now, refused: REFUSED.has(now) }));
      }
    },
    forget(isNeeded) {
      for (const receipt of [...bySeq.values()]) if (!isNeeded(receipt)) bySeq.delete(receipt.seq);
    },
    list: () => [...bySeq.values()],
  };
}

/** A definite no, after which the server has nothing of the batch. */
function isRefusal(came: Extract<Extract<PostFact, { kind: 'ended' }>['came'], { does: 'end' }>): boolean {
  return came.settlement.verdict === 'dissolved' && !came.settlement.perhapsStored;
}
