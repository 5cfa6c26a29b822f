/**
 * Owns: whether a data folder has anything that would be forgotten with it, asked by a program of whatever version
 * before it opens the folder: of tables and columns that every version has.
 */
import { databasePath } from './open.ts';
import { openReadOnly } from './sqlite.ts';

const COUNT = `SELECT
  (SELECT count(*) FROM entries WHERE state NOT IN ('delivered', 'discarded', 'recorded')) +
  (SELECT count(*) FROM shelf WHERE state = 'open') AS open`;

/** What HEADO may not have, or a person has still to decide about. 0 for a folder that cannot be read. */
export function countOpen(dataDir: string): number {
  try {
    const database = openReadOnly(databasePath(dataDir));
    try {
      return Number(database.prepare(COUNT).get()?.['open']);
    } finally {
      database.close();
    }
  } catch {
    return 0;
  }
}
