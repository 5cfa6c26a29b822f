/**
 * Owns: telling what becomes of reports: once when something changes, not at every poll.
 */
import type { Note } from '../base/note.ts';
import type { Outcome } from '../heado/outcome.ts';
import type { Heard, Learnt } from './book.ts';
import type { ReportsEvent } from './events.ts';
import type { Question } from './model.ts';
import type { Rhythm } from './rhythm.ts';

/** One failed call is weather. */
const LOST_AFTER_FAILURES = 2;
const QUOTE_LENGTH_MAX = 500;

export interface Teller {
  /** After every call: its outcome and the rhythm before and after it. */
  ended(outcome: Outcome, before: Rhythm, after: Rhythm): void;
  refused(id: Question, outcome: Outcome): void;
  /** Nothing is said of an answer for periods that are over. */
  read(heard: Pick<Heard, 'id' | 'result'>, learnt: Pick<Learnt, 'read' | 'unread'>): void;
  /** A fault of our own: figures may miss, receipts must not. */
  faulted(error: unknown): void;
}

export function createTeller(note: Note<ReportsEvent>): Teller {
  /** What was told of a report last. */
  const told = new Map<Question, 'read' | 'unreadable' | 'refused'>();
  return {
    ended(outcome, before, after) {
      const cause = outcome.kind === 'retry' || outcome.kind === 'hold' ? outcome.problem : undefined;
      if (after.intervalMs > before.intervalMs) note('reports.slowed', { intervalMs: after.intervalMs });
      if (after.failures === LOST_AFTER_FAILURES && before.failures < after.failures)
        note('reports.lost', { ...cause?.values, code: cause?.code });
      if (after.failures === 0 && before.failures >= LOST_AFTER_FAILURES) note('reports.returned');
    },
    refused(id, outcome) {
      const words = outcome.kind === 'refused' || outcome.kind === 'noMethod' ? outcome.message : undefined;
      if (told.get(id) !== 'refused') note('report.refused', { report: id, because: outcome.kind, words });
      told.set(id, 'refused');
    },
    read({ id, result }, { read, unread }) {
      if (read > 0) note('report.read', { report: id, periods: read });
      else if (unread > 0 && told.get(id) !== 'unreadable') {
        note('report.unreadable', { report: id });
        note('report.quoted', { report: id, text: JSON.stringify(result).slice(0, QUOTE_LENGTH_MAX) });
      }
      if (read + unread > 0) told.set(id, read > 0 ? 'read' : 'unreadable');
    },
    faulted(error) {
      note('reports.faulted', { words: error instanceof Error ? error.message : 'unknown' });
    },
  };
}
