/**
 * Owns: when a slow entry goes again: hourly, and once after the server took something (decisions 21).
 * Promises: after a success one at a time and only when nothing else waits; one that failed again in good times waits
 * for its hour. No clock and no trouble of others keeps it longer.
 */
import type { Clock } from '../base/clock.ts';
import type { Outbox } from '../outbox/port.ts';
import type { LaneState, PlanRules } from './lane-state.ts';
import { isPlain } from './plan-choice.ts';

/** How often a lane looks for slow entries whose hour is over. */
const CHECK_MS = 60_000;

export interface SlowTurns {
  readonly checkMs: number;
  /** The state with the slow entry whose turn it is. */
  note(state: LaneState): LaneState;
}

export function createSlowTurns(outbox: Outbox, clock: Clock, rules: PlanRules): SlowTurns {
  const checkMs = Math.min(CHECK_MS, rules.slowRetryMs);
  let checkedMs = -Infinity;

  function isTimeToCheck(): boolean {
    const nowMs = clock.monotonicMs();
    if (nowMs - checkedMs < checkMs) return false;
    checkedMs = nowMs;
    return true;
  }

  /** A wrong clock dates a try ahead by years: none is farther away than its hour. */
  function findDue(): number | undefined {
    const nowMs = clock.now();
    return outbox.dueSlow(nowMs, nowMs + rules.slowRetryMs);
  }

  return {
    checkMs,
    note(state) {
      if (rules.ordered || !isPlain(state)) return state;
      const found = state.slowDue ? outbox.slowSinceSuccess() : [];
      const slowNext = found.find((seq) => !state.slowTried.includes(seq));
      const slowTry = isTimeToCheck() ? findDue() : state.slowTry;
      return { ...state, slowTry, slowNext, slowDue: slowNext !== undefined };
    },
  };
}
