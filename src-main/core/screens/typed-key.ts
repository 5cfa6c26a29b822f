/**
 * Owns: what is wrong with a key that was typed into the setup window, as the person who typed it can see it. Pure.
 * Promises: no part of the key is repeated.
 */
import { problem, type Problem } from '../../base/problem.ts';
import type { ScreensProblem } from './problem-codes.ts';

/** What a key has and may not have; `sign` is the rest: quotes, signs that cannot be seen. */
export type KeyFlaw = 'length' | 'slash' | 'blank' | 'letter' | 'sign';

/** The loader's problem with the key `typed`, told of what was typed instead of where the loader found it. */
export function ofTyped(found: Problem, typed: string): Problem {
  switch (found.code) {
    case 'key.malformed': {
      const lengthMax = Number(found.values['lengthMax']);
      const flaw = flawOf(typed.trim(), lengthMax);
      return problem<ScreensProblem>('screens.keyMalformed', '', { flaw, lengthMax });
    }
    case 'key.sameAsAdmin':
      return problem<ScreensProblem>('screens.keyIsAdmin');
    default:
      return found;
  }
}

function flawOf(key: string, lengthMax: number): KeyFlaw {
  if (key.length > lengthMax) return 'length';
  if (/[\\/]/.test(key)) return 'slash';
  if (/\s/.test(key)) return 'blank';
  return /[^a-z]/i.test(key.replace(/\P{L}/gu, '')) ? 'letter' : 'sign';
}
