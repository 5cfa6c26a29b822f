/**
 * Owns: how far this outbox has come and which folders it knows, so that something beside it can tell later whether
 * it is still the same (the marks in the drop folders: drop folder, "Whose the folder is").
 * Refuses to know: marks, folders on a disk.
 */
import { z } from 'zod';
import { lacks } from './behind.ts';
import type { OutboxContext } from './context.ts';
import { readMark, writeMark } from './marks.ts';
import type { ArchivedFile } from './port.ts';
import { number, text, type Row } from './rows.ts';

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
  knowsFolder(folder: string): boolean;
  /** Whether a file of the archive is known by its place, from whatever folder. */
  knowsStored(storedAs: string): boolean;
  /** Everything that was taken from the folder and lies in an archive, as it was when it was read last, by place. */
  storedIn(folder: string): ReadonlyMap<string, FactsRead>;
  renameFolder(from: string, to: string): void;
  /** Folders whose archive has still to be replayed into a rebuilt database. */
  unread(): readonly string[];
  setUnread(folders: readonly string[]): void;
}

/**
 * The ledger is not synced: a power cut may take the lines of its last half minute, while the mark on another disk
 * has them. So much may be missing without the data folder being an old copy.
 */
const LEDGER_TAIL_MS = 60_000;

export function createWhereabouts(context: OutboxContext, committed: Set<() => void>): Whereabouts {
  const { database, generation, ledger, tail } = context;
  const anyFile = database.prepare('SELECT 1 FROM files LIMIT 1');
  const ofFolder = database.prepare('SELECT 1 FROM files WHERE folder = ? LIMIT 1');
  const byPlace = database.prepare('SELECT 1 FROM files WHERE stored_as = ? LIMIT 1');
  const stored = database.prepare(
    `SELECT stored_as, device, inode, size_bytes, mtime_ms FROM files
     WHERE folder = ? AND stored_as <> '' ORDER BY id`,
  );
  const rename = database.prepare('UPDATE files SET folder = ?2 WHERE folder = ?1');

  function reachesInLedger(other: Progress): boolean {
    const known = ledger.lastBatchOf(other.generation);
    if (!known) return false;
    if (known.batch >= other.settled) return true;
    return other.settledAtMs - (ledger.lastAtMs() ?? 0) <= LEDGER_TAIL_MS;
  }

  return {
    progress() {
      const settled = ledger.lastBatchOf(generation);
      return { generation, ...tail, settled: settled?.batch ?? 0, settledAtMs: settled?.atMs ?? 0 };
    },
    reaches: (other) => (other.generation === generation ? !lacks(database, other) : reachesInLedger(other)),
    knowsGeneration: (name) => name === generation || ledger.lastBatchOf(name) !== undefined,
    onCommit(listener) {
      committed.add(listener);
      return () => committed.delete(listener);
    },
    dataName: () => readMark(database, 'data'),
    nameData: (name) => context.transact(() => writeMark(database, 'data', name)),
    isEmpty: () => anyFile.get() === undefined && tail.seq === 0,
    knowsFolder: (folder) => ofFolder.get(folder) !== undefined,
    knowsStored: (storedAs) => byPlace.get(storedAs) !== undefined,
    storedIn: (folder) =>
      new Map(stored.all(folder).map((row) => [text(row['stored_as']), toFactsRead(row)])),
    renameFolder: (from, to) => context.transact(() => void rename.run(from, to)),
    unread: () => parseList(readMark(database, 'unread')),
    setUnread: (folders) => context.transact(() => writeMark(database, 'unread', toList(folders))),
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
