/**
 * Owns: moments that compare rightly across changes of the clock. A report that was answered after a receipt was
 * posted must never look older than the post because somebody set the clock back between them: that would count
 * the receipt twice (decisions 29).
 */
import type { Clock } from '../base/clock.ts';
import type { ReportsState } from './model.ts';

/** The wall clock, except that every moment is later than the one before and than every answer in `kept`. */
export function createMoments(clock: Pick<Clock, 'now'>, kept: ReportsState | undefined): () => number {
  const slots = kept
    ? [kept.day, kept.month].flatMap(({ metrics, sellers, rating }) => [metrics, sellers, rating])
    : [];
  let lastMs = Math.max(-Infinity, ...slots.map(({ answer }) => answer?.answeredAtMs ?? -Infinity));
  return () => (lastMs = Math.max(clock.now(), lastMs + 1));
}
