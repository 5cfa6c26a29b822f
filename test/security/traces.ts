/**
 * Owns: looking for a key everywhere: what counts as a trace of it, and every byte that an agent left on the disk.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawFrom } from '../simulator/rules.ts';

/** Many signs that an address must encode; no plain hexadecimal, which hashes would hold by chance. */
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_.~!$&'()*+,;=:@";
const PIECE_LENGTH = 8;

/** So many keys as HEADO might give them out, 16 to 47 characters. */
export function randomKeys(seed: number, count: number): string[] {
  const draw = drawFrom(seed);
  const letter = (): string => LETTERS[Math.floor(draw() * LETTERS.length)] ?? '';
  return Array.from({ length: count }, () =>
    Array.from({ length: 16 + Math.floor(draw() * 32) }, letter).join(''),
  );
}

/** Everything that a careless server might say of a key. */
export function echoOf(key: string): string {
  const base64 = Buffer.from(key).toString('base64');
  return `${key} ${encodeURIComponent(key)} ${base64} at https://api.heado.ru/device/${key}?`;
}

/** Every eight characters in a row of the key, of its percent-encoded or of its base64 form that `text` holds. */
export function tracesOf(key: string, text: string): string[] {
  const forms = [key, encodeURIComponent(key), Buffer.from(key).toString('base64').replace(/=+$/, '')];
  const pieces = forms.flatMap((form) =>
    Array.from({ length: form.length - PIECE_LENGTH + 1 }, (_, at) => form.slice(at, at + PIECE_LENGTH)),
  );
  return pieces.filter((piece) => text.includes(piece));
}

/** The bytes of every file below a folder, as text, by path; `except` names files that hold the key by right. */
export function textsBelow(folder: string, except: readonly string[] = []): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !except.includes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((path) => [path, readFileSync(path, 'latin1')]));
}
