/**
 * Owns: bytes → text. Byte order mark, then strict UTF-8, then a legacy encoding of Russian Windows or DOS.
 * Promises: never throws; never turns damaged UTF-8 into legible nonsense; a text whose last character is cut
 * counts as incomplete.
 */
import { isUtf8 } from 'node:buffer';
import { problem, type Problem } from '../base/problem.ts';
import type { FileProblem } from './problems.ts';

/** `drop.folders[].encoding`; `auto` tries windows-1251 where strict UTF-8 fails. */
export type Encoding = 'auto' | 'utf-8' | 'windows-1251' | 'cp866';

export type Decoded =
  | { readonly state: 'complete'; readonly text: string }
  | { readonly state: 'incomplete' | 'unreadable'; readonly problem: Problem<FileProblem> };

const UTF8 = new TextDecoder('utf-8');

/** A lead byte of UTF-8 says how many bytes its character has. */
function charBytes(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

function cut(bytes: Uint8Array): Decoded {
  return { state: 'incomplete', problem: problem('format.incomplete', `byte ${bytes.length}`) };
}

/** True when all is UTF-8 but for a last character that has not been written whole. */
export function endsInsideChar(bytes: Uint8Array): boolean {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const lead = bytes[bytes.length - back] ?? 0;
    if (charBytes(lead) > back) return isUtf8(bytes.subarray(0, bytes.length - back));
    if (lead < 0x80 || lead > 0xbf) return false;
  }
  return false;
}

/** How many bytes from the start are whole characters of UTF-8: where the first wrong one stands. */
export function soundBytes(bytes: Uint8Array): number {
  const isSound = (length: number): boolean => {
    const start = bytes.subarray(0, length);
    return isUtf8(start) || endsInsideChar(start);
  };
  let sound = 0;
  let broken = bytes.length;
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2);
    if (isSound(middle)) sound = middle;
    else broken = middle;
  }
  return sound;
}

function damaged(bytes: Uint8Array, markBytes: number): Decoded {
  const at = `byte ${markBytes + soundBytes(bytes)}`;
  return { state: 'unreadable', problem: problem('format.utf8Damaged', at) };
}

/** True when more of the characters beyond ASCII are whole UTF-8 than not: damage, not another encoding. */
function looksLikeUtf8(bytes: Uint8Array): boolean {
  let whole = 0;
  let broken = 0;
  for (const char of UTF8.decode(bytes)) {
    if (char === '\ufffd') broken += 1;
    else if (char > '\u007f') whole += 1;
  }
  return whole > broken;
}

/** True when most characters beyond ASCII are Cyrillic letters. */
function looksRussian(text: string): boolean {
  const beyond = text.match(/\P{ASCII}/gu)?.length ?? 0;
  const letters = text.match(/[а-яё]/gi)?.length ?? 0;
  return letters * 2 >= beyond;
}

function decodeLegacy(bytes: Uint8Array, encoding: Encoding): Decoded {
  const unknown = problem<FileProblem>('format.encodingUnknown', '', { encoding });
  if (encoding === 'utf-8') return { state: 'unreadable', problem: unknown };
  if (encoding === 'auto' && looksLikeUtf8(bytes)) return damaged(bytes, 0);
  const text = new TextDecoder(encoding === 'cp866' ? 'ibm866' : 'windows-1251').decode(bytes);
  return looksRussian(text) ? { state: 'complete', text } : { state: 'unreadable', problem: unknown };
}

/** Runs of NUL at the end are a file still being filled, or torn by a power cut; elsewhere they are damage. */
function findNul(bytes: Uint8Array): Decoded | undefined {
  const first = bytes.indexOf(0);
  if (first === -1) return undefined;
  const at = `byte ${first}`;
  const tail = bytes.subarray(first).every((byte) => byte === 0);
  if (tail) return { state: 'incomplete', problem: problem('format.nulTail', at) };
  return { state: 'unreadable', problem: problem('format.nulBytes', at) };
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  const last = encoding === 'utf-16le' ? bytes.at(-1) : bytes.at(-2);
  const highSurrogate = last !== undefined && last >= 0xd8 && last <= 0xdb;
  if (bytes.length % 2 === 1 || highSurrogate) return cut(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    const nul = text.indexOf('\0');
    if (nul === -1) return { state: 'complete', text };
    return { state: 'unreadable', problem: problem('format.nulBytes', `character ${nul}`) };
  } catch {
    return { state: 'unreadable', problem: problem('format.encodingUnknown', '', { encoding }) };
  }
}

/** The text of a file, without its byte order mark. */
export function decode(bytes: Uint8Array, encoding: Encoding = 'auto'): Decoded {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes.subarray(2), 'utf-16le');
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes.subarray(2), 'utf-16be');
  const marked = first === 0xef && second === 0xbb && third === 0xbf;
  const body = marked ? bytes.subarray(3) : bytes;
  const nul = findNul(body);
  if (nul) return nul;
  if (isUtf8(body)) return { state: 'complete', text: UTF8.decode(body) };
  if (endsInsideChar(body)) return cut(bytes);
  if (marked) return damaged(body, bytes.length - body.length);
  return decodeLegacy(body, encoding);
}
