/**
 * Owns: which large files are being read now. A row that is found at a later start tells that the process died while
 * it read the file (drop folder, "Taking a file" 7).
 * Promises: a row is on the disk before `begin` returns.
 */
import { commit, type OutboxContext } from './context.ts';
import { number } from './rows.ts';

export interface Readings {
  /** The file at `path` is read from now on; answers how many processes died of it as it is, one after another. */
  begin(path: string, facts: string): number;
  /** It was read, or will not be. */
  end(path: string): void;
}

export function createReadings(context: OutboxContext): Readings {
  const { database } = context;
  const begin = database.prepare(
    `INSERT INTO readings (path, facts, crashes) VALUES (?, ?, 0)
     ON CONFLICT (path) DO UPDATE SET facts = excluded.facts,
       crashes = CASE WHEN facts = excluded.facts THEN crashes + 1 ELSE 0 END
     RETURNING crashes`,
  );
  const end = database.prepare('DELETE FROM readings WHERE path = ?');
  return {
    begin: (path, facts) => commit(context, () => number(begin.get(path, facts)?.['crashes'])),
    end(path) {
      commit(context, () => end.run(path));
    },
  };
}
