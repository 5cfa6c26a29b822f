/**
 * Owns: how long data are waited for in silence (widget, states: loading). The wait is the agent's, not a view's: who
 * opens another view is not told a minute later that it is loading.
 */
import { useEffect, useState } from 'react';
import type { Period, ReportState } from '../../src-main/contract/figures.ts';
import type { Snapshot } from '../../src-main/contract/snapshot.ts';

const PATIENCE_MS = 10_000;

export type Awaited = 'figures' | 'sellers' | 'rating';
export type Overdue = Readonly<Record<Awaited, boolean>>;

/** What has been waited for longer than ten seconds. */
export function useOverdueData(snapshot: Snapshot | null): Overdue {
  return {
    // Figures are asked for by every view: nobody having asked is a moment before.
    figures: useWaitedLong(
      snapshot === null || snapshot.day.state === 'none' || isAwaited(snapshot, ({ state }) => state),
    ),
    sellers: useWaitedLong(isAwaited(snapshot, ({ sellersState }) => sellersState)),
    rating: useWaitedLong(isAwaited(snapshot, ({ ratingState }) => ratingState)),
  };
}

function isAwaited(snapshot: Snapshot | null, stateOf: (period: Period) => ReportState): boolean {
  return snapshot !== null && [snapshot.day, snapshot.month].some((period) => stateOf(period) === 'loading');
}

function useWaitedLong(waiting: boolean): boolean {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setIsLong(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [waiting]);
  return waiting && isLong;
}
