/**
 * Owns: counting what was sent before anybody knew that an archive held it already: a receipt that the POS dropped once
 * more after the data folder was lost or restored. Nobody could know it then; when the archive is read it is known.
 * Inside the caller's transaction.
 */
import type { OutboxContext } from './context.ts';
import type { UnknownSince } from './port.ts';
import { number, text } from './rows.ts';
import { FLYING } from './schema.ts';

/** Of these nothing was sent by this database, or what was is counted. */
const UNSENT: ReadonlySet<string> = new Set(['doubtful', 'recorded', 'discarded']);

/** Told of every entry that a record of such a file repeats. */
export function createLateCounter(context: OutboxContext): (seq: number, since: UnknownSince) => void {
  const { database, recent } = context;
  const find = database.prepare('SELECT state, rebuilt FROM entries WHERE seq = ?');
  // What was not posted yet is counted when it is.
  const willBeResent = database.prepare(
    `UPDATE entries SET rebuilt = 1 WHERE seq = ? AND state = 'waiting' AND doubt IS NULL AND seq NOT IN (${FLYING})`,
  );
  return (seq, { seq: known, counted }) => {
    const row = seq > known && !counted.has(seq) ? find.get(seq) : undefined;
    if (!row || number(row['rebuilt']) === 1 || UNSENT.has(text(row['state']))) return;
    counted.add(seq);
    recent.clear();
    if (Number(willBeResent.run(seq).changes) === 0) context.bump('rebuild_resends', 1);
  };
}
