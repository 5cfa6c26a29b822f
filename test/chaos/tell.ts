/** Owns: the story of a run in which a promise was broken, as a person reads it. */
import { tellBroken } from '../audit/story.ts';
import type { Outcome } from './run.ts';

export function tellOutcome({ seed, host, story, broken }: Outcome): string {
  return [
    `Chaos of seed ${seed} (${host}); again with: npm run test:chaos -- --seed ${seed}`,
    ...story.map((line) => `  ${line}`),
    tellBroken(broken),
  ].join('\n');
}
