/**
 * Owns: taking keys out of texts (security C.4). Pure; used on HEADO's own words and on every line of the journal.
 * Promises: what leaves holds no known key, nor its percent-encoded or base64 form, nor eight characters in a row
 * of any of them; nor twelve in a row of it in another case, with anything between them, backwards or in hexadecimal;
 * and nothing that stands where an API address carries its key, known or not.
 * Cannot: know every cipher. A server that has the key may tell it in ways that nobody lists here (rot13, base32, packed,
 * one character an answer); it may as well keep it.
 */
import { squash, squashedText } from './squash.ts';

/** Shorter pieces would hide common words, longer ones would let a part of a key through. */
const PIECE_LENGTH = 8;
/** Squashed texts have no gaps between words: shorter pieces would be met by chance. */
const SQUASHED_LENGTH = 12;
/** A "key" this short would garble every line; HEADO's are far longer. */
const KEY_LENGTH_MIN = 4;
const HIDDEN = '<hidden>';

/**
 * Where addresses carry keys: `/device/…` and `/management/…` anywhere; the older `/s/…` and `/m/…` only where a
 * path begins, because folders may be called like that.
 */
const SHAPE = /(\/(?:device|management)\/|(?:^|[\s"'`=(,]|\/\/[^\s/"'<>]+)\/[sm]\/)[^/?#\s"'`<>]+/g;

/** Everything of one length in a row of what must not be seen. */
interface Pieces {
  readonly length: number;
  readonly all: Set<string>;
  /** Half as long: no piece stands in a text without one of these at a multiple of their length. */
  readonly hints: Set<string>;
}

export interface Secrets {
  /** Of every form as it is written: pieces of `PIECE_LENGTH`, shorter ones of forms that are shorter as a whole. */
  readonly written: readonly Pieces[];
  /** Of every form as it is squashed. */
  readonly squashed: Pieces;
}

/** What `redact` needs to know keys by value. Blank and very short keys are passed over. */
export function compileSecrets(keys: readonly string[]): Secrets {
  const written = new Map<number, Pieces>();
  const squashed = noPieces(SQUASHED_LENGTH);
  for (const key of keys) {
    if (key.length < KEY_LENGTH_MIN) continue;
    for (const form of writtenForms(key)) {
      const length = Math.min(PIECE_LENGTH, form.length);
      const pieces = written.get(length) ?? noPieces(length);
      written.set(length, pieces);
      addPieces(pieces, form);
    }
    for (const form of squashedForms(key)) addPieces(squashed, form);
  }
  return { written: [...written.values()], squashed };
}

/** `text` with every known key, every form of it and everything of an address's shape replaced. */
export function redact(text: string, secrets: Secrets): string {
  const shown = text.replace(SHAPE, `$1${HIDDEN}`);
  const ranges = [
    ...secrets.written.flatMap((pieces) => [...findIn(shown, pieces)]),
    ...findSquashed(shown, secrets.squashed),
  ];
  if (ranges.length === 0) return shown;
  return cover(
    shown,
    ranges.sort(([one], [other]) => one - other),
  );
}

function writtenForms(key: string): Set<string> {
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

/** Any case, anything between the characters, forwards and backwards, as hexadecimal of either. */
function squashedForms(key: string): string[] {
  const forms = [key, Buffer.from(key).toString('hex')].map((form) => squashedText(form));
  const backwards = forms.map((form) => Array.from(form).reverse().join(''));
  return [...forms, ...backwards, Buffer.from(key).reverse().toString('hex')];
}

function noPieces(length: number): Pieces {
  return { length, all: new Set(), hints: new Set() };
}

function hintLength({ length }: Pieces): number {
  return Math.ceil(length / 2);
}

function addPieces(pieces: Pieces, form: string): void {
  const hint = hintLength(pieces);
  for (let at = 0; at + pieces.length <= form.length; at++)
    pieces.all.add(form.slice(at, at + pieces.length));
  for (let at = 0; at + hint <= form.length; at++) pieces.hints.add(form.slice(at, at + hint));
}

function mayHold(text: string, pieces: Pieces): boolean {
  const hint = hintLength(pieces);
  for (let at = 0; at + hint <= text.length; at += hint)
    if (pieces.hints.has(text.slice(at, at + hint))) return true;
  return false;
}

type Range = readonly [from: number, to: number];

/** Where pieces stand; ranges may overlap. */
function* findIn(text: string, pieces: Pieces): Generator<Range> {
  if (!mayHold(text, pieces)) return;
  for (let at = 0; at + pieces.length <= text.length; at++)
    if (pieces.all.has(text.slice(at, at + pieces.length))) yield [at, at + pieces.length];
}

/** All between the first and the last character of what is found. */
function* findSquashed(text: string, pieces: Pieces): Generator<Range> {
  if (!mayHold(squashedText(text), pieces)) return;
  const { text: squashed, place } = squash(text);
  for (const [from, to] of findIn(squashed, pieces)) yield [place(from), place(to - 1) + 1];
}

/** `ranges` in the order of their beginnings. */
function cover(text: string, ranges: readonly Range[]): string {
  let shown = '';
  let copiedTo = -1;
  for (const [from, to] of ranges) {
    if (from > copiedTo) shown += text.slice(Math.max(copiedTo, 0), from) + HIDDEN;
    copiedTo = Math.max(copiedTo, to);
  }
  return shown + text.slice(Math.max(copiedTo, 0));
}
