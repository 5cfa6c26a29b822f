/**
 * Owns: making a lost or old database whole again from what lies beside it (decisions 18). The caller first
 * takes every file of the archive anew, marked `rebuilt`; then `applyLedger` settles what the server is known to
 * have. What neither knows is sent again as uncertain, and counted.
 * Promises: nothing is sent before `applyLedger` returned; until then every opening says that it is due; doing it
 * twice changes nothing.
 */
import type { StatementSync } from 'node:sqlite';
import { createAppender } from './append.ts';
import { atAllCosts, commit, type OutboxContext } from './context.ts';
import type { LedgerLine, LedgerMember } from './ledger.ts';
import { writeMark } from './marks.ts';
import { LEDGER_PLACE, number, type Row } from './rows.ts';

export interface RebuildSummary {
  /** Entries that the ledger knows as delivered, discarded or unconfirmed. */
  readonly settled: number;
  /** Identities remembered although their file is gone. */
  readonly remembered: number;
  /** Entries that will be sent again because nobody knows. */
  readonly resent: number;
}

export interface Rebuild {
  applyLedger(): RebuildSummary;
}

type SettlingLine = Exclude<LedgerLine, { did: 'begin' }>;

const STATE_OF = { accept: 'delivered', unconfirm: 'unconfirmed', discard: 'discarded' } as const;
const COUNTER_OF = { accept: 'delivered', unconfirm: 'unconfirmed', discard: 'discarded' } as const;
/** What a line may overrule. A delivery is final, whatever was thought of the entry before. */
const OVERRULED = {
  accept: "('waiting', 'slow', 'quarantined', 'unconfirmed', 'discarded')",
  unconfirm: "('waiting', 'slow')",
  discard: "('waiting', 'slow', 'quarantined', 'unconfirmed')",
} as const;
const NO_PAYLOAD_HASH = new Uint8Array(32);

export function createRebuild(context: OutboxContext): Rebuild {
  const { database } = context;
  const append = createAppender(context);
  const find = database.prepare(
    'SELECT e.seq, e.state FROM keys k JOIN entries e ON e.seq = k.seq WHERE k.key = ?',
  );
  // What an older copy did after the line was written (a retry, a mended version) is newer than the line.
  const settle = (did: SettlingLine['did']): StatementSync =>
    database.prepare(
      `UPDATE entries SET state = ?1, settled_at_ms = ?2, rebuilt = 0, version = version + 1
       WHERE seq = ?3 AND state IN ${OVERRULED[did]} AND (rebuilt = 1 OR taken_at_ms <= ?2)`,
    );
  const settleAs = { accept: settle('accept'), unconfirm: settle('unconfirm'), discard: settle('discard') };
  const discardShelf = database.prepare(
    "UPDATE shelf SET state = 'discarded', closed_at_ms = ?, version = version + 1 WHERE digest = ? AND state = 'open'",
  );
  const onShelf = database.prepare('SELECT 1 FROM shelf WHERE digest = ?');
  const dissolveOpen = database.prepare(
    "UPDATE batches SET state = 'dissolved', settled_at_ms = ?, because = 'rebuilt' WHERE state = 'open'",
  );
  // Entries that an older copy still waits for may have been delivered since: they too are resent as uncertain.
  const doubtWaiting = database.prepare(
    "UPDATE entries SET rebuilt = 1 WHERE state = 'waiting' AND rebuilt = 0",
  );
  const stillOpen = database.prepare(
    "SELECT count(*) AS n FROM entries WHERE state = 'waiting' AND rebuilt = 1",
  );

  function applyLine(line: SettlingLine): { settled: number; remembered: number } {
    const tally = { settled: 0, remembered: 0 };
    for (const member of line.entries) {
      const known = findMember(member);
      if (known) tally.settled += settleKnown(line, number(known['seq']));
      else if (line.did === 'discard' && onShelf.get(digestOf(member)))
        tally.settled += Number(discardShelf.run(line.at, digestOf(member)).changes);
      else tally.remembered += remember(member, line);
    }
    context.bump(COUNTER_OF[line.did], tally.settled + tally.remembered);
    return tally;
  }

  function findMember([identity, alias]: LedgerMember): Row | undefined {
    return (
      find.get(Buffer.from(identity, 'hex')) ??
      (alias === null ? undefined : find.get(Buffer.from(alias, 'hex')))
    );
  }

  function settleKnown({ did, at }: SettlingLine, seq: number): number {
    return Number(settleAs[did].run(STATE_OF[did], at, seq).changes);
  }

  /** A row without a payload: a repetition of it is still recognised. */
  function remember([identity, alias, claim, label]: LedgerMember, { did, at }: SettlingLine): number {
    append({
      lane: 'receipts',
      party: '',
      label,
      state: STATE_OF[did],
      identity: Buffer.from(identity, 'hex'),
      alias: alias === null ? null : Buffer.from(alias, 'hex'),
      claim: claim === null ? null : Buffer.from(claim, 'hex'),
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
    applyLedger() {
      let settled = 0;
      let remembered = 0;
      commit(context, () => dissolveOpen.run(context.clock.now()));
      for (const line of context.ledger.lines()) {
        if (line.did === 'begin') continue;
        const tally = commit(context, () => applyLine(line));
        settled += tally.settled;
        remembered += tally.remembered;
      }
      finish();
      const resent = number(stillOpen.get()?.['n']);
      const summary = { settled, remembered, resent };
      context.note('outbox.rebuilt', summary);
      return summary;
    },
  };

  /** The ledger names the database first: an opening between the two only does it all once more. */
  function finish(): void {
    const { generation, ledger, clock } = context;
    atAllCosts(context, () => ledger.append({ did: 'begin', generation, at: clock.now() }));
    commit(context, () => {
      doubtWaiting.run();
      writeMark(database, 'rebuild', '');
    });
  }
}

/** A record of the shelf is named by its digest alone. */
function digestOf([digest]: LedgerMember): Uint8Array {
  return Buffer.from(digest, 'hex');
}
