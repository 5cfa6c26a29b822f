/** Owns: whether nobody has touched this window for a while. */
import { useEffect, useState } from 'react';

const SIGNS_OF_INTEREST = ['pointerdown', 'pointermove'] as const;

/** True after `afterMs` without a hand on this window; never where it is 0. */
export function useIdle(afterMs: number): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (afterMs <= 0) return;
    const start = (): ReturnType<typeof setTimeout> => setTimeout(() => setIdle(true), afterMs);
    let timer = start();
    const wake = (): void => {
      clearTimeout(timer);
      setIdle(false);
      timer = start();
    };
    for (const sign of SIGNS_OF_INTEREST) window.addEventListener(sign, wake);
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS_OF_INTEREST) window.removeEventListener(sign, wake);
    };
  }, [afterMs]);
  return idle && afterMs > 0;
}
