/**
 * Owns: damaged and odd files of both formats, each following from its seed alone. One in twenty is only dressed
 * otherwise, the others are restructured, damaged, or both.
 */
import { seededRandom, type Random } from '../support/random.ts';
import { damages, dresses, type Mutation } from './fuzz-bytes.ts';
import { quietSamples, renumber, samples } from './fuzz-samples.ts';
import { restructurings } from './fuzz-structure.ts';

export interface MutatedFile {
  readonly seed: number;
  readonly name: string;
  readonly bytes: Buffer;
  /** What was done, for the message of a test that fails. */
  readonly how: readonly string[];
  /** The good file that holds the same records, where only the dress was changed. */
  readonly original: Buffer | undefined;
}

const DRESSED_OF = 20;

export const mutationNames: readonly string[] = [dresses, restructurings, damages].flatMap(Object.keys);

/** The file of `seed`. Every second one is of a till of its own, the others repeat each other's receipts. */
export function mutate(seed: number): MutatedFile {
  const random = seededRandom(seed);
  const sample = random.pick(random.below(3) > 0 ? quietSamples : samples);
  const original = Buffer.from(random.below(2) === 0 ? renumber(sample.text, seed) : sample.text);
  const isDressed = random.below(DRESSED_OF) === 0;
  const chosen = isDressed ? draw(dresses, 1, random) : drawHarm(random);
  let bytes: Buffer = original;
  for (const [, mutation] of chosen) if (bytes.length > 0) bytes = mutation(bytes, random);
  const how = [sample.name, ...chosen.map(([name]) => name)];
  return { seed, name: `${seed}-${sample.name}`, bytes, how, original: isDressed ? original : undefined };
}

/** One to three; structure first, while there still is one. */
function drawHarm(random: Random): [name: string, mutation: Mutation][] {
  const restructured = draw(restructurings, random.below(3), random);
  const damaged = draw(damages, restructured.length === 0 ? 1 + random.below(2) : random.below(2), random);
  return [...restructured, ...damaged];
}

function draw(
  from: Readonly<Record<string, Mutation>>,
  count: number,
  random: Random,
): [name: string, mutation: Mutation][] {
  return Array.from({ length: count }, () => random.pick(Object.entries(from)));
}
