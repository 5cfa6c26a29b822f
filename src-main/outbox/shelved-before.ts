/**
 * Owns: what earlier readings of a file put on the shelf, when the file is read again: a record that is whole now, or
 * became an entry, lies there no more. Inside the caller's transaction.
 * Promises: a record that one reading could read and another could not, as the encoding changed within the file, is an
 * entry and nothing else: told by its place, and by its name standing in what could not be read.
 */
import type { OutboxContext } from './context.ts';
import type { NewEntry, NewShelfItem } from './port.ts';
import { number, text, type Row } from './rows.ts';

type Place = Pick<NewShelfItem, 'at' | 'raw'>;

export interface ShelvedBefore {
  /** The record was read again: what was cut in its place, and is whole or longer now, leaves the shelf. */
  complete(record: Place, nowMs: number): void;
  /** The record is an entry: it is no longer on the shelf. */
  release(record: Pick<NewEntry, 'at' | 'raw' | 'label'>, nowMs: number): void;
  /** Nothing can be read of the record now, and an earlier reading made an entry of it. */
  wasTaken(record: Pick<NewShelfItem, 'at' | 'raw' | 'label'>): boolean;
}

/** For a file by its number. */
export function createShelvedBefore({
  database,
}: Pick<OutboxContext, 'database'>): (fileId: number) => ShelvedBefore {
  const open = database.prepare(
    "SELECT id, at, raw, label, unfinished FROM shelf WHERE file_id = ? AND state = 'open'",
  );
  const taken = database.prepare('SELECT label FROM entries WHERE file_id = ? AND at = ?');
  const close = database.prepare(
    `UPDATE shelf SET state = 'retried', closed_at_ms = ?, reason = 'completed', version = version + 1
     WHERE id = ? AND state = 'open'`,
  );

  return (fileId) => {
    const byPlace = Map.groupBy(open.all(fileId), (row) => text(row['at']));
    const isCut = (row: Row, raw: string): boolean => row['unfinished'] === 1 && row['raw'] !== raw;
    const isUnread = (row: Row, label: string): boolean =>
      row['label'] === '' && names(text(row['raw']), label);
    function closeWhere(at: string, nowMs: number, fits: (row: Row) => boolean): void {
      for (const row of byPlace.get(at) ?? []) if (fits(row)) close.run(nowMs, number(row['id']));
    }
    return {
      complete: ({ at, raw }, nowMs) => closeWhere(at, nowMs, (row) => isCut(row, raw)),
      release: ({ at, raw, label }, nowMs) =>
        closeWhere(at, nowMs, (row) => row['raw'] === raw || isCut(row, raw) || isUnread(row, label)),
      wasTaken: ({ at, raw, label }) =>
        label === '' && taken.all(fileId, at).some((row) => names(raw, text(row['label']))),
    };
  };
}

/** What stands between the values of a record, in whatever format. */
const BETWEEN = /[\s"',;:|{}[\]]+/;

function names(raw: string, label: string): boolean {
  return label !== '' && raw.split(BETWEEN).includes(label);
}
