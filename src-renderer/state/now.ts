/** Owns: the clock of what is told as an age. Refuses to know: the moments of figures, which carry their own. */
import { useEffect, useState } from 'react';

/** This machine's clock in milliseconds since 1970 UTC, renewed every `everyMs`. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
