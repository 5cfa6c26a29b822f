/** Owns: random keys of every kind (security C.4). */
import type { Random } from '../../support/random.ts';

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_.~!*+=/&%$ЖЯ';

/** 12 to 43 characters; some need percent-encoding, a third is plain hexadecimal. */
export function randomKey(random: Random): string {
  const length = 12 + random.below(32);
  const letters = random.next() < 1 / 3 ? '0123456789abcdef' : LETTERS;
  return Array.from({ length }, () => letters[random.below(letters.length)] ?? '').join('');
}
