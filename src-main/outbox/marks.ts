/**
 * Owns: the few words that the database says about itself.
 * `generation`: its name among all that ever lay in the folder. `rebuild`: archive and ledger must be replayed
 * into it before anything is sent. `unread`: JSON list of the drop folders whose archive has still to be replayed.
 * `data`: the name of the data folder, which a new database keeps. `pruned_to`: no row beyond this number was ever
 * forgotten. `forgetting`: how far forgetting had come, and when.
 */
import type { DatabaseSync } from 'node:sqlite';
import { text } from './rows.ts';

export type Mark = 'generation' | 'rebuild' | 'unread' | 'data' | 'pruned_to' | 'forgetting';

/** Empty: never written. */
export function readMark(database: DatabaseSync, mark: Mark): string {
  return text(database.prepare('SELECT value FROM marks WHERE name = ?').get(mark)?.['value']);
}

/** Inside the caller's transaction. */
export function writeMark(database: DatabaseSync, mark: Mark, value: string): void {
  database.prepare('INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)').run(mark, value);
}
