/**
 * Owns: entries of which nobody knows whether HEADO has them, because the data folder is older than what was done
 * (a restored copy) or the archive that would tell was not there. They are out of line until a person decides
 * (`recover`) or the archive was read (drop folder, "Whose the folder is").
 * Promises: nothing is sent or given up here by itself; what goes back in line counts as resent.
 */
import { problem } from '../base/problem.ts';
import { commit, type OutboxContext } from './context.ts';
import { memberOf } from './keys.ts';
import type { LedgerMember } from './ledger-line.ts';
import type { NewEntry, Outbox, Taken, TakenFile } from './port.ts';
import { KEY_COLUMNS, LANES, number, text, toLedgerMember } from './rows.ts';
import { ASIDE, FLYING, SENDABLE } from './schema.ts';

/** Which doubtful entries; what is left out does not narrow. */
export interface DoubtScope {
  /** Those whose file lay in this drop folder. */
  readonly folder?: string | undefined;
  /** Taken at or after this moment. */
  readonly sinceMs?: number | undefined;
}

export interface Doubt {
  /**
   * Before anything is sent: undecided batches are given up, so that what was in flight in the copy can be held, too;
   * of a folder those with an entry that came from there.
   */
  dissolveOpen(folder?: string): void;
  /** Every entry up to the row `toSeq` that would be sent by itself leaves the line; what is in flight is left. Answers how many. */
  hold(toSeq: number, folder?: string): number;
  /** The data folder is old: what a person or the clock may still bring into line up to then counts as perhaps sent. */
  countAside(toSeq: number, folder?: string): void;
  count(scope?: DoubtScope): number;
  /** Drop folders that the doubtful entries came from. */
  folders(): readonly string[];
  /** Back in line: as perhaps sent before, or as if nothing had been. */
  release(scope: DoubtScope, as: 'resent' | 'sure'): number;
  /** Kept for their identity and never sent: a person says that HEADO has them. */
  keep(scope: DoubtScope): number;
  /** Takes files of an archive so that their records are known and never sent. `stored`: were not known before. */
  takeAsKnown(files: readonly TakenFile[]): readonly Taken[];
}

/** The story of an entry that `recover` put back in line. */
export type DoubtProblem = 'recover.resent';

/** Why an undecided batch was given up here: that is no end of it. */
export const RESTORED = 'restored';

/** Members of one line of the ledger, as of a batch. */
const LINE_MEMBERS = 100;

export function createDoubt(context: OutboxContext, take: Outbox['take']): Doubt {
  const { database, clock } = context;
  const fromFolder = (folder: string): string =>
    `(${folder} IS NULL OR EXISTS (SELECT 1 FROM files f WHERE f.id = file_id AND f.folder = ${folder}))`;
  const held = database.prepare(
    `UPDATE entries SET state = 'doubtful', retry_at_ms = NULL, version = version + 1
     WHERE seq IN (${SENDABLE}) AND seq <= ?1 AND seq NOT IN (${FLYING}) AND ${fromFolder('?2')}`,
  );
  const judged = database.prepare(
    `UPDATE entries SET rebuilt = 1 WHERE state = 'quarantined' AND ${ASIDE} AND seq <= ?1 AND ${fromFolder('?2')}`,
  );
  const shelved = database.prepare(
    `UPDATE shelf SET rebuilt = 1 WHERE state = 'open' AND id <= ?1 AND ${fromFolder('?2')}`,
  );
  const undecided = `SELECT id FROM batches WHERE state = 'open' AND EXISTS (SELECT 1 FROM json_each(members) m
    JOIN entries ON entries.seq = m.value WHERE ${fromFolder('?1')})`;
  const wereFlying = database.prepare(
    `UPDATE entries SET doubt = 'unanswered' WHERE seq IN
       (SELECT m.value FROM batches b, json_each(b.members) m WHERE b.id IN (${undecided}))`,
  );
  const dissolved = database.prepare(
    `UPDATE batches SET state = 'dissolved', settled_at_ms = ?2, because = '${RESTORED}' WHERE id IN (${undecided})`,
  );
  const inScope = `state = 'doubtful' AND taken_at_ms >= ?2
    AND ${fromFolder('?1')}`;
  const counted = database.prepare(`SELECT count(*) AS n FROM entries WHERE ${inScope}`);
  const sources = database.prepare(
    "SELECT DISTINCT f.folder FROM entries e JOIN files f ON f.id = e.file_id WHERE e.state = 'doubtful'",
  );
  const released = database.prepare(
    `UPDATE entries SET state = 'waiting', rebuilt = max(rebuilt, ?3), problem = coalesce(?4, problem),
       settled_at_ms = NULL, version = version + 1 WHERE ${inScope}`,
  );
  const members = database.prepare(
    `SELECT ${KEY_COLUMNS}, e.label FROM entries e WHERE ${inScope} ORDER BY seq`,
  );
  const kept = database.prepare(
    `UPDATE entries SET state = 'recorded', settled_at_ms = ?3, version = version + 1 WHERE ${inScope}`,
  );
  const known = database.prepare('SELECT 1 FROM keys WHERE key = ?');
  const isUnknown = ({ identity }: NewEntry): boolean =>
    known.get(Buffer.from(identity, 'hex')) === undefined;
  const bounds = ({ folder, sinceMs }: DoubtScope): [string | null, number] => [folder ?? null, sinceMs ?? 0];

  return {
    dissolveOpen(folder) {
      commit(context, () => {
        wereFlying.run(folder ?? null);
        dissolved.run(folder ?? null, clock.now());
      });
    },
    hold(toSeq, folder) {
      // Rows in memory still say that they wait.
      context.recent.clear();
      return commit(context, () => Number(held.run(toSeq, folder ?? null).changes));
    },
    countAside(toSeq, folder) {
      commit(context, () => {
        judged.run(toSeq, folder ?? null);
        shelved.run(context.tail.shelved, folder ?? null);
      });
    },
    count: (scope = {}) => number(counted.get(...bounds(scope))?.['n']),
    folders: () => sources.all().map((row) => text(row['folder'])),
    release(scope, as) {
      context.recent.clear();
      const told = as === 'resent' ? JSON.stringify(problem<DoubtProblem>('recover.resent')) : null;
      const changed = commit(context, () =>
        Number(released.run(...bounds(scope), as === 'resent' ? 1 : 0, told).changes),
      );
      if (changed > 0) for (const lane of LANES) context.announce(lane);
      return changed;
    },
    keep(scope) {
      return commit(context, () => {
        recordInLedger(context, members.all(...bounds(scope)).map(toLedgerMember));
        const changed = Number(kept.run(...bounds(scope), clock.now()).changes);
        context.bump('recorded', changed);
        return changed;
      });
    },
    takeAsKnown(files) {
      return context.ledger.unlessFailed(() => {
        recordInLedger(
          context,
          files.flatMap(({ entries }) => entries.filter(isUnknown).map(memberOf)),
        );
        return take(
          files.map(({ file, entries }) => ({
            file: { ...file, rebuilt: true, arrivesAs: 'recorded' },
            entries,
            shelf: [],
          })),
        );
      });
    },
  };
}

/** So that a later rebuild does not send them either. */
function recordInLedger(context: OutboxContext, members: readonly LedgerMember[]): void {
  const { generation, ledger, clock } = context;
  for (let done = 0; done < members.length; done += LINE_MEMBERS) {
    const entries = members.slice(done, done + LINE_MEMBERS);
    ledger.append({ did: 'record', generation, at: clock.now(), entries });
  }
}
