/**
 * Owns: what an audit is given: the POS's own record of what it dropped, the simulator's raw call log, and what the
 * agent's folders hold at rest. Every receipt and signal goes by one name on all three sides: its identity.
 * Refuses to know how the agent counts and recognises: the audit would only repeat its mistakes.
 */
import type { StatusReport } from '../../src-main/core/status-schema.ts';
import type { LoggedCall } from '../simulator/audit.ts';

/** What must become of a thing once everything is at rest. */
export type Fate =
  /** HEADO has it. */
  | 'server'
  /** It lies in quarantine until a person decides. */
  | 'person'
  /** A person gave it up, or chose to leave it as it was when the data folder was lost: nothing is owed any more. */
  | 'givenUp';

/** One receipt or signal of one file, by the POS's own record. */
export interface Dropped {
  readonly identity: string;
  /** What people look it up by. */
  readonly label: string;
  /** Name of the file it was dropped in first. */
  readonly file: string;
  readonly fate: Fate;
}

/** One batch that an entry was a member of, as the outbox has it. */
export interface BookedBatch {
  readonly id: number;
  readonly state: string;
  /** How often it was posted, or was about to be. */
  readonly posts: number;
  readonly uncertain: boolean;
  readonly told: readonly string[];
}

/** One entry of the outbox. */
export interface BookedEntry {
  readonly seq: number;
  readonly lane: string;
  readonly label: string;
  /** Empty when its text was forgotten, as that of old ones is. */
  readonly identity: string;
  readonly state: string;
  readonly takenAtMs: number;
  readonly problem: string;
  readonly batches: readonly BookedBatch[];
}

/** A record that could not become an entry. */
export interface BookedRecord {
  readonly label: string;
  readonly isOpen: boolean;
  readonly isHeld: boolean;
  readonly takenAtMs: number;
  readonly problem: string;
}

/** The outbox as it lies on the disk. */
export interface Book {
  readonly entries: readonly BookedEntry[];
  readonly shelf: readonly BookedRecord[];
  readonly counters: Readonly<Record<string, number>>;
  /** A person was asked what becomes of a lost archive: what was sent of it since is counted when it is read, not before. */
  readonly isAsked: boolean;
}

/** Names of files by where they lie; those in the archive without what the agent adds to a repeated name. */
export interface Places {
  readonly waiting: ReadonlySet<string>;
  readonly archived: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
}

/** What an outbox that was lost or exchanged knew: its posts happened, though no book tells of them now. */
export interface Carried {
  readonly counted: number;
  readonly posts: ReadonlyMap<string, number>;
}

export interface Evidence {
  readonly dropped: readonly Dropped[];
  readonly calls: readonly LoggedCall[];
  readonly book: Book;
  readonly places: Places;
  readonly carried?: Carried;
  /** What the agent said of itself, where it was asked. */
  readonly status?: StatusReport;
  /** False in the middle of things: what is owed may still be on its way. */
  readonly atRest: boolean;
}

/** A promise that was not kept: which, of what, and everything that is known of it. */
export interface Broken {
  readonly invariant: 'I1' | 'I2' | 'I7' | 'I10';
  readonly says: string;
  readonly story: readonly string[];
}
