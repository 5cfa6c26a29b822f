/**
 * Owns: what the outbox promises to the rooms around it, free of any database. A payload is opaque text: the
 * outbox knows neither receipts nor HEADO.
 *
 *              take                    freeze                 accepted
 *   (nothing) ──────▶ waiting ───────────────▶ in_flight ───────────────▶ delivered
 *                      ▲  ▲                      │  │ └── fewer counted, or asked too often ─▶ unconfirmed ── resend ─▶ waiting
 *                      │  └── dissolve (others) ─┘  │
 *                      │                            ├── refused ─▶ ejected ── refused again ─▶ quarantined ── retry ─▶ waiting
 *                      │                            │     └── after a success ─▶ in_flight          └────── discard ─▶ discarded
 *                      └ hourly, success ── slow ◀──┘
 *
 * A verdict that nobody vouched for is marked (`Suspect`): its entry too goes once more after the next success.
 * Beside the flow: `recorded`, a fact that is kept for its identity and never sent (a till's shift event in
 * store mode; what a person told `recover` to leave). `doubtful`: was waiting or taken when the data folder was lost or
 * restored, or its archive was away; out of line until `recover` or the archive tells. Records that could not become entries lie on the shelf (see `ShelfItem`).
 *
 * Promises: what `take` returned is on disk; one undecided batch per lane; a batch never changes after it was
 * frozen; no identity is stored twice.
 */
import type { Problem } from '../base/problem.ts';
import type { Counter, SkipCounter } from './counter.ts';
import type { Taken, TakenFile } from './port-files.ts';
import type { FailedAttempt, Settlement, Suspect } from './port-settlement.ts';

export type { FailedAttempt, Outcast, Settlement, Suspect } from './port-settlement.ts';
export type {
  ArchivedFile,
  FileReading,
  KnownFile,
  SourceFile,
  Taken,
  TakenFile,
  UnknownSince,
} from './port-files.ts';

export type Lane = 'receipts' | 'signals' | 'manual';

export type EntryState =
  | 'waiting'
  | 'in_flight'
  | 'delivered'
  | 'unconfirmed'
  | 'slow'
  | 'ejected'
  | 'quarantined'
  | 'doubtful'
  | 'discarded'
  | 'recorded';

/**
 * `ambiguous`: equal ones may be two things (decisions 2). `turns`: entries of a party that come in turns with those
 * of another label; the claim comes again with the next turn (decisions 25).
 */
export type Repeat = 'duplicate' | 'ambiguous' | 'turns';

/** An entry as it is brought. All keys are opaque: 32 hexadecimal digits, equal exactly when the things are. */
export interface NewEntry {
  readonly lane: Lane;
  /** Whose it is (a till); entries of one party keep their order. */
  readonly party: string;
  /** What people look it up by. */
  readonly label: string;
  readonly identity: string;
  /** Its identity as it would be without `marks`; absent: the same. */
  readonly plain?: string | undefined;
  /** A name made of the record's own words, which no setting changes; absent: `identity` is such a one. */
  readonly own?: string | undefined;
  /** The same without `marks`; of what may be two things it is made of all that the record says. Absent: the same. */
  readonly plainOwn?: string | undefined;
  /** Of a record that names no offset: both as they would be if it did. */
  readonly dated?: { readonly own: string; readonly plainOwn?: string | undefined } | undefined;
  /** What an earlier version of the program called it, where that differs. */
  readonly former?: string | undefined;
  /** Other names of the same thing; an equal one with an equal `amount` = duplicate (decisions 3). */
  readonly aliases?: readonly string[] | undefined;
  /** A name that only one identity may hold; held by another = conflict. */
  readonly claim?: string | undefined;
  /** Further apart in time than this, milliseconds, several may hold the claim. */
  readonly claimSpanMs?: number | undefined;
  /** What tells it from its like, by name: things that both have a mark of are the same only if it is equal. */
  readonly marks?: Readonly<Record<string, string>> | undefined;
  /** What a second entry of the same identity means. */
  readonly repeat: Repeat;
  readonly payload: string;
  /** Small JSON object shown in lists; opaque but for `kind` and `amount`, in which readings of a thing agree. */
  readonly facts: string;
  /** When it happened, milliseconds since 1970 UTC. */
  readonly occurredAtMs: number;
  /** Where in its file. */
  readonly at: string;
  /** The record's own text, kept only if it ends on the shelf. */
  readonly raw: string;
  /** `recorded` entries are stored and never sent. */
  readonly state: 'waiting' | 'recorded';
}

