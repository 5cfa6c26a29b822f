/**
 * Owns: where receipts lie that HEADO does not have: by the state of an entry, on the shelf, in rejected files.
 * Promises: what a shelf record comes to is read once; one that cannot be read has no sum. Refuses to know: words.
 */
import type { MissingWhy } from '../../contract/snapshot.ts';
import type { Kept } from '../../kpi/missing.ts';
import type { SourceRecords } from '../../intake/judge.ts';
import type { ShelfRow } from '../../outbox/answers.ts';
import type { EntryState } from '../../outbox/port.ts';
import type { Store } from '../open-store.ts';
import type { StatusReport } from '../status-schema.ts';

/** More records than these are told without their sum. */
const RECORDS_MAX = 200;

const WHY: Readonly<Record<EntryState, MissingWhy | undefined>> = {
  ...{
    waiting: 'waiting',
    in_flight: 'waiting',
    slow: 'waiting',
    ejected: 'refused',
    quarantined: 'refused',
  },
  ...{ unconfirmed: 'unconfirmed', doubtful: 'unconfirmed' },
  ...{ delivered: undefined, discarded: undefined, recorded: undefined },
};

/** Null: HEADO has it, or nobody waits for it any more. */
export function keptAs(state: EntryState, count: number, amount: number | null): Kept | null {
  const why = WHY[state];
  return why === undefined ? null : { why, count, amount };
}

/** A receipt on the shelf, and since when it lies there. */
export interface Shelved extends Kept {
  readonly sinceMs: number;
}

/** What is read of the outbox at a time. */
export interface KeptNow {
  /** On the shelf: they became no entry. */
  readonly shelved: readonly Shelved[];
  /** Everything, of whatever day. */
  readonly all: readonly Kept[];
}

export type ReadKept = (status: Pick<StatusReport, 'outbox' | 'quarantine'>) => KeptNow;

export function createReadKept({ opened, readFile }: Pick<Store, 'opened' | 'readFile'>): ReadKept {
  const { reading } = opened.outbox;
  const amounts = new Map<number, Amount>();

  function amountOf({ id, fileId, raw }: ShelfRow): Amount {
    const known = amounts.get(id);
    if (known !== undefined) return known;
    const { name: fileName = '', format = '' } = reading.file(fileId) ?? {};
    const read = readFile(Buffer.from(raw, 'utf8'), { fileName, mtimeMs: 0, format, encoding: 'utf-8' });
    const amount = read.state === 'complete' ? readAmount(read.records) : null;
    amounts.set(id, amount);
    return amount;
  }

  return ({ outbox, quarantine }) => {
    const rows = reading.shelf({ open: true, limit: RECORDS_MAX });
    const shelved = rows.flatMap((row): Shelved[] => {
      const amount = amountOf(row);
      const why = row.held ? 'held' : 'aside';
      return amount === 'signal' ? [] : [{ why, count: 1, amount, sinceMs: row.sinceMs }];
    });
    const entries = reading.taken.kept();
    const refused = entries.find(({ state }) => state === 'quarantined')?.receipts ?? 0;
    const beyond = (why: MissingWhy, count: number, held: boolean): Kept => {
      const listed = rows.filter((row) => row.held === held).length;
      return { why, count: Math.max(count - listed, 0), amount: null };
    };
    const all = [
      ...entries.flatMap(({ state, receipts, amount }) => keptAs(state, receipts, amount) ?? []),
      ...shelved,
      beyond('held', outbox.held, true),
      beyond('aside', outbox.quarantined - refused, false),
      { why: 'file' as const, count: quarantine.open - outbox.quarantined, amount: null },
    ];
    return { shelved, all };
  };
}

/** Roubles; `signal`: no receipt at all. */
type Amount = number | 'signal' | null;

function readAmount(records: SourceRecords): Amount {
  if (!(Symbol.iterator in records)) return null;
  for (const record of records) {
    if (record.type === 'signal') return 'signal';
    if (record.type === 'receipt')
      return Number.isFinite(Number(record.draft.amount)) ? Number(record.draft.amount) : null;
  }
  return null;
}
