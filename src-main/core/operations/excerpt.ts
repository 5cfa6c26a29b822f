/**
 * Owns: what people are shown of a text that lies in quarantine: of a receipt's body or a file's beginning. Pure.
 * Promises: no key and nothing that could be a card's number. What lies in quarantine stays as it is.
 */
import { maskNumbers } from '../../base/mask-numbers.ts';

/** `redact` takes keys out. */
export function excerptOf(text: string, redact: (text: string) => string): string {
  return maskNumbers(redact(text));
}
