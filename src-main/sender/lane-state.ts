/**
 * Owns: what a lane remembers between two calls, and the numbers it goes by. Data only; nothing here is lost
 * by a restart but patience: what must last is in the outbox.
 */
import type { Settlement, Suspect } from '../outbox/port.ts';
import type { Ladder } from '../base/backoff.ts';
import type { NoteFields } from '../base/note.ts';
import type { Problem } from '../base/problem.ts';
import type { BatchSize } from './batch-size.ts';
import type { SenderEvent } from './events.ts';
import { paceRule, type PaceRule } from './pace.ts';

export interface PlanRules {
  readonly ladder: Ladder;
  readonly pace: PaceRule;
  /** Entries in one call. */
  readonly limitMax: number;
  /** Bytes of payload in one call. */
  readonly bytesMax: number;
  readonly deadlineMs: number;
  readonly deadlineMsMax: number;
  /**
   * Signals keep their order: none goes slow, and a refused one is asked again where it stands before it lets the
   * next one pass.
   */
  readonly ordered: boolean;
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
  /** Some of them were taken since it began. */
  readonly vouched: boolean;
}

/** The server takes nothing of what it is sent: it is broken, not the receipts (decisions 21). */
export interface OpenCircuit {
  readonly problem: Problem;
  /** Tried since and put back into the line. */
  readonly passed: readonly number[];
  /**
   * The server may have kept what it did not answer, and knows nothing of it: whole batches go on. Where it says itself
   * that it failed, single entries find out when it is well.
   */
  readonly whole: boolean;
}

export interface LaneState {
  /** Failed calls since something went well: the rung of the ladder. */
  readonly attempt: number;
  readonly pauseMs: number;
  readonly size: BatchSize;
  readonly deadlineMs: number;
  /** The last answer and how often it came in a row for the batch in hand. */
  readonly same: { readonly mark: string; readonly times: number } | undefined;
  /** After the last failed call the server answered another one. */
  readonly answersOthers: boolean;
  /** HEADO failed inside the last call: before the next posting it is asked whether it is well. */
  readonly asksFirst: boolean;
  readonly hunt: Hunt | undefined;
  readonly circuit: OpenCircuit | undefined;
  /** Entries that went slow one by one since the last success. */
  readonly slowed: readonly number[];
  /** How many became unconfirmed since then: in a row with those. They are a person's, and never come back by themselves. */
  readonly givenUp: number;
  /** The server took something: the suspect that waits longest is tried, alone. */
  readonly retestDue: boolean;
  /** The suspect whose try is in hand: in flight it is none for the outbox. */
  readonly onTrial: Suspect | undefined;
  /** Nothing else waits: the suspect that waits longest is tried along the ladder. */
  readonly idleTry: boolean;
  /** How often a suspect was the only one refused between two successes. */
  readonly vouched: ReadonlyMap<number, number>;
  /** The slow entry whose retry is in hand. */
  readonly slowTry: number | undefined;
  /** The server took something: when nothing else waits, a slow entry goes once more. */
  readonly slowDue: boolean;
  /** The slow entry whose turn it is then. */
  readonly slowNext: number | undefined;
  /** Slow entries that failed again since the lane failed last: it is they, not the time. They wait for their hour. */
  readonly slowTried: readonly number[];
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
    answersOthers: false,
    asksFirst: false,
    hunt: undefined,
    circuit: undefined,
    slowed: [],
    givenUp: 0,
    retestDue: false,
    onTrial: undefined,
    idleTry: false,
    vouched: new Map(),
    slowTry: undefined,
    slowDue: false,
    slowNext: undefined,
    slowTried: [],
    held: undefined,
    because: undefined,
  };
}

/** The server gave a definite answer: whatever was counted or held against it is over. */
export function settled(state: LaneState): LaneState {
  return {
    ...state,
    ...{
      attempt: 0,
      hunt: undefined,
      same: undefined,
      onTrial: undefined,
      slowTry: undefined,
      asksFirst: false,
      held: undefined,
    },
  };
}

export interface Fact {
  readonly event: SenderEvent;
  readonly fields: NoteFields;
}

/** What follows from an outcome. Effects happen in the order of the fields. */
export interface Step {
  /** Slow entries that go back in line. */
  readonly readmit: readonly number[];
  /** Suspects whose verdict is taken back. */
  readonly unjudge: readonly number[];
  readonly batch:
    | { readonly does: 'end'; readonly settlement: Settlement }
    | {
        readonly does: 'stay';
        readonly because: string;
        readonly uncertain: boolean;
      };
  readonly state: LaneState;
  /** The next call starts no earlier, milliseconds. */
  readonly delayMs: number;
  /** Ask first whether the server answers anything else. */
  readonly needsProbe: boolean;
  readonly facts: readonly Fact[];
}
