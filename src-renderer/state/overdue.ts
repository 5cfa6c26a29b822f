/** Owns: how long a view waits for its first data in silence (widget, states: loading). */
import { useEffect, useState } from 'react';

const PATIENCE_MS = 10_000;

/** True once the part that asks has stood on the screen for ten seconds. */
export function useOverdue(): boolean {
  const [overdue, setOverdue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOverdue(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return overdue;
}
