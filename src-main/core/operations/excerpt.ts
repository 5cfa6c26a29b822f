/**
 * Owns: what people are shown of a text that lies in quarantine: of a receipt's body or a file's beginning. Pure.
 * Promises: no key and nothing that could be a card's number. What lies in quarantine stays as it is.
 */

/**
 * Card numbers have 13 to 19 digits (ISO/IEC 7812), written in one or in groups. Barcodes and fiscal drives have as
 * many: they are covered too, as nothing tells them apart for sure and nobody needs them to see what is wrong.
 */
const LONG_NUMBER = /(?<!\p{Nd})\p{Nd}(?:[ \u00a0-]?\p{Nd}){12,}/gu;
const DIGITS_KEPT = 4;

/** `redact` takes keys out. */
export function excerptOf(text: string, redact: (text: string) => string): string {
  return maskNumbers(redact(text));
}

/** `************1111`: its end is enough to find it again. */
function maskNumbers(text: string): string {
  return text.replace(LONG_NUMBER, (number) => {
    const shownFrom = number.length - DIGITS_KEPT;
    return number.replace(/\p{Nd}/gu, (digit, at: number) => (at < shownFrom ? '*' : digit));
  });
}
