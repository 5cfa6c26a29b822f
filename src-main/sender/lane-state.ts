/**
 * Owns: what a lane remembers between two calls, and the numbers it goes by. Data only; nothing here is lost
 * by a restart but patience: what must last is in the outbox.
 */
import type { Ladder } from '../base/backoff.ts';
import type { Problem } from '../base/problem.ts';
import type { Settlement } from '../outbox/port.ts';
import type { BatchSize } from './batch-size.ts';
import type { SenderEvent } from './events.ts';
import { paceRule, type PaceRule } from './pace.ts';
import type { NoteFields } from '../base/note.ts';

export interface PlanRules {
  readonly ladder: Ladder;
  readonly pace: PaceRule;
  /** Entries in one call. */
  readonly limitMax: number;
  /** Bytes of payload in one call. */
  readonly bytesMax: number;
  readonly deadlineMs: number;
  readonly deadlineMsMax: number;
  /** Whether a culprit may leave the line for an hourly retry; signals keep their order instead. */
  readonly mayGoSlow: boolean;
  readonly slowRetryMs: number;
}

/** What settings do not change. */
export const usualRules = {
  pace: paceRule,
  /** HEADO's limit (guide 7.2). */
  limitMax: 100,
  /** Servers commonly take 1 MB and more; ordinary receipts have 1 kB. */
  bytesMax: 900_000,
  /** A slow server that commits must not be resent for ever (decisions 19). */
  deadlineMsMax: 180_000,
  slowRetryMs: 3_600_000,
} as const;

/** Entries among which a culprit is looked for. */
export interface Hunt {
  readonly members: readonly number[];
  /** The repeated answer that started it; undefined after a refusal without a name. */
  readonly mark: string | undefined;
}

/** The server refuses whatever it is sent: it is broken, not the receipts (decisions 21). */
export interface Breakdown {
  /** The refused ones that revealed it. */
  readonly suspects: readonly number[];
  /** Those tried and refused since. */
  readonly passed: readonly number[];
  readonly problem: Problem;
}

export interface LaneState {
  /** Failed calls since something went well: the rung of the ladder. */
  readonly attempt: number;
  readonly pauseMs: number;
  readonly size: BatchSize;
  readonly deadlineMs: number;
  /** The last retryable answer and how often it came in a row for the batch in hand. */
  readonly same: { readonly mark: string; readonly times: number } | undefined;
  readonly hunt: Hunt | undefined;
  /** Entries that left the line one by one since the last success. */
  readonly expelled: readonly number[];
  readonly breakdown: Breakdown | undefined;
  /** Refused during a breakdown that is over: each is sent once more, alone, before anything else. */
  readonly trial: readonly number[];
  /** The slow entry whose hourly retry is in hand. */
  readonly slowTry: number | undefined;
  /** Key, address or method are wrong. */
  readonly held: Problem | undefined;
  /** Why the last call failed; undefined after a success. */
  readonly because: Problem | undefined;
}

export function freshState(rules: PlanRules): LaneState {
  return {
    attempt: 0,
    pauseMs: 0,
    size: { limit: rules.limitMax, accepted: 0 },
    deadlineMs: rules.deadlineMs,
    same: undefined,
    hunt: undefined,
    expelled: [],
    breakdown: undefined,
    trial: [],
    slowTry: undefined,
    held: undefined,
    because: undefined,
  };
}

export interface Fact {
  readonly event: SenderEvent;
  readonly fields: NoteFields;
}

/** What follows from an outcome. Effects happen in the order of the fields. */
export interface Step {
  /** Entries that go back in line. */
  readonly readmit: readonly number[];
  readonly batch:
    | { readonly does: 'end'; readonly settlement: Settlement }
    | { readonly does: 'stay'; readonly because: string; readonly uncertain: boolean };
  readonly state: LaneState;
  /** The next call starts no earlier, milliseconds. */
  readonly delayMs: number;
  /** Ask first whether the server answers anything else: it decides whether the batch has a culprit. */
  readonly needsProbe: boolean;
  readonly facts: readonly Fact[];
}
