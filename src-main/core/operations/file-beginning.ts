/**
 * Owns: the beginning of a rejected file as text, for a person to look at.
 * Promises: follows no link, waits for no pipe, never throws; the file is not changed.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { decode } from '../../formats/decode.ts';

/** Two screens of a terminal: what is wrong with a file usually shows by then. */
export const BEGINNING_BYTES_MAX = 4_096;

/** Windows knows neither flag. */
const OPEN_FLAGS =
  process.platform === 'win32'
    ? constants.O_RDONLY
    : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Empty when the file is gone, empty, or cannot be read. */
export function readBeginning(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, OPEN_FLAGS);
    if (!fstatSync(file).isFile()) return '';
    const bytes = Buffer.alloc(BEGINNING_BYTES_MAX);
    return legible(bytes.subarray(0, readSync(file, bytes)));
  } catch {
    return '';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** A last character that the limit cut is left out; what is in no known encoding is shown with gaps. */
function legible(bytes: Uint8Array): string {
  const asUtf8 = new TextDecoder('utf-8').decode(bytes, { stream: true });
  if (!asUtf8.includes('\ufffd')) return asUtf8;
  const decoded = decode(bytes);
  return decoded.state === 'complete' ? decoded.text : asUtf8;
}
