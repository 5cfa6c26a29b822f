/**
 * Owns: taking keys out of texts (security C.4). Pure; used on HEADO's own words and on every line of the journal.
 * Promises: what leaves holds no known key, nor its percent-encoded or base64 form, nor eight characters in a row
 * of any of them; and nothing that stands where an API address carries its key, known or not.
 */

/** Shorter pieces would hide common words, longer ones would let a part of a key through. */
const PIECE_LENGTH = 8;
/** A "key" this short would garble every line; HEADO's are far longer. */
const KEY_LENGTH_MIN = 4;
const HIDDEN = '<hidden>';

/**
 * Where addresses carry keys: `/device/…` and `/management/…` anywhere; the older `/s/…` and `/m/…` only where a
 * path begins, because folders may be called like that.
 */
const SHAPE = /(\/(?:device|management)\/|(?:^|[\s"'`=(,]|\/\/[^\s/"'<>]+)\/[sm]\/)[^/?#\s"'`<>]+/g;

/** Pieces of keys by their length: always `PIECE_LENGTH`, less for forms that are shorter as a whole. */
export type Secrets = ReadonlyMap<number, ReadonlySet<string>>;

/** What `redact` needs to know keys by value. Blank and very short keys are passed over. */
export function compileSecrets(keys: readonly string[]): Secrets {
  const pieces = new Map<number, Set<string>>();
  for (const key of keys) {
    if (key.length < KEY_LENGTH_MIN) continue;
    for (const form of formsOf(key)) addPieces(pieces, form);
  }
  return pieces;
}

/** `text` with every known key, every form of it and everything of an address's shape replaced. */
export function redact(text: string, secrets: Secrets): string {
  let shown = text.replace(SHAPE, `$1${HIDDEN}`);
  for (const [length, pieces] of secrets) shown = hidePieces(shown, length, pieces);
  return shown;
}

function formsOf(key: string): Set<string> {
  const encoded = encodeURIComponent(key.toWellFormed());
  const lower = encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return new Set([key, encoded, lower, ...base64Forms(key)]);
}

/** Base64 cuts bytes into threes, so a key inside of a longer text has one of three forms, in two alphabets. */
function base64Forms(key: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(key)]);
    const sure = Math.floor((bytes.length * 8) / 6);
    const from = Math.ceil((before * 8) / 6);
    return [bytes.toString('base64').slice(from, sure), bytes.toString('base64url').slice(from, sure)];
  });
}

function addPieces(pieces: Map<number, Set<string>>, form: string): void {
  const length = Math.min(PIECE_LENGTH, form.length);
  const known = pieces.get(length) ?? new Set();
  for (let at = 0; at + length <= form.length; at++) known.add(form.slice(at, at + length));
  pieces.set(length, known);
}

function hidePieces(text: string, length: number, pieces: ReadonlySet<string>): string {
  let shown = '';
  let copiedTo = 0;
  let hiddenTo = 0;
  for (let at = 0; at + length <= text.length; at++) {
    if (!pieces.has(text.slice(at, at + length))) continue;
    if (at > hiddenTo || hiddenTo === 0) shown += text.slice(copiedTo, at) + HIDDEN;
    hiddenTo = copiedTo = at + length;
  }
  return shown + text.slice(copiedTo);
}
