/**
 * Owns: random keys and the search for any trace of one (security C.4).
 */
import { drawFrom } from '../../simulator/rules.ts';

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_.~!*+=/&%$ЖЯ';

export const seeded = drawFrom;

/** 12 to 43 characters; some need percent-encoding, a third is plain hexadecimal. */
export function randomKey(random: () => number): string {
  const length = 12 + Math.floor(random() * 32);
  const letters = random() < 1 / 3 ? '0123456789abcdef' : LETTERS;
  return Array.from({ length }, () => letters[Math.floor(random() * letters.length)] ?? '').join('');
}

/** Every eight characters in a row of the key, its percent-encoded or base64 form that `text` holds. */
export function leaks(text: string, key: string): string[] {
  const forms = [key, encodeURIComponent(key), Buffer.from(key).toString('base64').replace(/=+$/, '')];
  const pieces = forms.flatMap((form) =>
    Array.from({ length: form.length - 7 }, (_, at) => form.slice(at, at + 8)),
  );
  return pieces.filter((piece) => text.includes(piece));
}
