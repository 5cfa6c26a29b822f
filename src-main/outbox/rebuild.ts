/**
 * Owns: making a lost or old database whole again from what lies beside it (decisions 18). The caller first
 * takes every file of the archive anew, marked `rebuilt`; then `applyLedger` settles what the server is known to
 * have. What neither knows is sent again as uncertain, and counted.
 * Promises: nothing is sent before `applyLedger` returned; until then every opening says that it is due; doing it
 * twice changes nothing.
 */
import type { StatementSync } from 'node:sqlite';
import { problem } from '../base/problem.ts';
import { createAppender } from './append.ts';
import { sameBytes } from './chain.ts';
import { atAllCosts, commit, type OutboxContext } from './context.ts';
import { splitKeys } from './keys.ts';
import { areToldApart, parseMarks, readMarks } from './likeness.ts';
import type { LedgerLine, LedgerMember } from './ledger-line.ts';
import { writeMark } from './marks.ts';
import { toList } from './progress.ts';
import type { OutboxProblem } from './recognise.ts';
import { bytes, LEDGER_PLACE, number, text, type Row } from './rows.ts';
import { LACKED, SENDABLE } from './schema.ts';

export interface RebuildSummary {
  /** Entries that the ledger knows as delivered, discarded or unconfirmed. */
  readonly settled: number;
  /** Identities remembered although their file is gone. */
  readonly remembered: number;
  /** Entries that will be sent again because nobody knows. */
  readonly resent: number;
}

export interface Rebuild {
  /** `unread`: folders whose archive could not be read; the database remembers them. */
  applyLedger(unread?: readonly string[]): RebuildSummary;
}

type SettlingLine = Extract<LedgerLine, { did: keyof typeof STATE_OF }>;

type TakingBack = Extract<LedgerLine, { did: 'reopen' | 'replace' }>;

const STATE_OF = {
  accept: 'delivered',
  unconfirm: 'unconfirmed',
  discard: 'discarded',
  record: 'recorded',
} as const;
/** What a line may overrule. A delivery is final, whatever was thought of the entry before. */
const OVERRULED = {
  accept: "('waiting', 'slow', 'ejected', 'quarantined', 'unconfirmed', 'doubtful', 'discarded')",
  unconfirm: "('waiting', 'slow', 'ejected', 'doubtful')",
  discard: LACKED,
  record: "('waiting', 'slow', 'ejected', 'doubtful')",
} as const;
const NO_PAYLOAD_HASH = new Uint8Array(32);
/** A signal is delivered within this of its moment, or after an outage, when the newest of its name is taken. */
const FORMER_SPAN_MS = 36 * 3_600_000;

