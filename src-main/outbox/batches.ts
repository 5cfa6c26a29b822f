/**
 * Owns: what becomes of a frozen batch: sent again exactly as it was until the server's answer is definite, then
 * settled (heado-api, "Answers and what we do").
 * Promises: the ledger knows of a delivery before the database does, so a process that dies between the two
 * sends nothing twice; every attempt without a definite answer is written down.
 */
import { sameBytes } from './chain.ts';
import { atAllCosts, commit, type OutboxContext } from './context.ts';
import { batchNumber, hashBodies, hasOwnPayload, type Freezer } from './freeze.ts';
import type { LedgerMember } from './ledger-line.ts';
import type { Batch, FailedAttempt, FreezeRule, Outcast, Settlement } from './port.ts';
import {
  bytes,
  ENTRY_COLUMNS,
  hex,
  KEY_COLUMNS,
  number,
  text,
  toEntry,
  toLane,
  toLedgerMember,
  toMembers,
  type Row,
} from './rows.ts';

export interface Batches {
  next(rule: FreezeRule): Batch | undefined;
  settle(batchId: string, settlement: Settlement, following?: FreezeRule): Batch | undefined;
  noteAttempt(batchId: string, outcome: FailedAttempt): void;
  /** Settles the open batches that the ledger knows as ended; the rest counts as perhaps posted. */
  reconcile(known: ReadonlyMap<number, 'accept' | 'unconfirm'>): void;
}

/** Batches begin at 1. */
const NO_BATCH = 0;

type Dissolved = Extract<Settlement, { verdict: 'dissolved' }>;

/** A batch as it is settled; `list` is the JSON of its members' numbers. */
interface OpenBatch {
  readonly id: number;
  readonly list: string;
  readonly members: readonly number[];
}

