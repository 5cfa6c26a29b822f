/**
 * Owns: a file's bytes as what their records can be cut out of: without a mark, in an encoding that keeps ASCII, and
 * without what a power cut left behind the end. For files that are not read as one text (`decode.ts`): large ones, and
 * lists of lines, where damage costs the line that has it.
 * Promises: native speed or a sample, never the whole file character by character.
 */
import { isUtf8 } from 'node:buffer';
import { problem, type Problem } from '../base/problem.ts';
import { decode, endsInsideChar, soundBytes, type Encoding } from './decode.ts';
import type { FileProblem } from './problems.ts';

export interface Body {
  readonly bytes: Uint8Array;
  /** The text of some of the bytes; undefined where they are damaged. */
  readonly decode: (bytes: Uint8Array) => string | undefined;
  /** Its end is missing: zeros that were never filled, a cut last character. */
  readonly unfinished: Problem<FileProblem> | undefined;
  /** Some bytes are no text; a file that is one value cannot be read then. */
  readonly damage: Problem<FileProblem> | undefined;
}

/** Enough to tell an encoding by. */
const SAMPLE_BYTES = 64 * 1024;
/** What stands before the first wrong byte tells something, too. */
const SAMPLE_BEFORE_BYTES = 4 * 1024;

const UTF8 = new TextDecoder('utf-8');
const decodeUtf8 = (bytes: Uint8Array): string | undefined =>
  isUtf8(bytes) ? UTF8.decode(bytes) : undefined;

/** What the records are cut out of; a problem where nothing can be. */
export function findBody(file: Uint8Array, encoding: Encoding = 'auto'): Body | Problem<FileProblem> {
  const [first, second, third] = file;
  if (first === 0xff && second === 0xfe) return transcode(file.subarray(2), 'utf-16le');
  if (first === 0xfe && second === 0xff) return transcode(file.subarray(2), 'utf-16be');
  const marked = first === 0xef && second === 0xbb && third === 0xbf;
  const { bytes, unfinished } = withoutTail(marked ? file.subarray(3) : file);
  const nul = bytes.indexOf(0);
  const nulDamage = nul === -1 ? undefined : problem<FileProblem>('format.nulBytes', `byte ${nul}`);
  if (isUtf8(bytes)) return { bytes, decode: decodeUtf8, unfinished, damage: nulDamage };
  const wrongAt = firstWrongByte(bytes);
  const sample = bytes.subarray(Math.max(wrongAt - SAMPLE_BEFORE_BYTES, 0), wrongAt + SAMPLE_BYTES);
  const decoded = decode(
    sample.filter((byte) => byte !== 0),
    marked ? 'utf-8' : encoding,
  );
  if (decoded.state !== 'complete') {
    const damage = problem<FileProblem>('format.utf8Damaged', `byte ${wrongAt}`);
    const isText = decoded.problem.code === 'format.utf8Damaged' || marked;
    return isText ? { bytes, decode: decodeUtf8, unfinished, damage } : decoded.problem;
  }
  const legacy = new TextDecoder(encoding === 'cp866' ? 'ibm866' : 'windows-1251');
  return { bytes, decode: (part) => legacy.decode(part), unfinished, damage: nulDamage };
}

/** Zeros at the end, and a last character that is not whole, are no part of any record. */
function withoutTail(bytes: Uint8Array): Pick<Body, 'bytes' | 'unfinished'> {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  const zeros = end < bytes.length ? problem<FileProblem>('format.nulTail', `byte ${end}`) : undefined;
  const filled = bytes.subarray(0, end);
  if (isUtf8(filled) || !endsInsideChar(filled)) return { bytes: filled, unfinished: zeros };
  let whole = end - 1;
  while (whole > 0 && !isUtf8(filled.subarray(0, whole))) whole -= 1;
  const cut = zeros ?? problem<FileProblem>('format.incomplete', `byte ${end}`);
  return { bytes: filled.subarray(0, whole), unfinished: cut };
}

function firstWrongByte(bytes: Uint8Array): number {
  for (let from = 0; from < bytes.length; from += SAMPLE_BYTES) {
    let start = from;
    while (start > 0 && from - start < 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
    const window = bytes.subarray(start, from + SAMPLE_BYTES);
    if (isUtf8(window) || endsInsideChar(window)) continue;
    return start + soundBytes(window);
  }
  return 0;
}

function transcode(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Body | Problem<FileProblem> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    // Told that more may follow, the decoder keeps back a last character that is not whole.
    const text = decoder.decode(bytes, { stream: true });
    const cut = text.length * 2 < bytes.length;
    const { bytes: utf8, unfinished } = withoutTail(Buffer.from(text, 'utf8'));
    const nul = utf8.indexOf(0);
    return {
      bytes: utf8,
      decode: decodeUtf8,
      unfinished:
        unfinished ?? (cut ? problem<FileProblem>('format.incomplete', `byte ${bytes.length}`) : undefined),
      damage: nul === -1 ? undefined : problem<FileProblem>('format.nulBytes', `character ${nul}`),
    };
  } catch {
    return problem('format.encodingUnknown', '', { encoding });
  }
}
