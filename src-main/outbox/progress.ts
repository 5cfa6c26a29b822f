/**
 * Owns: how far this outbox has come and which folders it knows, so that something beside it can tell later whether
 * it is still the same (the marks in the drop folders: drop folder, "Whose the folder is").
 * Refuses to know: marks, folders on a disk.
 */
import { z } from 'zod';
import { lacks } from './behind.ts';
import { commit, type OutboxContext } from './context.ts';
import { RESTORED } from './doubt.ts';
import { readMark, writeMark } from './marks.ts';
import type { ArchivedFile } from './port.ts';
import { LEDGER_PLACE, number, text, type Row } from './rows.ts';
import { ASIDE } from './schema.ts';

const listSchema = z.array(z.string());

export interface Progress {
  /** The name of the database. */
  readonly generation: string;
  /** The last row, its link in the chain, the last batch that was frozen. */
  readonly seq: number;
  readonly link: Uint8Array;
  readonly batch: number;
  /** The last file that was read, and the last record that was put on the shelf. */
  readonly file: number;
  readonly shelved: number;
  /** The last batch of this database that the ledger has as ended, and when; 0: none. */
  readonly settled: number;
  readonly settledAtMs: number;
}

/** What a file was when it was read last. */
type FactsRead = Pick<ArchivedFile, 'device' | 'inode' | 'sizeBytes' | 'mtimeMs'>;

export interface Whereabouts {
  progress(): Progress;
  /** Whether this outbox has everything that `other` speaks of. */
  reaches(other: Progress): boolean;
  /** True when the ledger or the database ever bore this name. */
  knowsGeneration(generation: string): boolean;
  /** Called after every commit. Returns its off switch. */
  onCommit(listener: () => void): () => void;
  /** The name of the data folder; empty: none yet. */
  dataName(): string;
  nameData(name: string): void;
  /** True when nothing was ever taken. */
  isEmpty(): boolean;
  /** Whether a file was taken from the folder after the one of this number. */
  tookSince(folder: string, file: number): boolean;
  /** Every folder that files were taken from. */
  folders(): readonly string[];
  /** Whether one of these files of an archive is known by its place, from whatever folder. */
  knowsAnyStored(places: readonly string[]): boolean;
  /** Everything that was taken from the folder and lies in an archive, as it was when it was read last, by place. */
  storedIn(folder: string): ReadonlyMap<string, FactsRead>;
  renameFolder(from: string, to: string): void;
  /** Records of the folder's archive that are not at their end, as far as the ledger would not tell it. */
  openIn(folder: string): number;
  /**
   * Of so many records those that are here: open, or settled since. What was stored after the row `toSeq` counts if its
   * file was written before the moment.
   */
  foundIn(folder: string, at: Readonly<{ atMs: number; toSeq: number | null }>): number;
  /** Folders whose archive has still to be replayed into a rebuilt database. */
  unread(): readonly string[];
  setUnread(folders: readonly string[]): void;
}

/**
 * The ledger is not synced: a power cut may take the lines of its last half minute, while the mark on another disk
 * has them. So much may be missing without the data folder being an old copy.
 */
const LEDGER_TAIL_MS = 60_000;

/** Among so many of the last batches is the one that ended last: each lane has one open. */
const ENDS_MAX = 100;