/** A record that cannot become an entry now. `held`: judged again by itself (clock, settings); else a person decides. */
export interface NewShelfItem {
  readonly at: string;
  readonly label: string;
  readonly raw: string;
  readonly problem: Problem;
  readonly held: boolean;
  /** Its end is missing: it leaves the shelf when a later reading of its file brings another record in its place. */
  readonly unfinished?: boolean | undefined;
}

/** A frozen batch: never changes until it is settled. */
export interface Batch {
  readonly id: string;
  readonly lane: Lane;
  readonly entries: readonly BatchEntry[];
  /** SHA-256 over the SHA-256 of each payload in order, hexadecimal. */
  readonly bodyHash: string;
  /** Times it was posted, this attempt included. */
  readonly attempt: number;
  /** True when an earlier attempt may have been registered by the server. */
  readonly uncertain: boolean;
  readonly frozenAtMs: number;
}

export interface BatchEntry {
  readonly seq: number;
  readonly party: string;
  readonly label: string;
  readonly payload: string;
  readonly occurredAtMs: number;
  readonly takenAtMs: number;
  /** How often it was sent again, this attempt included, as the bound of resends counts it (decisions 19). */
  readonly resends: number;
}

/** What the next frozen batch may hold. Entries come in the order they were stored. */
export interface FreezeRule {
  readonly lane: Lane;
  readonly limit: number;
  /** Payloads beyond this sum wait for the next batch; one entry always fits. */
  readonly bytesMax: number;
  /** Entries to pass over: suspects of a breakdown (decisions 21). */
  readonly except?: ReadonlySet<number> | undefined;
  /** Exactly this entry, also a slow one or a suspect. */
  readonly only?: number | undefined;
  /** A repetition counts towards the bound: another call got a success since the last POST (decisions 19). */
  readonly counts?: boolean | undefined;
  /** False: it is fetched to be ended, not to be posted, so that nothing counts as repeated. */
  readonly posts?: boolean | undefined;
}

/** What intake, shift and sender need. */
export interface Outbox {
  /** Stores everything of `files` in one durable transaction; answers in the same order. */
  take(files: readonly TakenFile[]): readonly Taken[];
  /** True when the identity is stored already. */
  knows(identity: string): boolean;
  /** Adds to a lasting counter (`found_by_rescan`, …) outside of any other change; not while the disk is full. */
  count(counter: Counter | SkipCounter, by: number): void;

  /** The undecided batch of the lane, counted as one more attempt; else a newly frozen one; else undefined. */
  nextBatch(rule: FreezeRule): Batch | undefined;
  /** The next `take` freezes by this rule in its own transaction; undefined takes the order back. */
  arm(lane: Lane, rule: FreezeRule | undefined): void;
  /** Ends the batch; with `next` the following one is frozen in the same transaction and returned. */
  settle(batchId: string, settlement: Settlement, next?: FreezeRule): Batch | undefined;
  /** No definite answer: the batch stays as it is. */
  noteAttempt(batchId: string, outcome: FailedAttempt): void;
  /** A person puts quarantined, ejected, slow or unconfirmed entries back in line. Answers how many went. */
  readmit(seqs: readonly number[]): number;
  /** The same without a person: slow ones alone, whatever became of the others meanwhile. */
  readmitSlow(seqs: readonly number[]): number;
  /** Suspects of the lane, longest untried first; a bounded number. */
  suspects(lane: Lane): readonly Suspect[];
  /** Takes the verdict over suspects back: they are ejected. */
  unjudge(seqs: readonly number[]): void;

  /** The first entry of the lane that would be frozen next. */
  peek(lane: Lane): BatchEntry | undefined;
  /** Whether the party has receipts stored before `seq` that can still be sent (waiting or in flight). */
  hasOpenBefore(party: string, seq: number): boolean;
  /** The slow entry whose retry is due, or later than `latestMs`, oldest first. */
  dueSlow(nowMs: number, latestMs?: number): number | undefined;
  /** Slow entries that failed before the last success of their lane, longest untried first; a bounded number. */
  slowSinceSuccess(): readonly number[];
  /** Entries of the lane that wait (not those in flight). */
  waitingCount(lane: Lane): number;

  /** Called after every commit that added waiting entries to a lane. Returns its off switch. */
  onWaiting(listener: (lane: Lane) => void): () => void;
}
