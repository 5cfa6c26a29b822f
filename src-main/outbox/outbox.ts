/**
 * Owns: putting the parts of the outbox together behind its port (`port.ts`, with the state diagram).
 */
import type { StatementSync } from 'node:sqlite';
import { createBatches } from './batches.ts';
import { commit, type OutboxContext } from './context.ts';
import { createForgetting, type Forgetting } from './forgetting.ts';
import { createFreezer } from './freeze.ts';
import type { BatchLine } from './ledger-line.ts';
import type { FreezeRule, Lane, Outbox } from './port.ts';
import { createDoubt, type Doubt } from './doubt.ts';
import { createPruner, type Pruner } from './prune.ts';
import { createWhereabouts, type Whereabouts } from './progress.ts';
import { createReading, type OutboxReading } from './reading.ts';
import { createReadings, type Readings } from './readings.ts';
import { createRebuild, type Rebuild } from './rebuild.ts';
import { ENTRY_COLUMNS, LANES, number, toEntry, toMembers } from './rows.ts';
import { ASIDE, FLYING } from './schema.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { isDiskFault } from './sqlite.ts';
import { createSuspects } from './suspects.ts';
import { createTaker } from './take.ts';
import { verifyDeep, type DeepVerdict } from './verify.ts';

/** The outbox with its back rooms: what only `core` and the commands use. */
export interface FullOutbox extends Outbox {
  readonly reading: OutboxReading;
  readonly shelf: Shelf;
  readonly pruner: Pruner;
  readonly forgetting: Forgetting;
  readonly readings: Readings;
  readonly rebuild: Rebuild;
  readonly doubt: Doubt;
  readonly whereabouts: Whereabouts;
  /** Moves entries that are not in flight to another lane: a receipt sent by hand that got no definite answer. */
  moveToLane(seqs: readonly number[], lane: Lane): void;
  verify(): DeepVerdict;
  /** Settles what the ledger knows better than the database after a crash. */
  reconcile(settled: readonly BatchLine[]): void;
}

/** Tried one by one: more of them at once help nobody. */
const SLOW_MAX = 200;

export function createOutbox(
  context: OutboxContext,
  listeners: Set<(lane: Lane) => void>,
  committed: Set<() => void>,
): FullOutbox {
  const { database } = context;
  const spared = new Set<number>();
  const freezer = createFreezer(context, spared);
  const batches = createBatches(context, freezer, spared);
  const suspects = createSuspects(context);
  const armed = new Map<Lane, FreezeRule>();
  const take = createTaker(context, (lane) => {
    const rule = armed.get(lane);
    if (rule) freezer.freeze(rule);
  });
  const findKey = database.prepare('SELECT 1 FROM keys WHERE key = ?');
  const first = database.prepare(
    `SELECT ${ENTRY_COLUMNS} FROM entries e JOIN payloads p ON p.seq = e.seq
     WHERE e.lane = ? AND e.state = 'waiting' AND e.seq NOT IN (${FLYING}) ORDER BY e.seq LIMIT 1`,
  );
  const openBefore = database.prepare(
    `SELECT 1 FROM entries WHERE lane = 'receipts' AND state = 'waiting' AND seq < ?1 AND (?2 = '*' OR party = ?2) LIMIT 1`,
  );
  const slow = database.prepare(
    `SELECT seq FROM entries WHERE ${ASIDE} AND state = 'slow' AND lane = 'receipts' AND (retry_at_ms <= ? OR retry_at_ms > ?)
     ORDER BY seq LIMIT 1`,
  );
  // The batch that it left by is older than the last success exactly when something was taken since.
  const slowSince = database.prepare(
    `SELECT seq FROM entries WHERE ${ASIDE} AND state = 'slow' AND lane = 'receipts' AND batch <
       (SELECT id FROM batches WHERE lane = 'receipts' AND state = 'accepted' ORDER BY id DESC LIMIT 1)
     ORDER BY batch, seq LIMIT ${SLOW_MAX}`,
  );
  const readmitFrom = (states: string): StatementSync =>
    database.prepare(
      `UPDATE entries SET doubt = CASE state WHEN 'unconfirmed' THEN 'unanswered' ELSE doubt END,
         resends = CASE state WHEN 'unconfirmed' THEN 0 ELSE resends END, state = 'waiting', problem = NULL, retry_at_ms = NULL, settled_at_ms = NULL, version = version + 1
       WHERE seq = ? AND state IN (${states})
         AND EXISTS (SELECT 1 FROM payloads p WHERE p.seq = entries.seq)`,
    );
  const readmit = readmitFrom("'quarantined', 'ejected', 'slow', 'unconfirmed'");
  const readmitSlow = readmitFrom("'slow'");
  const waiting = database.prepare("SELECT count(*) AS n FROM entries WHERE lane = ? AND state = 'waiting'");
  const flying = database.prepare("SELECT members FROM batches WHERE lane = ? AND state = 'open'");
  const move = database.prepare(`UPDATE entries SET lane = ? WHERE seq = ? AND seq NOT IN (${FLYING})`);

  function bringBack(by: StatementSync, seqs: readonly number[]): number {
    const changed = commit(context, () => seqs.reduce((sum, seq) => sum + Number(by.run(seq).changes), 0));
    context.recent.clear();
    if (changed > 0) for (const lane of LANES) context.announce(lane);
    return changed;
  }

  return {
    take,
    knows: (identity) => findKey.get(Buffer.from(identity, 'hex')) !== undefined,
    count(counter, by) {
      try {
        commit(context, () => {
          context.bump(counter, by);
          if (counter.startsWith('skipped:')) context.bump('skipped', by);
        });
      } catch (error) {
        // A figure for people is not worth stopping for while the disk is full.
        if (!isDiskFault(error)) throw error;
      }
    },
    nextBatch: batches.next,
    arm(lane, rule) {
      if (rule) armed.set(lane, rule);
      else armed.delete(lane);
    },
    settle: batches.settle,
    noteAttempt: batches.noteAttempt,
    readmit: (seqs) => bringBack(readmit, seqs),
    readmitSlow: (seqs) => bringBack(readmitSlow, seqs),
    suspects: suspects.of,
    unjudge: suspects.unjudge,
    peek(lane) {
      const row = first.get(lane);
      return row && toEntry(row);
    },
    hasOpenBefore: (party, seq) => openBefore.get(seq, party) !== undefined,
    dueSlow(nowMs, latestMs = Number.MAX_SAFE_INTEGER) {
      const row = slow.get(nowMs, latestMs);
      return row && number(row['seq']);
    },
    slowSinceSuccess: () => slowSince.all().map((row) => number(row['seq'])),
    waitingCount(lane) {
      const row = flying.get(lane);
      return number(waiting.get(lane)?.['n']) - (row ? toMembers(row['members']).length : 0);
    },
    onWaiting(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reading: createReading(database),
    shelf: createShelf(context),
    pruner: createPruner(context),
    forgetting: createForgetting(context),
    readings: createReadings(context),
    rebuild: createRebuild(context),
    doubt: createDoubt(context, take),
    whereabouts: createWhereabouts(context, committed),
    moveToLane(seqs, lane) {
      commit(context, () => {
        for (const seq of seqs) move.run(lane, seq);
      });
      context.announce(lane);
    },
    verify: () => verifyDeep(database),
    reconcile: (settled) => batches.reconcile(new Map(settled.map((line) => [line.batch, line.did]))),
  };
}
