/**
 * Owns: whose turn it is: which report is due when, by what is shown, what was asked and what the server answered.
 * Promises: times are those of the monotonic clock; after a failure nothing is due before the pause is over.
 */
import type { ReportName, Shown } from '../contract/bridge.ts';
import type { Outcome } from '../heado/outcome.ts';
import {
  afterFailure,
  afterSuccess,
  afterTooOften,
  HIDDEN_MS,
  jittered,
  SOON_MS,
  type Rhythm,
} from './rhythm.ts';

export interface Turns {
  show(shown: Shown): void;
  /** Figures have moved at the server. */
  noteMoved(nowMs: number): void;
  /** Everything that is shown is due at once. */
  forget(): void;
  /** As `forget`, and no pause is waited for. */
  hurry(): void;
  /** The report that is due first; undefined: nobody watches. */
  next(): { readonly id: ReportName; readonly atMs: number } | undefined;
  began(id: ReportName, nowMs: number): void;
  ended(id: ReportName, outcome: Outcome, nowMs: number): void;
  readonly rhythm: Rhythm;
}

export function createTurns(baseMs: number, ids: readonly ReportName[], random: () => number): Turns {
  const askedMs = new Map<ReportName, number>();
  let shown: Shown = { visible: false, reports: [] };
  let rhythm: Rhythm = { intervalMs: baseMs, failures: 0 };
  let everyMs = baseMs;
  let pausedUntilMs = -Infinity;
  let movedMs = -Infinity;

  function dueMs(id: ReportName): number {
    const asked = askedMs.get(id);
    if (asked === undefined) return -Infinity;
    if (!shown.visible) return asked + Math.max(HIDDEN_MS, everyMs);
    return asked < movedMs + SOON_MS ? Math.min(asked + everyMs, movedMs + SOON_MS) : asked + everyMs;
  }

  function endFailed(outcome: Extract<Outcome, { kind: 'retry' | 'hold' }>, nowMs: number): void {
    const retryAfterMs = outcome.kind === 'retry' ? outcome.retryAfterMs : undefined;
    const tooOften = outcome.kind === 'retry' && outcome.slowDown;
    const beat = tooOften ? afterTooOften(rhythm, retryAfterMs) : afterFailure(rhythm, retryAfterMs, random);
    rhythm = beat.rhythm;
    pausedUntilMs = nowMs + beat.pauseMs;
  }

  return {
    show(now) {
      shown = now;
    },
    noteMoved(nowMs) {
      movedMs = nowMs;
    },
    forget() {
      askedMs.clear();
    },
    hurry() {
      askedMs.clear();
      pausedUntilMs = -Infinity;
    },
    next() {
      const wanted = ids.filter((id) => shown.reports.includes(id));
      const due = wanted.map((id) => ({ id, atMs: Math.max(dueMs(id), pausedUntilMs) }));
      return due.sort((one, other) => one.atMs - other.atMs || 0)[0];
    },
    began(id, nowMs) {
      askedMs.set(id, nowMs);
    },
    ended(id, outcome, nowMs) {
      if (outcome.kind !== 'retry' && outcome.kind !== 'hold') rhythm = afterSuccess(rhythm, baseMs);
      else {
        endFailed(outcome, nowMs);
        // Asked again when the pause is over; where nobody sees it, at its usual time.
        if (shown.visible) askedMs.delete(id);
      }
      everyMs = jittered(rhythm.intervalMs, random);
    },
    get rhythm() {
      return rhythm;
    },
  };
}
