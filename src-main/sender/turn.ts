/**
 * Owns: one turn of a lane: a call that ended, and everything that the next step depends on.
 */
import type { Problem } from '../base/problem.ts';
import type { Batch, Lane } from '../outbox/port.ts';
import type { LaneState, PlanRules } from './lane-state.ts';

export interface Turn {
  readonly state: LaneState;
  readonly batch: Batch;
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
