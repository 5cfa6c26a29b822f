/**
 * Owns: asking a network folder whether it answers, without waiting for ever. A dead share hangs every call
 * that touches it; here one call of the thread pool hangs, and the agent goes on.
 * Promises: at most one hanging call per folder.
 */
import type { Clock } from '../base/clock.ts';
import type { FileSystem } from './file-system.ts';

/** A share that needs longer for one question is no good for taking receipts either. */
const ANSWER_MS_MAX = 3_000;

/** Whether the folder answers, even if by an error. False as well while an earlier question is unanswered. */
export type Probe = () => Promise<boolean>;

export function createProbe(fs: FileSystem, clock: Clock, path: string): Probe {
  let asking = false;
  return () => {
    if (asking) return Promise.resolve(false);
    asking = true;
    return new Promise((resolve) => {
      const cancel = clock.after(ANSWER_MS_MAX, () => resolve(false));
      fs.stat(path, () => {
        asking = false;
        cancel();
        resolve(true);
      });
    });
  };
}
