/**
 * Owns: what the last calls tell about the server: whether it answers, and how far our clock is from its `Date`
 * (guide 5.2: availability of the API is watched; 4.4.4: clocks within a minute).
 */
import type { Clock } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import type { Problem } from '../base/problem.ts';
import type { CallReport } from '../heado/device-api.ts';
import type { CoreEvent } from './events.ts';

/** Guide 4.4.4: more than a minute spoils HEADO's analysis. */
export const CLOCK_SKEW_MS_MAX = 60_000;
/** A `Date` header has whole seconds and travels; smaller changes of the difference mean nothing. */
const SKEW_CHANGE_MS = 5_000;

export interface ApiHealth {
  onCall(report: CallReport): void;
  readonly reachable: 'yes' | 'no' | 'unknown';
  readonly lastSuccessAtMs: number | undefined;
  /** Calls in a row that got no usable answer; one that asks for fewer calls is an answer. */
  readonly failedInRow: number;
  readonly lastFailure: { readonly atMs: number; readonly problem: Problem } | undefined;
  /** Our clock minus the server's, milliseconds; undefined before the first answer. */
  readonly clockSkewMs: number | undefined;
  /** The time to judge time stamps by: the server's where our clock is off by more than a minute. */
  referenceNowMs(): number;
}

/** `onClock` hears when the known difference to the server's clock changed. */
export function createApiHealth(clock: Clock, note: Note<CoreEvent>, onClock: () => void): ApiHealth {
  let reachable: ApiHealth['reachable'] = 'unknown';
  let lastSuccessAtMs: number | undefined;
  let lastFailure: ApiHealth['lastFailure'];
  let skewMs: number | undefined;
  let failedInRow = 0;

  function learnClock(report: CallReport): void {
    if (report.dateHeaderMs === undefined) return;
    const found = report.receivedAtMs - report.dateHeaderMs;
    const known = skewMs;
    if (known !== undefined && Math.abs(found - known) < SKEW_CHANGE_MS) return;
    skewMs = found;
    if (Math.abs(found) > CLOCK_SKEW_MS_MAX) note('clock.differed', { skewMs: found });
    else if (known !== undefined && Math.abs(known) > CLOCK_SKEW_MS_MAX)
      note('clock.agreed', { skewMs: found });
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
    get clockSkewMs() {
      return skewMs;
    },
    referenceNowMs() {
      const known = skewMs ?? 0;
      return Math.abs(known) <= CLOCK_SKEW_MS_MAX ? clock.now() : clock.now() - known;
    },
  };
}

/** Why a call brought nothing; undefined for a success and for a refusal of the data, which is an answer too. */
function problemOf(outcome: CallReport['outcome']): Problem | undefined {
  return outcome.kind === 'retry' || outcome.kind === 'hold' ? outcome.problem : undefined;
}
