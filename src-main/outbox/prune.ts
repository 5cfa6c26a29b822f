/**
 * Owns: forgetting. Payloads go after `payloadDays`, identities later (they are what recognises a repetition),
 * from the oldest end and only what is settled (decisions 17); with them the story of their files and batches. What
 * time it is for that tells `forgetting.ts`; how old a row is, its own moment where the clock it was dated by was wrong.
 * The last row stays: the chain goes on from it. So does the last file: how far we came is told by its number.
 */
import { commit, type OutboxContext } from './context.ts';
import { createWalk } from './forget-walk.ts';
import { momentSql, type ForgettingTime } from './forgetting.ts';
import { keysOfRow } from './keys.ts';
import type { ArchivedFile } from './port.ts';
import { readMark, writeMark } from './marks.ts';
import { number, text, type Row } from './rows.ts';

const DAY_MS = 86_400_000;

export interface Keeping {
  readonly payloadDays: number;
  readonly identityDays: number;
}

export interface Pruner {
  /** One step of forgetting. True when there may be more to do. */
  step(keeping: Keeping, time: ForgettingTime): boolean;
  /**
   * Originals whose every record was settled before `untilMs`, oldest first after that of `after`; one in which lines may
   * follow, if it was read before.
   */
  prunableFiles(
    time: ForgettingTime & { readonly linesUntilMs?: number },
    limit: number,
    after?: number,
  ): ArchivedFile[];
  markGone(fileIds: readonly number[]): void;
  /** Files of a folder whose originals are kept, read before `before` was, newest first; from the newest without it. */
  keptFiles(
    folder: string,
    limit: number,
    before?: Pick<ArchivedFile, 'readAtMs' | 'fileId'>,
  ): ArchivedFile[];
}

const SETTLED = "('delivered', 'discarded', 'recorded')";
/** A row that was dated by a wrong clock was settled when it happened, for all that can be known. */
const SETTLED_MOMENT = momentSql('ifnull(e.settled_at_ms, e.taken_at_ms)', 'e.occurred_at_ms', '?3');

/** `g` is a reading of the same file as `f`: a file that was read twice goes when both readings are settled. */
const SAME_FILE = '(g.id = coalesce(f.same_as, f.id) OR g.same_as = coalesce(f.same_as, f.id))';

/** Where original ?5 stands; before all where it is no more. */
const PLACE_AFTER = 'ifnull((SELECT taken_at_ms FROM files WHERE id = ?5), -1)';

