/**
 * Owns: whether the outbox holds, in the end, exactly what it answered for each file, and only what any server may
 * rely on.
 */
import { z } from 'zod';
import type { FullOutbox } from '../../src-main/outbox/outbox.ts';
import { decimalSum } from '../main/receipt/sums.ts';
import type { Drained } from './fuzz-drop.ts';

/** What was answered, added up. A batch is forgotten once it is added. */
export interface Sums {
  add(drained: Drained): void;
  /** What the outbox says otherwise, as sentences. */
  compare(outbox: FullOutbox): string[];
}

const ALL = Number.MAX_SAFE_INTEGER;

const receiptSchema = z.object({
  ts: z.string().regex(/^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:00$/),
  amount: z.number().gt(-1e8).lt(1e8),
  extId: z.string().refine((id) => Array.from(id).length <= 40),
  positions: z.array(
    z.object({ name: z.string().refine((name) => Array.from(name).length <= 200), total: z.number() }),
  ),
  attributes: z.array(z.object({ value: z.string().regex(/^(?=.{1,10}$)-?\d+(\.\d{1,4})?$/) })),
});

export function createSums(): Sums {
  const total = { stored: 0, duplicates: 0, differing: 0, conflicts: 0, held: 0, refused: 0 };
  const storedOf = new Map<number, number>();
  const shelvedOf = new Map<number, number>();

  return {
    add({ takings }) {
      for (const { given, taken } of [...takings.values()].flat()) {
        const held = given.shelf.filter((item) => item.held).length;
        total.stored += taken.stored;
        total.duplicates += taken.duplicates;
        total.differing += taken.differing;
        total.conflicts += taken.conflicts;
        total.held += held;
        total.refused += taken.shelved - held;
        if (taken.stored > 0) addTo(storedOf, taken.fileId, taken.stored);
        const shelved = taken.shelved + taken.conflicts;
        if (shelved > 0) addTo(shelvedOf, taken.fileId, shelved);
      }
    },
    compare(outbox) {
      const { reading } = outbox;
      const rows = reading.list({ limit: ALL });
      const { counters, shelf, byState } = reading.counts();
      const facts: readonly (readonly [string, unknown, unknown])[] = [
        ['waiting', byState.waiting, total.stored],
        ['duplicates', counters['duplicates'], total.duplicates],
        ['differing duplicates', counters['differing_duplicates'], total.differing],
        ['conflicts', counters['conflicts'], total.conflicts],
        ['quarantined', counters['quarantined'], total.refused + total.conflicts],
        ['open on the shelf', shelf.open, total.refused + total.conflicts],
        ['held', shelf.held, total.held],
        ['entries by file', sorted(countByFile(rows)), sorted(storedOf)],
        ['shelf by file', sorted(countByFile(reading.shelf({ open: true, limit: ALL }))), sorted(shelvedOf)],
        [
          'soundness',
          JSON.stringify(outbox.verify()),
          JSON.stringify({ rows: rows.length, faults: [], structure: 'ok' }),
        ],
      ];
      const receipts = rows.filter(({ lane }) => lane === 'receipts');
      return [
        ...facts
          .filter(([, found, expected]) => found !== expected)
          .map(([what, found, expected]) => `outbox: ${what}: ${String(found)} for ${String(expected)}`),
        ...receipts.flatMap(({ seq }) => unfit(reading.payload(seq) ?? '')),
      ];
    },
  };
}

/** A file of many records is answered for in chunks. */
function addTo(counts: Map<number, number>, fileId: number, count: number): void {
  counts.set(fileId, (counts.get(fileId) ?? 0) + count);
}

function countByFile(rows: readonly { readonly fileId: number }[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { fileId } of rows) counts.set(fileId, (counts.get(fileId) ?? 0) + 1);
  return counts;
}

function sorted(counts: ReadonlyMap<number, number>): string {
  return JSON.stringify([...counts].sort(([one], [other]) => one - other));
}

/** What a payload has that no server takes: another form, or totals that do not add up. */
function unfit(payload: string): string[] {
  const parsed = receiptSchema.safeParse(JSON.parse(payload));
  if (!parsed.success) return [`outbox: ${parsed.error.message} in ${payload}`];
  const { amount, positions } = parsed.data;
  const isWhole =
    positions.length === 0 ||
    decimalSum(positions.map(({ total }) => total)) === decimalSum([Math.abs(amount)]);
  return isWhole ? [] : [`outbox: totals that do not add up in ${payload}`];
}
