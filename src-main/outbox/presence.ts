/**
 * Owns: noticing that the data folder was removed, replaced or unmounted under the running agent. SQLite goes on in
 * files that no name leads to any more: what is stored there is lost with the process.
 */
import { statSync, type Stats } from 'node:fs';

export interface Presence {
  isThere(): boolean;
  /** Throws `DataFolderGoneError` unless everything is what it was when this was made. */
  assert(): void;
}

/** Nothing may be stored any more: the folder under the name is not the one that was opened. */
class DataFolderGoneError extends Error {
  readonly code = 'EGONE';
  constructor(path: string) {
    super(`the data folder is gone or another one: ${path}`);
  }
}

/** Remembers what stands under `paths` now; the first is the data folder. */
export function watchPresence(paths: readonly [string, ...string[]]): Presence {
  const seen = paths.map((path) => ({ path, id: identify(path) }));
  const isThere = (): boolean => seen.every(({ path, id }) => identify(path) === id);
  return {
    isThere,
    assert() {
      if (!isThere()) throw new DataFolderGoneError(paths[0]);
    },
  };
}

function identify(path: string): string {
  const stats: Stats | undefined = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.dev}:${stats.ino}` : 'missing';
}