export function createPruner(context: OutboxContext): Pruner {
  const { database } = context;
  const dropPayload = database.prepare('DELETE FROM payloads WHERE seq = ?');
  const dropEntry = database.prepare('DELETE FROM entries WHERE seq = ?');
  const dropKey = database.prepare('DELETE FROM keys WHERE key = ? AND seq = ?');
  const dropFile = database.prepare('DELETE FROM files WHERE id = ?');
  const dropBatch = database.prepare('DELETE FROM batches WHERE id = ?');
  const dropAttempt = database.prepare('DELETE FROM attempts WHERE rowid = ?');
  const dropShelf = database.prepare("DELETE FROM shelf WHERE state <> 'open' AND closed_at_ms < ?");
  const prunable = database.prepare(
    `SELECT f.* FROM files f
     WHERE f.gone = 0 AND f.stored_as <> '' AND (f.taken_at_ms, f.id) > (${PLACE_AFTER}, ?5) AND (f.taken_at_ms < ?1 OR f.taken_at_ms > ?3)
       AND (f.closed = 1 OR f.lines = 0 OR f.read_at_ms < ?4 OR f.taken_at_ms > ?3)
       AND NOT EXISTS (SELECT 1 FROM files g JOIN entries e ON e.file_id = g.id WHERE ${SAME_FILE}
         AND (e.state NOT IN ${SETTLED} OR ${SETTLED_MOMENT} >= ?1))
       AND NOT EXISTS (SELECT 1 FROM files g JOIN shelf s ON s.file_id = g.id WHERE ${SAME_FILE}
         AND (s.state = 'open' OR s.closed_at_ms >= ?1))
     ORDER BY f.taken_at_ms, f.id LIMIT ?2`,
  );
  const gone = database.prepare('UPDATE files SET gone = 1 WHERE id = ?');
  const kept = database.prepare(
    `SELECT * FROM files WHERE gone = 0 AND folder = ?1 AND stored_as <> ''
       AND (read_at_ms, id) < (?2, ?3) ORDER BY read_at_ms DESC, id DESC LIMIT ?4 + 0`,
  );

  const payloads = createWalk(
    database,
    `SELECT p.seq AS id, e.taken_at_ms, e.occurred_at_ms, e.state NOT IN ${SETTLED} AS kept
     FROM payloads p JOIN entries e ON e.seq = p.seq`,
    ({ id }) => dropPayload.run(number(id)),
  );
  const identities = createWalk(
    database,
    `SELECT seq AS id, taken_at_ms, occurred_at_ms, identity, alias, claim, more,
       state NOT IN ${SETTLED} OR seq = (SELECT max(seq) FROM entries) AS kept FROM entries`,
    forgetEntry,
  );
  const files = createWalk(
    database,
    `SELECT id, taken_at_ms, mtime_ms AS occurred_at_ms, (gone = 0 AND stored_as <> '')
       OR id = (SELECT max(id) FROM files)
       OR EXISTS (SELECT 1 FROM entries e WHERE e.file_id = f.id)
       OR EXISTS (SELECT 1 FROM shelf s WHERE s.file_id = f.id) AS kept FROM files f`,
    ({ id }) => dropFile.run(number(id)),
  );
  const batches = createWalk(
    database,
    `SELECT id, ifnull(settled_at_ms, 0) AS taken_at_ms, ifnull(settled_at_ms, 0) AS occurred_at_ms,
       state = 'open' OR id = (SELECT max(id) FROM batches) AS kept FROM batches`,
    ({ id }) => dropBatch.run(number(id)),
  );
  const attempts = createWalk(
    database,
    'SELECT rowid AS id, at_ms AS taken_at_ms, at_ms AS occurred_at_ms, 0 AS kept FROM attempts',
    ({ id }) => dropAttempt.run(number(id)),
  );

  function forgetEntry(row: Row): void {
    const seq = number(row['id']);
    for (const key of keysOfRow(row)) dropKey.run(key, seq);
    dropPayload.run(seq);
    dropEntry.run(seq);
  }

  /** Gaps in the numbers up to here are no fault (`verify.ts`). */
  function notePruned(rows: readonly Row[]): void {
    const last = Math.max(Number(readMark(database, 'pruned_to')), ...rows.map((row) => number(row['id'])));
    if (rows.length > 0) writeMark(database, 'pruned_to', String(last));
  }

  return {
    step({ payloadDays, identityDays }, { untilMs, atMs }) {
      const payloadsBefore = untilMs - payloadDays * DAY_MS;
      const identitiesBefore = untilMs - Math.max(identityDays, payloadDays) * DAY_MS;
      const steps = commit(context, () => {
        dropShelf.run(identitiesBefore);
        const done = {
          attempts: attempts.step(payloadsBefore, atMs),
          batches: batches.step(payloadsBefore, atMs),
          payloads: payloads.step(payloadsBefore, atMs),
          identities: identities.step(identitiesBefore, atMs),
          files: files.step(identitiesBefore, atMs),
        };
        notePruned(done.identities.forgotten);
        return done;
      });
      context.ledger.prune(identitiesBefore);
      const count = {
        payloads: steps.payloads.forgotten.length,
        identities: steps.identities.forgotten.length,
      };
      if (count.payloads + count.identities > 0) context.note('outbox.pruned', count);
      return Object.values(steps).some((each) => each.more);
    },
    prunableFiles: ({ untilMs, atMs, linesUntilMs = untilMs }, limit, after = 0) =>
      prunable.all(untilMs, limit, atMs, linesUntilMs, after).map(toArchivedFile),
    markGone(fileIds) {
      commit(context, () => {
        for (const id of fileIds) gone.run(id);
      });
    },
    keptFiles: (folder, limit, before) =>
      kept
        .all(folder, before?.readAtMs ?? Number.MAX_SAFE_INTEGER, before?.fileId ?? 0, limit)
        .map(toArchivedFile),
  };
}

function toArchivedFile(row: Row): ArchivedFile {
  return {
    fileId: number(row['id']),
    folder: text(row['folder']),
    name: text(row['name']),
    storedAs: text(row['stored_as']),
    format: text(row['format']),
    sha256: text(row['sha256']),
    device: text(row['device']),
    inode: text(row['inode']),
    sizeBytes: number(row['size_bytes']),
    mtimeMs: number(row['mtime_ms']),
    readAtMs: number(row['read_at_ms']),
    closed: row['closed'] === 1,
    lines: row['lines'] === 1,
  };
}
