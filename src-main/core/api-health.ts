/**
 * Owns: what the last calls tell about the server: whether it answers, and how far our clock is from its own
 * (guide 5.2: availability of the API is watched; 4.4.4: clocks within a minute).
 */
import type { Clock } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import type { Problem } from '../base/problem.ts';
import type { CallReport } from '../heado/device-api.ts';
import type { CoreEvent } from './events.ts';
import { CLOCK_SKEW_MS_MAX, createReferenceClock, type ReferenceClock } from './reference-clock.ts';

export interface ApiHealth {
  onCall(report: CallReport): void;
  readonly reachable: 'yes' | 'no' | 'unknown';
  readonly lastSuccessAtMs: number | undefined;
  /** Calls in a row that got no usable answer; one that asks for fewer calls is an answer. */
  readonly failedInRow: number;
  readonly lastFailure: { readonly atMs: number; readonly problem: Problem } | undefined;
  /** What HEADO's answers tell of the time. */
  readonly reference: ReferenceClock;
}

/** `onClock` hears when the known difference to the server's clock changed. */
export function createApiHealth(clock: Clock, note: Note<CoreEvent>, onClock: () => void): ApiHealth {
  let reachable: ApiHealth['reachable'] = 'unknown';
  let lastSuccessAtMs: number | undefined;
  let lastFailure: ApiHealth['lastFailure'];
  const reference = createReferenceClock(clock);
  let differed = false;
  let failedInRow = 0;

  function learnClock({ dateHeaderMs, startedAtMs, receivedAtMs }: CallReport): void {
    if (dateHeaderMs === undefined) return;
    if (!reference.learn({ dateMs: dateHeaderMs, startedAtMs, receivedAtMs })) return;
    const skewMs = reference.skewMs ?? 0;
    const differs = Math.abs(skewMs) > CLOCK_SKEW_MS_MAX;
    if (differs) note('clock.differed', { skewMs });
    else if (differed) note('clock.agreed', { skewMs });
    differed = differs;
    onClock();
  }

  function learnReach({ outcome }: CallReport): void {
    const problem = problemOf(outcome);
    if (problem) lastFailure = { atMs: clock.now(), problem };
    else lastSuccessAtMs = clock.now();
    // Nothing was sent: key or address cannot be used. That says nothing about the server.
    if (problem?.code === 'api.endpointUnusable') return;
    const now = outcome.kind === 'retry' ? 'no' : 'yes';
    failedInRow = outcome.kind === 'retry' && !outcome.slowDown ? failedInRow + 1 : 0;
    if (now === 'no' && reachable !== 'no') note('api.lost', { ...problem?.values, code: problem?.code });
    if (now === 'yes' && reachable === 'no') note('api.returned');
    reachable = now;
  }

  return {
    onCall(report) {
      learnClock(report);
      learnReach(report);
    },
    get reachable() {
      return reachable;
    },
    get lastSuccessAtMs() {
      return lastSuccessAtMs;
    },
    get failedInRow() {
      return failedInRow;
    },
    get lastFailure() {
      return lastFailure;
    },
    reference,
  };
}

/** Why a call brought nothing; undefined for a success and for a refusal of the data, which is an answer too. */
function problemOf(outcome: CallReport['outcome']): Problem | undefined {
  return outcome.kind === 'retry' || outcome.kind === 'hold' ? outcome.problem : undefined;
}
