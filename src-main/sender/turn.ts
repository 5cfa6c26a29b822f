/**
 * Owns: one turn of a lane: a call that ended, and everything that the next step depends on.
 */
import type { Problem } from '../base/problem.ts';
import type { Batch, Lane, Suspect } from '../outbox/port.ts';
import type { LaneState, PlanRules } from './lane-state.ts';

export interface Turn {
  readonly state: LaneState;
  readonly batch: Batch;
  /** As they were when the batch was chosen. */
  readonly suspects: readonly Suspect[];
  /** Something that was never refused waits behind the batch. */
  readonly othersWait: boolean;
  readonly rules: PlanRules;
  readonly durationMs: number;
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: number;
  readonly random: () => number;
}

/** A problem in short: equal for answers that are the same. */
export function markOf(found: Problem): string {
  const detail = found.values['code'] ?? found.values['status'] ?? found.values['words'] ?? '';
  return detail === '' ? found.code : `${found.code} ${detail}`;
}

/** The times that an answer came in a row for the batch in hand, this one included. */
export function countSame({ same }: LaneState, mark: string): NonNullable<LaneState['same']> {
  return { mark, times: same?.mark === mark ? same.times + 1 : 1 };
}

/** The suspect that the batch is about; undefined for anything else. */
export function suspectIn({ batch, suspects }: Pick<Turn, 'batch' | 'suspects'>): Suspect | undefined {
  const [first, second] = batch.entries;
  return second ? undefined : suspects.find(({ seq }) => seq === first?.seq);
}

/** What every line about a batch says. */
export function describe({ batch }: Pick<Turn, 'batch'>): {
  readonly lane: Lane;
  readonly batch: string;
  readonly entries: number;
  readonly attempt: number;
  readonly uncertain: boolean;
} {
  const { id, lane, entries, attempt, uncertain } = batch;
  return { lane, batch: id, entries: entries.length, attempt, uncertain };
}
