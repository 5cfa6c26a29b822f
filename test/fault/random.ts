/**
 * Owns: numbers that follow from a seed alone, for tests that must fail again in the same way.
 */
export interface Random {
  /** A whole number from 0 up to, not including, `limit`. */
  whole(limit: number): number;
  /** One of the items; throws for an empty list. */
  pick<T>(items: readonly T[]): T;
}

/** The sequence of `seed` (xorshift with a mixed start). */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
  function next(): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state / 2 ** 32;
  }
  const whole = (limit: number): number => Math.floor(next() * limit);
  return {
    whole,
    pick(items) {
      const [item] = items.slice(whole(items.length));
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}
