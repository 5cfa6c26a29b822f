/** Owns: a finger drawn sideways over a screen. */
import { useRef, type PointerEvent } from 'react';

const SWIPE_PX_MIN = 40;

export interface Swipe {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
}

/** Calls with 1 for a swipe to the left (the next page), −1 to the right. */
export function useSwipe(onSwipe: (step: 1 | -1) => void): Swipe {
  const fromX = useRef<number | null>(null);
  return {
    onPointerDown: ({ clientX }) => {
      fromX.current = clientX;
    },
    onPointerUp: ({ clientX }) => {
      const moved = fromX.current === null ? 0 : clientX - fromX.current;
      fromX.current = null;
      if (Math.abs(moved) >= SWIPE_PX_MIN) onSwipe(moved < 0 ? 1 : -1);
    },
  };
}
