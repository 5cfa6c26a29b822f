/**
 * Owns: tests that need something of the machine: they run where it is there; elsewhere they are skipped under a title that
 * says what they need, and `tell-skipped.ts` lists them at the end of the run.
 */
import { describe, it } from 'vitest';
import { NEEDS } from './only-where-words.ts';

export interface OnlyWhere {
  describe(title: string, body: () => void): void;
  it(title: string, body: () => void | Promise<void>): void;
}

export function onlyWhere(isThere: boolean, needs: string): OnlyWhere {
  if (isThere) return { describe, it };
  return {
    describe: (title, body) => void describe.skip(title + NEEDS + needs, body),
    it: (title, body) => it.skip(title + NEEDS + needs, body),
  };
}

/** `why`: what only root may do. */
export function onlyAsRoot(why: string): OnlyWhere {
  return onlyWhere(process.getuid?.() === 0, `root, ${why}`);
}
