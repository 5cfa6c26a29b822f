/** Owns: what of wrong PINs outlives this process: in the screens' own file of the data folder. */
import type { ScreensMemory } from './memory.ts';
import type { PinRecord, WrongPins } from './source.ts';

/** `tell` hears of every wrong one. */
export function pinRecord(
  memory: ScreensMemory,
  tell: (wrong: WrongPins, waitMs: number) => void,
): PinRecord {
  return {
    kept: () => memory.wrongPins(),
    keep(wrong, waitMs) {
      memory.keepWrongPins(wrong);
      if (wrong.inRow > 0) tell(wrong, waitMs);
    },
  };
}
