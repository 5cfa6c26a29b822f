/**
 * Owns: the names of places below a drop folder, such as `archive/2026-11-21/1.json`. One that begins with `data:` lies
 * in the folder's share of the data folder. Pure.
 */
import { isPlainName } from './plain-name.ts';

/** Begins a place in the data folder. */
export const IN_DATA = 'data:';
/** The place is empty for a name in the drop folder itself. */
export function splitPlace(storedAs: string): { readonly place: string; readonly name: string } {
  const at = storedAs.lastIndexOf('/');
  return { place: storedAs.slice(0, Math.max(at, 0)), name: storedAs.slice(at + 1) };
}

const STORED_AS = /^(?:data:)?archive\/(\d{4}-\d\d-\d\d)\/(?:discarded\/)?[^/]+$/;

/** Whether this is the place of an original, and nothing that could lead out of the archive. */
export function isStoredPlace(storedAs: string): boolean {
  return STORED_AS.test(storedAs) && isPlainName(splitPlace(storedAs).name);
}
