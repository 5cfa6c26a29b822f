/** Owns: this window's status (`status.ts`) from what is at hand. */
import { useAgent, useFormat, useSnapshot, useWords } from '../state/screen.tsx';
import { describeStatus, type Status } from './status.ts';

export function useStatus(): Status {
  return describeStatus({
    snapshot: useSnapshot(),
    agent: useAgent(),
    words: useWords(),
    format: useFormat(),
  });
}
