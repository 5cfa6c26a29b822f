/**
 * Owns: the one transaction that makes records durable.
 * Promises: when `take` returns, everything it counted is on the disk; when it throws, nothing of it is.
 */
import type { StatementSync } from 'node:sqlite';
import { problem } from '../base/problem.ts';
import { createAppender } from './append.ts';
import { hashPayload } from './chain.ts';
import { commit, type OutboxContext } from './context.ts';
import { createGivenUp, shelfDigest } from './given-up.ts';
import type { Lane, NewEntry, NewShelfItem, SourceFile, Taken, TakenFile } from './port.ts';
import { createRecogniser, keysOf, type Clash, type Keys, type OutboxProblem } from './recognise.ts';

export type { OutboxProblem } from './recognise.ts';

interface Statements {
  readonly file: StatementSync;
  readonly link: StatementSync;
  readonly adopt: StatementSync;
  readonly came: StatementSync;
  readonly end: StatementSync;
  readonly replace: StatementSync;
  readonly shelf: StatementSync;
}

function prepare({ database }: OutboxContext): Statements {
  return {
    file: database.prepare(
      `INSERT INTO files (folder, name, stored_as, format, sha256, size_bytes, device, inode, mtime_ms, taken_at_ms, closed)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    link: database.prepare(
      `UPDATE files SET same_as = earlier.root FROM (
         SELECT ?1 AS own, coalesce(f.same_as, f.id) AS root FROM entries e JOIN files f ON f.id = e.file_id
         WHERE e.seq = ?2 AND f.folder = ?3 AND f.device = ?4 AND f.inode = ?5
       ) AS earlier WHERE files.id = earlier.own`,
    ),
    adopt: database.prepare(
      'UPDATE files SET same_as = (SELECT coalesce(f.same_as, f.id) FROM files f WHERE f.id = ?2) WHERE id = ?1',
    ),
    came: database.prepare(
      `UPDATE entries SET came_at_ms = (SELECT coalesce(root.taken_at_ms, f.taken_at_ms) FROM files f
         LEFT JOIN files root ON root.id = f.same_as WHERE f.id = ?1) WHERE file_id = ?2`,
    ),
    end: database.prepare(
      `UPDATE shelf SET state = 'retried', closed_at_ms = ?, reason = ?, version = version + 1
       WHERE id = ? AND state = 'open'`,
    ),
    replace: database.prepare(
      `UPDATE entries SET state = 'discarded', settled_at_ms = ?, retry_at_ms = NULL, version = version + 1
       WHERE seq = ?`,
    ),
    shelf: database.prepare(
      `INSERT INTO shelf (version, state, held, label, file_id, at, raw, problem, digest, since_ms)
       VALUES (1, 'open', ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (digest) DO UPDATE SET problem = excluded.problem, held = excluded.held,
         label = coalesce(nullif(excluded.label, ''), label), version = version + 1
       WHERE state = 'open' AND problem ->> 'code' <> excluded.problem ->> 'code' RETURNING version`,
    ),
  };
}

/** One file on its way into the database. */
interface Arrival {
  readonly id: number;
  readonly file: SourceFile;
  readonly nowMs: number;
}

type Tally = { -readonly [Name in keyof Taken]: Taken[Name] };

/**
 * The taking side of the outbox. `freeze` is called inside the transaction for every lane that got entries, so
 * that an idle lane's batch costs no second sync.
 */
export function createTaker(
  context: OutboxContext,
  freeze: (lane: Lane) => void,
): (files: readonly TakenFile[]) => readonly Taken[] {
  const statements = prepare(context);
  const append = createAppender(context);
  const recognise = createRecogniser(context.database);
  const givenUp = createGivenUp(context);

  return (files) => {
    const lanes = new Set<Lane>();
    const taken = commit(context, () => {
      const all = files.map((file) => takeFile(file, lanes));
      for (const lane of lanes) freeze(lane);
      return all;
    });
    for (const lane of lanes) context.announce(lane);
    return taken;
  };

  function takeFile({ file, entries, shelf, ends }: TakenFile, lanes: Set<Lane>): Taken {
    const nowMs = context.clock.now();
    const arrival = { id: addFile(file, nowMs), file, nowMs };
    if (file.sameAs !== undefined) statements.adopt.run(arrival.id, file.sameAs);
    const tally = { fileId: arrival.id, stored: 0, duplicates: 0, differing: 0, conflicts: 0, shelved: 0 };
    const identities = new Set<string>();
    for (const entry of entries) takeEntry(entry, arrival, identities, tally, lanes);
    if (file.sameAs !== undefined && file.storedAs === '' && tally.stored > 0)
      statements.came.run(file.sameAs, arrival.id);
    for (const item of shelf) tally.shelved += shelve(item, arrival);
    if (ends && tally.conflicts === 0) statements.end.run(nowMs, ends.reason, ends.id);
    // Reading the archive anew over an older copy is no repetition of the POS.
    if (file.rebuilt === true) return tally;
    context.bump('duplicates', tally.duplicates);
    context.bump('differing_duplicates', tally.differing);
    context.bump('conflicts', tally.conflicts);
    return tally;
  }

  function takeEntry(
    entry: NewEntry,
    arrival: Arrival,
    identities: Set<string>,
    tally: Tally,
    lanes: Set<Lane>,
  ): void {
    if (isGivenUp(entry, arrival)) return;
    const keys = keysOf(entry);
    const payloadHash = hashPayload(entry.payload);
    const found = recognise(entry, keys, payloadHash, identities);
    identities.add(entry.identity);
    if (found.kind === 'clash') {
      tally.conflicts += 1;
      shelve(clashItem(entry, found), arrival);
      const { code } = found;
      context.note('entry.conflicted', { code, label: entry.label, file: arrival.file.name });
    } else if (found.kind === 'duplicate') {
      tally.duplicates += 1;
      if (tally.duplicates === 1) linkSame(found.seq, arrival);
      if (!found.differing) return;
      tally.differing += 1;
      const { label, at } = entry;
      context.note('duplicate.differed', { label, file: arrival.file.name, at });
    } else {
      if (found.kind === 'mended') {
        statements.replace.run(arrival.nowMs, found.seq);
        context.bump('discarded', found.wasDiscarded ? 0 : 1);
      }
      store(entry, keys, payloadHash, arrival);
      tally.stored += 1;
      if (entry.state === 'waiting') lanes.add(entry.lane);
      else context.bump('recorded', 1);
    }
  }

  /** The very file whose records are known, read again: its bytes are kept as long as any reading needs them. */
  function linkSame(seq: number, { id, file }: Arrival): void {
    statements.link.run(id, seq, file.folder, String(file.device), String(file.inode));
  }

  function addFile(file: SourceFile, nowMs: number): number {
    const { lastInsertRowid } = statements.file.run(
      file.folder,
      file.name,
      file.storedAs,
      file.format,
      file.sha256,
      file.sizeBytes,
      String(file.device),
      String(file.inode),
      file.mtimeMs,
      nowMs,
      file.closed ? 1 : 0,
    );
    return Number(lastInsertRowid);
  }

  function store(entry: NewEntry, keys: Keys, payloadHash: Uint8Array, arrival: Arrival): void {
    append({
      lane: entry.lane,
      party: entry.party,
      label: entry.label,
      state: entry.state,
      identity: keys.identity,
      alias: keys.alias,
      claim: keys.claim,
      facts: entry.facts,
      fileId: arrival.id,
      at: entry.at,
      occurredAtMs: entry.occurredAtMs,
      takenAtMs: arrival.nowMs,
      settledAtMs: entry.state === 'recorded' ? arrival.nowMs : null,
      rebuilt: arrival.file.rebuilt === true,
      payloadHash,
      payload: entry.payload,
    });
  }

  function clashItem(entry: NewEntry, clash: Clash): NewShelfItem {
    const found = problem<OutboxProblem>(clash.code, entry.at, {
      extId: entry.label,
      known: clash.known,
      given: entry.facts,
    });
    return { at: entry.at, label: entry.label, raw: entry.raw, problem: found, held: false };
  }

  /** In a rebuild a record that was given up on the shelf is not taken, even if it could be an entry by now. */
  function isGivenUp({ at, raw }: NewEntry, { file }: Arrival): boolean {
    return file.rebuilt === true && givenUp.everWas(shelfDigest(file.name, at, raw));
  }

  /** The same record of the same file is put on the shelf once, however often it is read; its newest reason counts. */
  function shelve(item: NewShelfItem, { id, file, nowMs }: Arrival): number {
    const digest = shelfDigest(file.name, item.at, item.raw);
    if (givenUp.isRemembered(digest)) return 0;
    const row = statements.shelf.get(
      item.held ? 1 : 0,
      item.label,
      id,
      item.at,
      item.raw,
      JSON.stringify(item.problem),
      digest,
      nowMs,
    );
    const isNew = row?.['version'] === 1;
    if (isNew && !item.held) context.bump('quarantined', 1);
    return isNew ? 1 : 0;
  }
}
