/**
 * Owns: what the parts of the intake are given from outside: clock, disk, outbox, formats, rules, words. Only
 * this room sees it. Refuses to know: who stands behind each function.
 */
import type { Clock } from '../base/clock.ts';
import type { Problem } from '../base/problem.ts';
import type { Closing, RefusedRecord } from '../formats/adapter.ts';
import type { Outbox } from '../outbox/port.ts';
import type { RestLimits } from './completeness.ts';
import type { IntakeNote } from './events.ts';
import type { Disk } from './folder/disk.ts';
import type { DropHandle } from './folder/drop-handle.ts';
import type { FolderGate } from './gate.ts';
import type { JudgeFile, SourceRecords } from './judge.ts';
import type { LongFiles } from './long-files.ts';

/** One drop folder as the settings name it (`drop.folders[]`). */
export interface FolderSettings {
  readonly path: string;
  /** `auto`, or the id of the only format that is expected. */
  readonly format: string;
  /** `auto`, or the encoding of text that does not name its own. */
  readonly encoding: string;
  /** `poll`: a network share; its changes are found by the rescan alone. */
  readonly watch: 'events' | 'poll';
}

interface IntakeLimits extends RestLimits {
  readonly rescanMs: number;
  readonly maxFileBytes: number;
  /** Refused records of one file that get an item of their own in quarantine. */
  readonly refusalsMax: number;
}

/** What reading a file's bytes by its format gave. */
export type SourceReading = { readonly closing: Closing; readonly format: string } & (
  | {
      readonly state: 'complete';
      readonly records: SourceRecords;
      /** The last record, which is cut and not among the others: more may come of it. */
      readonly unfinished?: RefusedRecord | undefined;
    }
  | { readonly state: 'incomplete' | 'unreadable'; readonly problem: Problem }
);

interface FileSource {
  readonly fileName: string;
  readonly mtimeMs: number;
  readonly format: string;
  readonly encoding: string;
}

/** Finds the format and reads the whole file. Never throws; the bytes are valid during the call only. */
export type ReadFile = (bytes: Uint8Array, source: FileSource) => SourceReading;

/** As `ReadFile`, with turns for others; the bytes are the reading's as long as its records are walked. */
export type ReadLargeFile = (
  bytes: Uint8Array,
  source: FileSource,
  turn: () => Promise<void>,
) => Promise<SourceReading>;

/** A problem in words for a technician: what is wrong, why it matters, what to do. */
export type Describe = (problem: Problem) => {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
};

/** What reading, judging and storing a file takes, wherever it lies. */
export interface ReadingContext {
  readonly clock: Clock;
  readonly outbox: Pick<Outbox, 'take' | 'count'>;
  readonly readFile: ReadFile;
  readonly readLargeFile: ReadLargeFile;
  readonly readings: Readings;
  readonly judge: JudgeFile;
  readonly limits: IntakeLimits;
  /** Nothing more is to be begun: the process or the intake is being stopped. */
  readonly isStopped: () => boolean;
}

export interface IntakeContext extends ReadingContext {
  readonly disk: Disk;
  /** Where the agent keeps what must not lie in the POS's reach. */
  readonly dataDir: string;
  readonly note: IntakeNote;
  readonly describe: Describe;
  /** The store's calendar day at an instant, `YYYY-MM-DD`: the name of a folder in the archive. */
  readonly dayOf: (instantMs: number) => string;
  /** Whether an error of the outbox means that the disk has no room. */
  readonly isDiskFull: (error: unknown) => boolean;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Whose the folders are. */
  readonly gate: FolderGate;
  readonly longFiles: LongFiles;
}

/** Which large files are being read, on the disk: the outbox's memory of them. */
export interface Readings {
  /** Answers how many processes died of the file at `path` as `facts` tell it, one after another. */
  begin(path: string, facts: string): number;
  end(path: string): void;
}

/** One folder that is open now. */
export interface Place {
  readonly settings: FolderSettings;
  readonly folder: DropHandle;
}
