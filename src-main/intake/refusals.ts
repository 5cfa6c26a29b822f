/**
 * Owns: how many refused records of one file get an item of their own in quarantine (`drop.refusalsMax`); the others
 * share one that counts them and tells the first (drop folder, "Taking a file" 7).
 * Also what else the outbox must remember of a reading from chunk to chunk.
 */
import { problem, type Problem } from '../base/problem.ts';
import type { FileReading, NewShelfItem } from '../outbox/port.ts';

export type RefusalsProblem = 'record.manyRefused';

export interface Refusals extends FileReading {
  /** The item of all that got none of their own; undefined when there are none. */
  shared(): NewShelfItem | undefined;
}

export function countRefusals(refusalsMax: number): Refusals {
  let own = 0;
  let others = 0;
  let first: NewShelfItem | undefined;
  return {
    met: new Set(),
    admit(item) {
      if (own < refusalsMax) {
        own += 1;
        return true;
      }
      others += 1;
      first ??= item;
      return false;
    },
    shared: () => first && { ...first, label: '', problem: sharedProblem(first, others) },
  };
}

function sharedProblem(
  { at, problem: { code, values } }: NewShelfItem,
  count: number,
): Problem<RefusalsProblem> {
  return problem('record.manyRefused', at, { ...values, count, because: code });
}
