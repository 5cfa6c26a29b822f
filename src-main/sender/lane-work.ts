/**
 * Owns: what a lane is given to do its work with, what it can be told, and what it tells of its calls.
 */
import type { Clock } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import type { CallResult } from '../heado/outcome.ts';
import type { CallLimits } from '../heado/transport.ts';
import type { Batch, Lane as LaneName, Outbox } from '../outbox/port.ts';
import type { SenderEvent } from './events.ts';
import type { PlanRules, Step } from './lane-state.ts';
import type { LaneStatus } from './lane-status.ts';

/** What differs between lanes. */
export interface LaneWork {
  readonly lane: LaneName;
  readonly rules: PlanRules;
  /** Never rejects. */
  post(batch: Batch, limits: CallLimits): Promise<CallResult>;
  /** Whether the server answers anything else, with an error of its own as well. Never rejects. */
  probe(limits: CallLimits): Promise<boolean>;
  /** Calls of any kind that succeeded so far, and probes that were answered. */
  successes(): number;
  /** How long the first waiting entry must still be held back, milliseconds. Absent: entries go as they come. */
  readonly holdBackMs?: () => number;
  /** Called after a batch ended. */
  readonly onSettled?: () => void;
}

/** A POST begins; or what it came to is written down. */
export type PostFact =
  | { readonly kind: 'began'; readonly batch: Batch }
  | { readonly kind: 'ended'; readonly batch: Batch; readonly came: Step['batch'] };

export interface LaneOptions {
  readonly work: LaneWork;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly note: Note<SenderEvent>;
  /** Hears of every POST once what it came to is written down. */
  readonly onPost?: ((fact: PostFact) => void) | undefined;
}

export interface Lane {
  start(): void;
  /** Something new waits. */
  wake(): void;
  /** What is held back may go now. */
  release(): void;
  /** What is waited for is tried now. */
  hurry(): void;
  /** Resolves when no call is in flight; one that takes longer than `graceMs` is cut off. */
  stop(graceMs: number): Promise<void>;
  status(): LaneStatus;
}