/** `spared`: see `freeze.ts`. */
export function createBatches(context: OutboxContext, freezer: Freezer, spared: Set<number>): Batches {
  const { database, clock } = context;
  const openOf = database.prepare("SELECT * FROM batches WHERE lane = ? AND state = 'open'");
  const openById = database.prepare("SELECT id, members FROM batches WHERE id = ? AND state = 'open'");
  const allOpen = database.prepare("SELECT id, members FROM batches WHERE state = 'open'");
  const membersOf = database.prepare(
    `SELECT ${ENTRY_COLUMNS} FROM json_each(?) m JOIN entries e ON e.seq = m.value JOIN payloads p ON p.seq = e.seq
     WHERE e.state = 'waiting' ORDER BY m.key`,
  );
  const namesOf = database.prepare(
    `SELECT ${KEY_COLUMNS}, e.label FROM json_each(?) m JOIN entries e ON e.seq = m.value
     ORDER BY m.key`,
  );
  const settleAll = database.prepare(
    `UPDATE entries SET state = ?, batch = ?, settled_at_ms = ?, version = version + 1
     WHERE seq IN (SELECT value FROM json_each(?))`,
  );
  const expelEntry = database.prepare(
    `UPDATE entries SET state = ?, batch = ?, settled_at_ms = ?, retry_at_ms = ?, problem = ?, version = version + 1
     WHERE seq = ? AND state IN ('waiting', 'slow')`,
  );
  const doubtAll = database.prepare(
    "UPDATE entries SET doubt = 'unanswered' WHERE seq IN (SELECT value FROM json_each(?))",
  );
  const doubtRefused = database.prepare(
    "UPDATE entries SET doubt = 'refused' WHERE seq IN (SELECT value FROM json_each(?)) AND doubt IS NULL",
  );
  const countResend = database.prepare(
    'UPDATE entries SET resends = resends + 1 WHERE seq IN (SELECT value FROM json_each(?))',
  );
  const closeBatch = database.prepare(
    'UPDATE batches SET state = ?, settled_at_ms = ?, because = ? WHERE id = ?',
  );
  const again = database.prepare('UPDATE batches SET attempt = attempt + 1 WHERE id = ?');
  const addAttempt = database.prepare(
    `INSERT INTO attempts (batch, attempt, at_ms, uncertain, because)
     SELECT id, attempt, ?, ?, ? FROM batches WHERE id = ?`,
  );
  const setUncertain = database.prepare('UPDATE batches SET uncertain = max(uncertain, ?) WHERE id = ?');

  function next(rule: FreezeRule): Batch | undefined {
    const ready = freezer.takeFresh(rule.lane);
    if (ready) return ready;
    const row = openOf.get(rule.lane);
    const repeated = row && repeat(row, rule);
    if (repeated) return repeated;
    atAllCosts(context, () => commit(context, () => freezer.freeze(rule)));
    return freezer.takeFresh(rule.lane);
  }

  /** The undecided batch once more. Undefined when its rows are no longer what was frozen: it is dissolved. */
  function repeat(row: Row, { counts = false, posts = true }: FreezeRule): Batch | undefined {
    const batch = toOpenBatch(row);
    const uncertain = number(row['uncertain']) === 1;
    const rows = membersOf.all(batch.list);
    if (!rows.every(hasOwnPayload) || !sameBytes(hashBodies(rows), bytes(row['body_hash']))) {
      const because = 'damaged';
      const dissolved = { verdict: 'dissolved', outcasts: [], because } as const;
      const settlement = { ...dissolved, perhapsStored: uncertain, unanswered: true };
      atAllCosts(context, () => commit(context, () => dissolve(batch, settlement)));
      return undefined;
    }
    const isCounted = posts && uncertain && !batch.members.every((seq) => spared.has(seq));
    atAllCosts(context, () =>
      commit(context, () => {
        again.run(batch.id);
        if (isCounted) context.bump('uncertain_resends', rows.length);
        if (isCounted && counts) countResend.run(batch.list);
      }),
    );
    if (posts) for (const seq of batch.members) spared.delete(seq);
    const resent = isCounted && counts ? 1 : 0;
    return {
      id: `${context.generation}-${batch.id}`,
      lane: toLane(row['lane']),
      entries: rows.map((each) => toEntry({ ...each, resends: number(each['resends']) + resent })),
      bodyHash: hex(bytes(row['body_hash'])),
      attempt: number(row['attempt']) + 1,
      uncertain,
      frozenAtMs: number(row['frozen_at_ms']),
    };
  }

  function settle(batchId: string, settlement: Settlement, following?: FreezeRule): Batch | undefined {
    const row = openById.get(batchNumber(batchId));
    if (!row) throw new Error(`outbox: batch ${batchId} is not open`);
    const batch = toOpenBatch(row);
    const names = freezer.takeNames(batch.id);
    // The server has them, whatever becomes of the transaction: a rebuild must know.
    if (settlement.verdict === 'accepted') writeLedger(batch, settlement.counted, names);
    atAllCosts(context, () =>
      commit(context, () => {
        if (settlement.verdict === 'accepted')
          accept(batch, isComplete(batch, settlement.counted), settlement.counted);
        else dissolve(batch, settlement);
        if (following) freezer.freeze(following);
      }),
    );
    return following ? freezer.takeFresh(following.lane) : undefined;
  }

  function writeLedger(batch: OpenBatch, counted: number, names: readonly LedgerMember[] | undefined): void {
    const { generation, ledger } = context;
    const did = isComplete(batch, counted) ? 'accept' : 'unconfirm';
    const entries = [...(names ?? namesOf.all(batch.list).map(toLedgerMember))];
    const line = { did, generation, batch: batch.id, at: clock.now(), entries } as const;
    atAllCosts(context, () => ledger.append(line));
  }

  /** Those that leave unconfirmed alone: the line names no batch, as the others of it are still open. */
  function writeGivenUp(outcasts: readonly Outcast[]): void {
    const seqs = outcasts.filter(({ to }) => to === 'unconfirmed').map(({ seq }) => seq);
    if (seqs.length === 0) return;
    const { generation, ledger } = context;
    const entries = namesOf.all(JSON.stringify(seqs)).map(toLedgerMember);
    const line = { did: 'unconfirm', generation, batch: NO_BATCH, at: clock.now(), entries } as const;
    ledger.append({ ...line, entries });
  }

  /** `counted` is unknown when only the ledger saw the answer. */
  function accept({ id, list, members }: OpenBatch, complete: boolean, counted?: number): void {
    const nowMs = clock.now();
    settleAll.run(complete ? 'delivered' : 'unconfirmed', id, nowMs, list);
    context.bump(complete ? 'delivered' : 'unconfirmed', members.length);
    closeBatch.run('accepted', nowMs, complete ? null : `counted ${counted ?? 'fewer'}`, id);
  }

  /** Members wait as they did: in flight is no state of a row. What may be registered is counted when it is sent again. */
  function dissolve({ id, list, members }: OpenBatch, settlement: Dissolved): void {
    const nowMs = clock.now();
    writeGivenUp(settlement.outcasts);
    for (const each of settlement.outcasts) expel(each, id, nowMs);
    if (settlement.perhapsStored && settlement.unanswered === true) doubtAll.run(list);
    else if (settlement.perhapsStored) doubtRefused.run(list);
    closeBatch.run('dissolved', nowMs, settlement.because, id);
    context.recent.clear();
    if (settlement.nothingStored === true) for (const seq of members) spared.add(seq);
  }

  function expel(outcast: Outcast, batch: number, nowMs: number): void {
    const { to, seq, problem } = outcast;
    const { changes } = expelEntry.run(
      to,
      batch,
      nowMs,
      retryTimeOf(outcast, nowMs),
      JSON.stringify(problem),
      seq,
    );
    const isNew = to === 'unconfirmed' || (to === 'quarantined' && outcast.again !== true);
    if (changes > 0 && isNew) context.bump(to, 1);
  }

  return {
    next,
    settle,
    noteAttempt(batchId, { because, uncertain }) {
      const id = batchNumber(batchId);
      const row = uncertain ? undefined : openById.get(id);
      if (row) for (const seq of toMembers(row['members'])) spared.add(seq);
      atAllCosts(context, () =>
        commit(context, () => {
          addAttempt.run(clock.now(), uncertain ? 1 : 0, because, id);
          setUncertain.run(uncertain ? 1 : 0, id);
        }),
      );
    },
    reconcile(known) {
      const batches = allOpen
        .all()
        .map(toOpenBatch)
        .filter(({ id }) => known.has(id));
      atAllCosts(context, () =>
        commit(context, () => {
          for (const batch of batches) accept(batch, known.get(batch.id) === 'accept');
          database.exec("UPDATE batches SET uncertain = 1 WHERE state = 'open' AND uncertain = 0");
        }),
      );
      for (const { id, members } of batches)
        context.note('batch.reconciled', { batch: id, entries: members.length });
    },
  };
}

/** When it goes again; for a verdict that gets one more try, when it was given. */
function retryTimeOf(outcast: Outcast, nowMs: number): number | null {
  if (outcast.to === 'slow') return outcast.retryAtMs;
  return outcast.to === 'quarantined' && outcast.retest === true ? nowMs : null;
}

function toOpenBatch(row: Row): OpenBatch {
  return { id: number(row['id']), list: text(row['members']), members: toMembers(row['members']) };
}

function isComplete({ members }: OpenBatch, counted: number): boolean {
  return counted >= members.length;
}
