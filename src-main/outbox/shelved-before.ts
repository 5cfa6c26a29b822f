/**
 * Owns: what earlier readings of a file put on the shelf, when the file is read again: a record that is whole now, or
 * became an entry, lies there no more. Inside the caller's transaction.
 * Promises: told by the text alone, as a file may be written anew with other records in the same places: what leaves the
 * shelf stands in the file as it lay there.
 */
import type { OutboxContext } from './context.ts';
import type { NewShelfItem } from './port.ts';
import { number, text, type Row } from './rows.ts';

type Place = Pick<NewShelfItem, 'at' | 'raw'>;

export interface ShelvedBefore {
  /** The record was read again: what was cut in its place, and is whole or longer now, leaves the shelf. */
  complete(record: Place, nowMs: number): void;
  /** The record is an entry: it is no longer on the shelf. */
  release(record: Place, nowMs: number): void;
}

/** Why it left the shelf. */
export const COMPLETED = 'completed';

/** For a file by its number. */
export function createShelvedBefore({
  database,
}: Pick<OutboxContext, 'database'>): (fileId: number) => ShelvedBefore {
  const open = database.prepare(
    "SELECT id, at, raw, unfinished FROM shelf WHERE file_id = ? AND state = 'open'",
  );
  const close = database.prepare(
    `UPDATE shelf SET state = 'retried', closed_at_ms = ?, reason = '${COMPLETED}', version = version + 1
     WHERE id = ? AND state = 'open'`,
  );

  return (fileId) => {
    const byPlace = Map.groupBy(open.all(fileId), (row) => text(row['at']));
    const wasCut = (row: Row, raw: string): boolean =>
      row['unfinished'] === 1 && row['raw'] !== raw && raw.startsWith(text(row['raw']));
    function closeWhere(at: string, nowMs: number, fits: (row: Row) => boolean): void {
      for (const row of byPlace.get(at) ?? []) if (fits(row)) close.run(nowMs, number(row['id']));
    }
    return {
      complete: ({ at, raw }, nowMs) => closeWhere(at, nowMs, (row) => wasCut(row, raw)),
      release: ({ at, raw }, nowMs) => closeWhere(at, nowMs, (row) => row['raw'] === raw || wasCut(row, raw)),
    };
  };
}
