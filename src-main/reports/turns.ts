/**
 * Owns: whose turn it is: which report is due when, by what is shown, what was asked and what the server answered.
 * Promises: times are those of the monotonic clock; after a failure nothing is due before the pause is over.
 */
import type { ReportName, Shown } from '../contract/bridge.ts';
import type { Outcome } from '../heado/outcome.ts';
import type { Question } from './model.ts';
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
  /** What is due first; undefined: nobody watches. `withWeekAgo`: it is not known yet, and there is a today. */
  next(withWeekAgo: boolean): { readonly id: Question; readonly atMs: number } | undefined;
  began(id: Question, nowMs: number): void;
  ended(id: Question, outcome: Outcome, nowMs: number): void;
  readonly rhythm: Rhythm;
}

export function createTurns(baseMs: number, ids: readonly ReportName[], random: () => number): Turns {
  const askedMs = new Map<Question, number>();
  let shown: Shown = { visible: false, reports: [] };
  let rhythm: Rhythm = { intervalMs: baseMs, failures: 0 };
  let everyMs = baseMs;
  let pausedUntilMs = -Infinity;
  let movedMs = -Infinity;

  function dueMs(id: Question): number {
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
    next(withWeekAgo) {
      const wanted: Question[] = ids.filter((id) => shown.reports.includes(id));
      if (withWeekAgo && shown.visible && wanted.includes('metrics')) wanted.push('weekAgo');
      const due = wanted.map((id) => ({ id, atMs: Math.max(dueMs(id), pausedUntilMs) }));
      return due.sort((one, other) => one.atMs - other.atMs || 0)[0];
    },
    began(id, nowMs) {
      askedMs.set(id, nowMs);
    },
    ended(id, outcome, nowMs) {
      if (outcome.kind !== 'retry' && outcome.kind !== 'hold') {
        // One small question beside the others says nothing about how many calls the server likes.
        if (id !== 'weekAgo') rhythm = afterSuccess(rhythm, baseMs);
      } else {
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
