/** Owns: what the outbox is told of files and tells of them again; part of `port.ts`. */
import type { NewEntry, NewShelfItem } from './port.ts';

export interface SourceFile {
  readonly folder: string;
  readonly name: string;
  /** Path below the folder where the bytes will lie (`archive/2026-11-22/x.json`); empty: no file (typed in). */
  readonly storedAs: string;
  readonly format: string;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly device: number;
  readonly inode: number;
  readonly mtimeMs: number;
  /** False: may still grow under its writer's hands (decisions 9). */
  readonly closed: boolean;
  /** False: its content closes itself, so that no more lines follow. */
  readonly lines?: boolean | undefined;
  /** Its row, when records of it were taken before: what is known of the file is renewed there. */
  readonly known?: KnownFile | undefined;
  /** The file whose record this is, judged again: its original is kept as long as anything of this needs it. */
  readonly sameAs?: number | undefined;
  /** True while the outbox is rebuilt from the archive: what the ledger does not know is resent as uncertain. */
  readonly rebuilt?: boolean | undefined;
  /**
   * What its records become instead of waiting: `doubtful` until it is known what HEADO has; `recorded` where a
   * person said that they need not be sent.
   */
  readonly arrivesAs?: 'doubtful' | 'recorded' | undefined;
  /** Its records were perhaps sent before, by whom nobody remembers: sending them counts as resending. */
  readonly perhapsSent?: boolean | undefined;
  /** Set where entries were sent before anybody knew of the file. */
  readonly unknownSince?: UnknownSince | undefined;
}

/**
 * A file of the archive of which this outbox learns late. What was stored after the row `seq` was stored without
 * knowing of it: an entry that one of its records repeats was perhaps sent before, and counts as resent, once.
 */
export interface UnknownSince {
  readonly seq: number;
  /** Rows that were counted so. */
  readonly counted: Set<number>;
}

export interface KnownFile {
  readonly fileId: number;
  /** It is read again because it changed: what is known already is no repetition of the POS. */
  readonly reread: boolean;
}

/** What one reading of a file remembers from its first chunk to its last; the chunks are taken in order. */
export interface FileReading {
  /** Entries that records of the file are, or are repetitions of, so far. */
  readonly met: Set<number>;
  /** Whether a refused record gets an item of its own on the shelf; else it is only counted by whoever reads. */
  admit(item: NewShelfItem): boolean;
}

export interface TakenFile {
  readonly file: SourceFile;
  readonly entries: readonly NewEntry[];
  readonly shelf: readonly NewShelfItem[];
  /** The record on the shelf that this is, judged again: it leaves the shelf as these become entries. */
  readonly ends?: { readonly id: number; readonly reason: string } | undefined;
  /** Absent: the records are all of the file, and few. */
  readonly reading?: FileReading | undefined;
}

/** A file that was taken and whose original is kept, as the outbox remembers it. */
export interface ArchivedFile {
  readonly fileId: number;
  readonly folder: string;
  readonly name: string;
  /** Path below the folder. */
  readonly storedAs: string;
  readonly format: string;
  readonly sha256: string;
  readonly device: string;
  readonly inode: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** When it was read last. */
  readonly readAtMs: number;
  readonly closed: boolean;
  /** More lines may follow, as far as its content tells. */
  readonly lines: boolean;
}

/** What became of one file's records, in numbers. */
export interface Taken {
  readonly fileId: number;
  readonly stored: number;
  readonly duplicates: number;
  /** Duplicates whose body differs from the first (decisions 1). */
  readonly differing: number;
  /** Conflicts and ambiguous repetitions: on the shelf now, or since an earlier reading of the file. */
  readonly conflicts: number;
  /** Records and entries that lie in quarantine now and did not before. */
  readonly shelved: number;
}