export function createWhereabouts(context: OutboxContext, committed: Set<() => void>): Whereabouts {
  const { database, generation, ledger, tail } = context;
  const anyFile = database.prepare('SELECT 1 FROM files LIMIT 1');
  const allFolders = database.prepare('SELECT DISTINCT folder FROM files');
  const since = database.prepare('SELECT 1 FROM files WHERE id > ?2 AND folder = ?1 LIMIT 1');
  // Rarely asked, and no index tells: all of them in one pass.
  const byPlaces = database.prepare(
    'SELECT 1 FROM files WHERE stored_as IN (SELECT value FROM json_each(?)) LIMIT 1',
  );
  const stored = database.prepare(
    `SELECT stored_as, device, inode, size_bytes, mtime_ms FROM files
     WHERE folder = ? AND stored_as <> '' ORDER BY id`,
  );
  const stateOf = database.prepare('SELECT state FROM batches WHERE id = ?');
  const lastEnd = database.prepare(
    `SELECT max(settled_at_ms) AS at_ms FROM
       (SELECT settled_at_ms FROM batches WHERE because IS NOT '${RESTORED}' ORDER BY id DESC LIMIT ${ENDS_MAX})`,
  );
  // What the ledger tells is settled: a rebuild need not find it in the archive.
  const unsettled = `SELECT seq, file_id FROM entries WHERE state = 'waiting'
    UNION ALL SELECT seq, file_id FROM entries WHERE ${ASIDE} AND state <> 'unconfirmed'
    UNION ALL SELECT seq, file_id FROM entries WHERE state = 'doubtful'`;
  const inArchive = `f.folder = ?1 AND (f.stored_as LIKE '%archive/%' OR f.same_as IS NOT NULL)`;
  const openOf = database.prepare(
    `SELECT (SELECT count(*) FROM (${unsettled}) e JOIN files f ON f.id = e.file_id WHERE ${inArchive})
       + (SELECT count(*) FROM shelf s JOIN files f ON f.id = s.file_id WHERE s.state = 'open' AND ${inArchive}) AS n`,
  );
  const writtenBefore = '(?3 IS NULL OR e.seq <= ?3 OR f.mtime_ms <= ?2)';
  const foundOf = database.prepare(
    `SELECT (SELECT count(*) FROM (${unsettled}) e JOIN files f ON f.id = e.file_id
         WHERE ${inArchive} AND ${writtenBefore})
       + (SELECT count(*) FROM shelf s JOIN files f ON f.id = s.file_id WHERE ${inArchive}
         AND (s.state = 'open' OR s.closed_at_ms > ?2) AND (?3 IS NULL OR f.mtime_ms <= ?2))
       + (SELECT count(*) FROM entries e JOIN files f ON f.id = e.file_id WHERE ${inArchive}
         AND e.state IN ('delivered', 'unconfirmed', 'discarded', 'recorded') AND e.settled_at_ms > ?2
         AND ${writtenBefore})
       + (SELECT count(*) FROM entries WHERE at = '${LEDGER_PLACE}' AND settled_at_ms > ?2) AS n`,
  );
  const rename = database.prepare('UPDATE files SET folder = ?2 WHERE folder = ?1');

  function reachesInLedger(other: Progress): boolean {
    const known = ledger.lastBatchOf(other.generation);
    if (!known) return false;
    if (known.batch >= other.settled) return true;
    return other.settledAtMs - (ledger.lastAtMs() ?? 0) <= LEDGER_TAIL_MS;
  }

  /**
   * Whether batches that are undecided here ended elsewhere. What ended here is told by the database: it is synced, the
   * ledger is not.
   */
  function endedElsewhere({ settled, settledAtMs }: Progress): boolean {
    const known = ledger.lastBatchOf(generation) ?? { batch: 0, atMs: 0 };
    const state = stateOf.get(settled)?.['state'];
    if (known.batch !== settled && (state === 'open' || state === 'dissolved')) return true;
    // The lanes settle beside each other: the end of an earlier batch is told by its moment alone.
    return settledAtMs > Math.max(known.atMs, number(lastEnd.get()?.['at_ms']));
  }

  return {
    progress() {
      const settled = ledger.lastBatchOf(generation);
      return { generation, ...tail, settled: settled?.batch ?? 0, settledAtMs: settled?.atMs ?? 0 };
    },
    reaches: (other) =>
      other.generation === generation
        ? !lacks(database, other) && !endedElsewhere(other)
        : reachesInLedger(other),
    knowsGeneration: (name) => name === generation || ledger.lastBatchOf(name) !== undefined,
    onCommit(listener) {
      committed.add(listener);
      return () => committed.delete(listener);
    },
    dataName: () => readMark(database, 'data'),
    nameData: (name) => commit(context, () => writeMark(database, 'data', name)),
    isEmpty: () => anyFile.get() === undefined && tail.seq === 0,
    folders: () => allFolders.all().map((row) => text(row['folder'])),
    tookSince: (folder, file) => since.get(folder, file) !== undefined,
    knowsAnyStored: (places) => byPlaces.get(JSON.stringify(places)) !== undefined,
    storedIn: (folder) =>
      new Map(stored.all(folder).map((row) => [text(row['stored_as']), toFactsRead(row)])),
    renameFolder: (from, to) => commit(context, () => void rename.run(from, to)),
    openIn: (folder) => number(openOf.get(folder)?.['n']),
    foundIn: (folder, { atMs, toSeq }) => number(foundOf.get(folder, atMs, toSeq)?.['n']),
    unread: () => parseList(readMark(database, 'unread')),
    setUnread(folders) {
      const list = toList(folders);
      // Said anew at every look while files are missing.
      if (list !== readMark(database, 'unread')) commit(context, () => writeMark(database, 'unread', list));
    },
  };
}

function toFactsRead(row: Row): FactsRead {
  return {
    device: text(row['device']),
    inode: text(row['inode']),
    sizeBytes: number(row['size_bytes']),
    mtimeMs: number(row['mtime_ms']),
  };
}

/** Empty where no archive is missing. */
export function toList(folders: readonly string[]): string {
  return folders.length === 0 ? '' : JSON.stringify(folders);
}

function parseList(list: string): readonly string[] {
  return list === '' ? [] : listSchema.parse(JSON.parse(list));
}
