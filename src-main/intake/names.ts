/**
 * Owns: what a name in the drop folder means (drop folder, "Taking a file"): a file to take, a temporary name
 * that will be renamed, a `.done` marker, or a subfolder of ours. Also the names we give ourselves: suffixes
 * against collisions and names that fit the file system. Pure.
 * Refuses to know: what lies behind a name.
 */
import { hash } from 'node:crypto';

export const ARCHIVE = 'archive';
/** Below a day of the archive: files that a person gave up. No rebuild reads them, whatever it can read. */
export const DISCARDED = 'discarded';
export const REJECTED = 'rejected';
export const TEMPORARY = 'tmp';
/** Below the archive: what the agent keeps there for itself. */
export const OURS = '.heado-till';
export const SUBFOLDERS: readonly string[] = [ARCHIVE, REJECTED, TEMPORARY];

export const DONE_SUFFIX = '.done';
export const REASON_SUFFIX = '.error.json';

/** Longest file name of the usual file systems, bytes. */
const NAME_BYTES_MAX = 255;
/** How programs that write, copy or download call a file until it is whole. */
const SUFFIXES = 'tmp|part|partial|filepart|crdownload|download|uploading';
const TEMPORARY_NAME = new RegExp(`^[.~]|\\.(?:${SUFFIXES})$`, 'i');
const TEMPORARY_SUFFIX = new RegExp(`\\.(?:${SUFFIXES})$`, 'i');
/** `.name.Ab12Cd`: how file synchronisers call a file until it is whole; an extension is in small letters. */
const SYNCHRONISER_NAME = /^\.(.+)\.(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{6}$/;

export type NameKind = 'data' | 'temporary' | 'marker' | 'ours';

export function kindOfName(name: string): NameKind {
  if (SUBFOLDERS.includes(name)) return 'ours';
  if (TEMPORARY_NAME.test(name)) return 'temporary';
  return name.endsWith(DONE_SUFFIX) && name.length > DONE_SUFFIX.length ? 'marker' : 'data';
}

/** What a file of this temporary name may be called once it is whole; extensions may be added by the rename. */
export function namesAfter(temporary: string): readonly string[] {
  const plain = temporary.replace(/^[.~]+/, '').replace(TEMPORARY_SUFFIX, '');
  const synchronised = SYNCHRONISER_NAME.exec(temporary)?.[1];
  return [plain, synchronised].filter((name) => name !== undefined && name !== '').map(String);
}

/** `a.b.json` → `a.b` and `.json`; a name without a dot, or with only a leading one, has no extension. */
export function splitName(name: string): { readonly stem: string; readonly extension: string } {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? { stem: name.slice(0, dot), extension: name.slice(dot) } : { stem: name, extension: '' };
}

/** The name itself for `count` 1, else with `~count` before the extension, shortened to fit the file system. */
export function nameAttempt(name: string, count: number): string {
  if (count === 1) return name;
  const { stem, extension } = splitName(name);
  const suffix = `~${count}`;
  const end = Buffer.byteLength(extension) > NAME_BYTES_MAX / 2 ? '' : extension;
  return cutBytes(end === '' ? name : stem, NAME_BYTES_MAX - Buffer.byteLength(suffix + end)) + suffix + end;
}

/** The name of the reason beside a rejected file: `<name>.error.json`, hashed where that would be too long. */
export function reasonName(rejected: string): string {
  const plain = rejected + REASON_SUFFIX;
  if (Buffer.byteLength(plain) <= NAME_BYTES_MAX) return plain;
  return hash('sha256', rejected).slice(0, 16) + REASON_SUFFIX;
}

/** The longest start of `text` of at most `limitBytes` that ends between two characters. */
export function cutBytes(text: string, limitBytes: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > limitBytes) break;
    kept += character;
  }
  return kept;
}