export function createRebuild(context: OutboxContext): Rebuild {
  const { database } = context;
  const append = createAppender(context);
  const find = database.prepare(
    `SELECT e.seq, e.identity, e.lane, e.party, e.label, e.marks, e.facts FROM keys k JOIN entries e ON e.seq = k.seq
     WHERE k.key = ?`,
  );
  // Of several signals that 0.1.0 called by one name it took the first and passed over the others.
  const firstSignal = database.prepare(
    `SELECT e.seq FROM entries e WHERE e.lane = 'signals' AND e.party = ?1 AND e.label = ?2
       AND e.occurred_at_ms BETWEEN ?3 - ${FORMER_SPAN_MS} AND ?3
       AND (e.claim = ?4 OR instr(coalesce(e.more, x''), ?4) > 0) ORDER BY e.occurred_at_ms, e.seq LIMIT 1`,
  );
  // What an older copy did after the line was written (a retry, a mended version) is newer than the line.
  const settle = (did: SettlingLine['did']): StatementSync =>
    database.prepare(
      `UPDATE entries SET state = ?1, settled_at_ms = ?2, rebuilt = 0, version = version + 1
       WHERE seq = ?3 AND state IN ${OVERRULED[did]} AND (rebuilt = 1 OR taken_at_ms <= ?2)`,
    );
  const settleAs = {
    accept: settle('accept'),
    unconfirm: settle('unconfirm'),
    discard: settle('discard'),
    record: settle('record'),
  };
  const discardShelf = database.prepare(
    "UPDATE shelf SET state = 'discarded', closed_at_ms = ?, version = version + 1 WHERE digest = ? AND state = 'open'",
  );
  const onShelf = database.prepare('SELECT 1 FROM shelf WHERE digest = ?');
  const reopenShelf = database.prepare(
    "UPDATE shelf SET state = 'open', closed_at_ms = NULL, version = version + 1 WHERE digest = ? AND state = 'discarded'",
  );
  const takeBack = database.prepare(
    `UPDATE entries SET state = ?1, problem = ?2, rebuilt = ?3, version = version + 1
     WHERE seq = ?4 AND state = 'discarded' AND at <> '${LEDGER_PLACE}'`,
  );
  const dissolveOpen = database.prepare(
    "UPDATE batches SET state = 'dissolved', settled_at_ms = ?, because = 'rebuilt' WHERE state = 'open'",
  );
  // Entries that an older copy would still send may have been delivered since: they too are resent as uncertain.
  const doubtSendable = database.prepare(
    `UPDATE entries SET rebuilt = 1 WHERE rebuilt = 0 AND seq IN (${SENDABLE})`,
  );
  const stillOpen = database.prepare(
    `SELECT count(*) AS n FROM entries WHERE rebuilt = 1 AND seq IN (${SENDABLE})`,
  );

  function applyLine(line: SettlingLine): { settled: number; remembered: number } {
    const tally = { settled: 0, remembered: 0 };
    for (const member of line.entries) {
      const known = findMember(member, line.at);
      if (known) tally.settled += settleKnown(line, number(known['seq']));
      else if (line.did === 'discard' && onShelf.get(digestOf(member)))
        tally.settled += Number(discardShelf.run(line.at, digestOf(member)).changes);
      else tally.remembered += remember(member, line);
    }
    context.bump(STATE_OF[line.did], tally.settled + tally.remembered);
    return tally;
  }

  /**
   * First by the names that no setting changes; what is found may be called otherwise today. A name without numbers
   * leads to the like of it as well.
   */
  function findMember([identity, alias, , , more, marks = '{}']: LedgerMember, at: number): Row | undefined {
    const told = parseMarks(marks);
    for (const key of keysIn(more, identity, alias)) {
      const row = find.get(key);
      if (row && !areToldApart(told, readMarks(row), row['lane'] === 'signals'))
        return (more === undefined && firstOfName(row, key, at)) || row;
    }
    return undefined;
  }

  function firstOfName(row: Row, key: Uint8Array, at: number): Row | undefined {
    if (row['lane'] !== 'signals' || sameBytes(bytes(row['identity']), key)) return undefined;
    return firstSignal.get(text(row['party']), text(row['label']), at, key);
  }

  /** What came again after it was given up: a mended version is in line, the very same is a person's matter. */
  function takeBackLine({ did, at, entries }: TakingBack): void {
    for (const member of entries) {
      const known = findMember(member, at);
      const found = problem<OutboxProblem>('outbox.broughtAgain', '', { extId: member[3] });
      const changed = !known
        ? reopenShelf.run(digestOf(member)).changes
        : did === 'replace'
          ? takeBack.run('waiting', null, 1, number(known['seq'])).changes
          : takeBack.run('quarantined', JSON.stringify(found), 0, number(known['seq'])).changes;
      context.bump('discarded', -Number(changed));
    }
  }

  function settleKnown({ did, at }: SettlingLine, seq: number): number {
    return Number(settleAs[did].run(STATE_OF[did], at, seq).changes);
  }

  /** A row without a payload: a repetition of it is still recognised. */
  function remember(
    [identity, alias, claim, label, more, marks]: LedgerMember,
    { did, at }: SettlingLine,
  ): number {
    append({
      lane: 'receipts',
      party: '',
      label,
      state: STATE_OF[did],
      identity: Buffer.from(identity, 'hex'),
      alias: alias === null ? null : Buffer.from(alias, 'hex'),
      claim: claim === null ? null : Buffer.from(claim, 'hex'),
      more: more === undefined ? null : Buffer.from(more, 'hex'),
      marks: marks ?? null,
      facts: '{}',
      fileId: null,
      at: LEDGER_PLACE,
      occurredAtMs: at,
      takenAtMs: at,
      settledAtMs: at,
      rebuilt: false,
      payloadHash: NO_PAYLOAD_HASH,
      payload: undefined,
    });
    return 1;
  }

  return {
    applyLedger(unread = []) {
      let settled = 0;
      let remembered = 0;
      commit(context, () => dissolveOpen.run(context.clock.now()));
      for (const line of context.ledger.lines()) {
        if (line.did === 'begin') continue;
        if (line.did === 'reopen' || line.did === 'replace') {
          commit(context, () => takeBackLine(line));
          continue;
        }
        const tally = commit(context, () => applyLine(line));
        settled += tally.settled;
        remembered += tally.remembered;
      }
      finish(unread);
      const resent = number(stillOpen.get()?.['n']);
      const summary = { settled, remembered, resent };
      context.note('outbox.rebuilt', summary);
      return summary;
    },
  };

  /** The ledger names the database first: an opening between the two only does it all once more. */
  function finish(unread: readonly string[]): void {
    const { generation, ledger, clock } = context;
    atAllCosts(context, () => ledger.append({ did: 'begin', generation, at: clock.now() }));
    commit(context, () => {
      doubtSendable.run();
      writeMark(database, 'unread', toList(unread));
      writeMark(database, 'rebuild', '');
    });
  }
}

/** The keys of a member, those first that no setting changes. */
function keysIn(more: string | undefined, identity: string, alias: string | null): Uint8Array[] {
  return splitKeys(Buffer.from((more ?? '') + identity + (alias ?? ''), 'hex'));
}

/** A record of the shelf is named by its digest alone. */
function digestOf([digest]: LedgerMember): Uint8Array {
  return Buffer.from(digest, 'hex');
}
