/**
 * Owns: making a folder and what is missing above it.
 * Promises: ends, whatever the system answers. Node's own `recursive` tries for ever where a folder that is there says
 * that it is not (`ENOENT`): below a mount whose source was removed, and below `/proc`.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** What it needs of a file system. */
export interface FolderMaker {
  mkdirSync(path: string, options: { readonly mode: number; readonly recursive: boolean }): unknown;
}

/** Answers at once where it is there; throws what the system says where it cannot be made. */
export function makeFolder(path: string, mode: number, fs: FolderMaker = { mkdirSync }): void {
  if (isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above, mode, fs);
  try {
    fs.mkdirSync(path, { mode, recursive: false });
  } catch (error) {
    // Somebody else was faster.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    // What cannot be looked at is told by the try to make it.
    return false;
  }
}
