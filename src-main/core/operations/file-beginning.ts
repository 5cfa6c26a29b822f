/** Owns: the first bytes of a rejected file as text, for a person to look at. Pure. */
import { decode } from '../../formats/decode.ts';

/** Two screens of a terminal: what is wrong with a file usually shows by then. */
export const BEGINNING_BYTES_MAX = 4_096;

/** A last character that the limit cut is left out; what is in no known encoding is shown with gaps. */
export function legible(bytes: Uint8Array): string {
  const asUtf8 = new TextDecoder('utf-8').decode(bytes, { stream: true });
  if (!asUtf8.includes('\ufffd')) return asUtf8;
  const decoded = decode(bytes);
  return decoded.state === 'complete' ? decoded.text : asUtf8;
}
