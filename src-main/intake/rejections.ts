/**
 * Owns: the memory of the newest rejections, so that one whose file is completed later can be withdrawn (drop
 * folder 3) without listing `rejected` again and again.
 * Promises: bounded; what is forgotten stays rejected until a person decides.
 */
import type { FileFacts } from './file-facts.ts';
import { nameAttempt } from './names.ts';

/** Looked at once per rescan: at most some milliseconds. */
const REJECTIONS_MAX = 500;
/** Rejections of one name that are recognised when the name is dropped again. */
const SAME_NAME_MAX = 3;

interface Rejection {
  /** Its name in the drop folder. */
  readonly file: string;
  /** As rejected, or as seen last. */
  readonly facts: FileFacts;
}

export interface Rejections {
  /** Keyed by the name in `rejected`. */
  add(storedName: string, rejection: Rejection): void;
  delete(storedName: string): void;
  list(): readonly (readonly [string, Rejection])[];
  /** Names in `rejected` of earlier files that were called `file`. */
  ofFile(file: string): readonly string[];
}

export function rememberRejections(): Rejections {
  const kept = new Map<string, Rejection>();
  return {
    add(storedName, rejection) {
      kept.delete(storedName);
      kept.set(storedName, rejection);
      const oldest = kept.keys().next().value;
      if (kept.size > REJECTIONS_MAX && oldest !== undefined) kept.delete(oldest);
    },
    delete: (storedName) => void kept.delete(storedName),
    list: () => [...kept],
    ofFile(file) {
      if (kept.size === 0) return [];
      const names: string[] = [];
      for (let count = 1; count <= SAME_NAME_MAX; count += 1) {
        const name = nameAttempt(file, count);
        if (kept.get(name)?.file === file) names.push(name);
      }
      return names;
    },
  };
}
