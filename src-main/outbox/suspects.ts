/**
 * Owns: entries that the server refused and that are not judged for good (decisions 21). Everything about them lies
 * in the database, so a restart forgets neither them nor whether the server took anything since.
 */
import { z } from 'zod';
import type { Problem } from '../base/problem.ts';
import { atAllCosts, commit, type OutboxContext } from './context.ts';
import type { Lane, Suspect } from './port.ts';
import { number, text, type Row } from './rows.ts';
import { SUSPECT } from './schema.ts';

/** Tried one by one: more of them at once help nobody. */
const SUSPECTS_MAX = 200;

export interface Suspects {
  of(lane: Lane): readonly Suspect[];
  unjudge(seqs: readonly number[]): void;
}

const problemSchema = z.object({
  code: z.string(),
  at: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
/** What is shown of a row whose reason cannot be read any more. */
const NO_REASON: Problem = { code: 'api.refused', at: '', values: { code: 0, message: '' } };

export function createSuspects(context: OutboxContext): Suspects {
  const { database } = context;
  const list = database.prepare(
    `SELECT seq, state, batch, problem FROM entries WHERE lane = ? AND ${SUSPECT}
     ORDER BY batch, seq LIMIT ${SUSPECTS_MAX}`,
  );
  const lastSuccess = database.prepare(
    "SELECT id FROM batches WHERE lane = ? AND state = 'accepted' ORDER BY id DESC LIMIT 1",
  );
  const eject = database.prepare(
    `UPDATE entries SET state = 'ejected', retry_at_ms = NULL, version = version + 1
     WHERE seq = ? AND state = 'quarantined' AND retry_at_ms IS NOT NULL`,
  );

  return {
    of(lane) {
      const rows = list.all(lane);
      if (rows.length === 0) return [];
      const success = number(lastSuccess.get(lane)?.['id']);
      return rows.map((row) => toSuspect(row, success));
    },
    unjudge(seqs) {
      atAllCosts(context, () =>
        commit(context, () => {
          for (const seq of seqs) eject.run(seq);
        }),
      );
    },
  };
}

/** The batch that an entry left by is newer than the last success exactly when nothing was taken since. */
function toSuspect(row: Row, lastSuccess: number): Suspect {
  return {
    seq: number(row['seq']),
    state: row['state'] === 'ejected' ? 'ejected' : 'quarantined',
    isDue: number(row['batch']) < lastSuccess,
    problem: parseReason(text(row['problem'])),
  };
}

function parseReason(json: string): Problem {
  try {
    return problemSchema.safeParse(JSON.parse(json)).data ?? NO_REASON;
  } catch {
    return NO_REASON;
  }
}
