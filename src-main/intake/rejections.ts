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
  /** As rejected. */
  readonly facts: FileFacts;
}

interface Watched extends Rejection {
  /** As seen last. */
  readonly seen: FileFacts;
  /** It was read as it was seen last, or need not be. */
  readonly isDone: boolean;
}

export interface Rejections {
  /** Keyed by the name in `rejected`. */
  add(storedName: string, rejection: Rejection): void;
  delete(storedName: string): void;
  /** It was looked at, and it was read or need not be (`isDone`); others come before it next time. */
  saw(storedName: string, seen: FileFacts, isDone: boolean): void;
  list(): readonly (readonly [string, Watched])[];
  /** Names in `rejected` of earlier files that were called `file`. */
  ofFile(file: string): readonly string[];
}

export function rememberRejections(): Rejections {
  const kept = new Map<string, Watched>();
  return {
    add(storedName, rejection) {
      kept.delete(storedName);
      kept.set(storedName, { ...rejection, seen: rejection.facts, isDone: true });
      const oldest = kept.keys().next().value;
      if (kept.size > REJECTIONS_MAX && oldest !== undefined) kept.delete(oldest);
    },
    saw(storedName, seen, isDone) {
      const known = kept.get(storedName);
      if (!known) return;
      kept.delete(storedName);
      kept.set(storedName, { ...known, seen, isDone });
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
