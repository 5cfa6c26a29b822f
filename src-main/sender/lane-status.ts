/**
 * Owns: what a lane tells about itself, for the status.
 */
import type { Clock } from '../base/clock.ts';
import type { Problem } from '../base/problem.ts';
import type { LaneState } from './lane-state.ts';

/** `holding`: key, address or server are wrong and the lane tries again rarely; all else is as it says. */
export type LanePhase = 'stopped' | 'idle' | 'sending' | 'waiting' | 'holding';

export interface LaneStatus {
  readonly state: LanePhase;
  /** When this state began; wall clock, milliseconds since 1970 UTC, as all times here. */
  readonly sinceMs: number;
  readonly nextAttemptAtMs: number | undefined;
  /** Why the last call failed, or why nothing is sent; undefined while all is well. */
  readonly because: Problem | undefined;
  readonly lastSuccessAtMs: number | undefined;
  /** Failed calls since the last success. */
  readonly attempt: number;
  /** Pause between calls that the server asked for, milliseconds; 0: none. */
  readonly pauseMs: number;
}

export interface StatusBoard {
  enter(phase: LanePhase, nextAttemptAtMs?: number, because?: Problem): void;
  noteSuccess(): void;
  read(state: LaneState): LaneStatus;
}

export function createStatusBoard(clock: Clock): StatusBoard {
  let phase: LanePhase = 'stopped';
  let sinceMs = clock.now();
  let nextAttemptAtMs: number | undefined;
  let lastSuccessAtMs: number | undefined;
  let waitsFor: Problem | undefined;
  return {
    enter(next, atMs, because) {
      if (next !== phase) sinceMs = clock.now();
      phase = next;
      nextAttemptAtMs = atMs;
      waitsFor = because;
    },
    noteSuccess: () => void (lastSuccessAtMs = clock.now()),
    read: ({ because, attempt, pauseMs }) => ({
      state: phase,
      sinceMs,
      nextAttemptAtMs,
      because: waitsFor ?? because,
      lastSuccessAtMs,
      attempt,
      pauseMs,
    }),
  };
}
