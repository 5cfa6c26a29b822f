/**
 * Owns: this till's own receipts as the screens need them: today's, those of the shift, and those of the month
 * that the server's report cannot contain yet (decisions 29).
 * Promises: overcounting never. `firstPostAtMs` is the moment at which the first POST began that may have brought a
 * receipt to the server. Where that moment was not seen (the screens were opened later) it is the freezing of the
 * receipt's first batch, which is earlier: such a receipt may miss for one report, and is never counted twice.
 * A POST that certainly registered nothing gives the receipt back to the overlay, unless one before it was
 * uncertain, or left by a way that is not heard of here. Refuses to know: reports, clocks, screens.
 */
import { z } from 'zod';
import { plainLine } from '../../base/plain-text.ts';
import type { OwnReceipt } from '../../kpi/model.ts';
import type { EntryState } from '../../outbox/port.ts';
import type { OutboxReading } from '../../outbox/reading.ts';
import type { TakenRow } from '../../outbox/taken-rows.ts';
import type { PostFact } from '../../sender/lane-work.ts';
import { PAGE, readPast } from './read-past.ts';

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
  /** Reads one more slice of what was stored before, some milliseconds; false: all of it is there. */
  load(): boolean;
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

/** What HEADO refused is not counted, even if it gets one more try: overcounting never. */
const REFUSED: ReadonlySet<EntryState> = new Set(['ejected', 'quarantined', 'discarded']);
const GONE: ReadonlySet<EntryState> = new Set(['delivered', 'unconfirmed']);
/** Of these nobody knows when they came to HEADO, or whether they did: as soon as they were taken, then. */
const PERHAPS_THERE: ReadonlySet<EntryState> = new Set([...GONE, 'doubtful', 'recorded']);

/**
 * Everything taken at `sinceMs` or later, and all that can still be sent; read by `load`, the newest first. Posts are
 * to be followed from now on.
 */
export function openOwnReceipts(reading: OutboxReading, sinceMs: number): OwnReceipts {
  const { taken } = reading;
  let bySeq = new Map<number, Own>();
  let inOrder = true;
  let newest = taken.before(Number.MAX_SAFE_INTEGER, 1)[0]?.seq ?? 0;
  /** When the first batch of an entry was frozen. */
  const frozen = new Map<number, number>();
  /** Perhaps at the server since a posting that nobody here saw the end of, or that ended in doubt. */
  const doubtful = new Set<number>();
  const slices = readPast(taken, { sinceMs, end: newest + 1 }, { frozen, add: addOld });
  let loading = true;

  function addOld(row: TakenRow): void {
    if (bySeq.has(row.seq)) return;
    inOrder = false;
    add(row, frozen.get(row.seq) ?? null);
  }

  function add(row: TakenRow, frozenAtMs: number | null): void {
    if (row.lane === 'signals' || row.payload === '') return;
    const wire = wireSchema.safeParse(JSON.parse(row.payload));
    if (!wire.success) return;
    // What leaves by other ways than the lane is not heard of: it may have left as soon as it was taken.
    const unheard = row.lane === 'manual' || row.mayBeSent || PERHAPS_THERE.has(row.state);
    if (unheard || frozenAtMs !== null) doubtful.add(row.seq);
    const { amount, cashier, positions } = wire.data;
    const pieces = positions.reduce((sum, { count }) => sum + count, 0);
    bySeq.set(row.seq, {
      seq: row.seq,
      id: String(row.seq),
      device: row.party,
      seller: nameOf(positions.find(({ seller }) => seller !== undefined)?.seller ?? cashier),
      takenAtMs: row.takenAtMs,
      occurredAtMs: row.occurredAtMs,
      amount,
      items: amount < 0 ? -pieces : pieces,
      receipts: amount < 0 ? 0 : 1,
      firstPostAtMs: frozenAtMs ?? (unheard ? row.takenAtMs : null),
      // When is not known of what was sent before: not earlier than this.
      acknowledgedAtMs: PERHAPS_THERE.has(row.state) ? (frozenAtMs ?? row.takenAtMs) : null,
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
      for (const seq of seqs) {
        // Its row may be read later.
        if (loading && !bySeq.has(seq)) frozen.set(seq, frozen.get(seq) ?? atMs);
        change(seq, ({ firstPostAtMs }) => ({ state: 'in_flight', firstPostAtMs: firstPostAtMs ?? atMs }));
      }
      return;
    }
    const { came, batch } = fact;
    const isAbsent = came.does === 'stay' ? !came.uncertain && !batch.uncertain : isRefusal(came);
    const isTaken = came.does === 'end' && came.settlement.verdict === 'accepted';
    const state = isTaken ? 'delivered' : 'waiting';
    for (const seq of seqs) {
      if (!isAbsent) doubtful.add(seq);
      change(seq, ({ refused, acknowledgedAtMs }) => ({
        ...{ state, refused: refused && !isTaken },
        acknowledgedAtMs: isTaken ? atMs : acknowledgedAtMs,
        ...(!doubtful.has(seq) && { firstPostAtMs: null }),
      }));
    }
    if (came.does === 'stay' || came.settlement.verdict === 'accepted') return;
    for (const { seq, to } of came.settlement.outcasts)
      change(seq, () => ({ state: to, refused: REFUSED.has(to) }));
  }

  return {
    load() {
      loading &&= slices.next().done !== true;
      if (!loading) frozen.clear();
      return loading;
    },
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
        if (PERHAPS_THERE.has(now)) doubtful.add(seq);
        change(seq, ({ firstPostAtMs, acknowledgedAtMs, takenAtMs }) => ({
          ...{ state: now, refused: REFUSED.has(now) },
          ...(PERHAPS_THERE.has(now) && {
            firstPostAtMs: firstPostAtMs ?? takenAtMs,
            acknowledgedAtMs: acknowledgedAtMs ?? firstPostAtMs ?? takenAtMs,
          }),
        }));
      }
    },
    forget(isNeeded) {
      for (const receipt of [...bySeq.values()]) {
        if (isNeeded(receipt)) continue;
        bySeq.delete(receipt.seq);
        doubtful.delete(receipt.seq);
      }
    },
    list() {
      if (!inOrder) bySeq = new Map([...bySeq].sort(([one], [other]) => one - other));
      inOrder = true;
      return [...bySeq.values()];
    },
  };
}

/** A definite no, after which the server has nothing of the batch. */
function isRefusal(came: Extract<Extract<PostFact, { kind: 'ended' }>['came'], { does: 'end' }>): boolean {
  return came.settlement.verdict === 'dissolved' && !came.settlement.perhapsStored;
}

/** As HEADO's own reports are read: a seller is found in them by name. */
function nameOf(seller: string | undefined): string | null {
  const name = plainLine(seller ?? '');
  return name === '' ? null : name;
}
