/** Owns: the end of a visit that nobody ended: told once after so long without a hand on the window. */
import { useEffect, useEffectEvent } from 'react';

const SIGNS_OF_INTEREST = ['pointerdown', 'keydown', 'wheel'] as const;

/** `afterMs` null: never. */
export function useIdleEnd(afterMs: number | null, onEnd: () => void): void {
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (afterMs === null) return;
    const start = (): ReturnType<typeof setTimeout> => setTimeout(() => end(), afterMs);
    let timer = start();
    const stay = (): void => {
      clearTimeout(timer);
      timer = start();
    };
    for (const sign of SIGNS_OF_INTEREST) window.addEventListener(sign, stay);
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS_OF_INTEREST) window.removeEventListener(sign, stay);
    };
  }, [afterMs]);
}
