/**
 * Owns: noticing that a settings file or the key file changed, by looking: a rename over a file, a symbolic link
 * turned, a network share are all seen, unlike by a watcher.
 */
import { statSync } from 'node:fs';
import type { Cancel, Clock } from '../base/clock.ts';

const LOOK_EVERY_MS = 5_000;

function fingerprint(path: string): string {
  try {
    const { dev, ino, size, mtimeMs } = statSync(path);
    return `${dev}:${ino}:${size}:${mtimeMs}`;
  } catch {
    return 'missing';
  }
}

/** How files looked when last looked at, by path. */
export type FilesSeen = Map<string, string>;

/** Looks at the files; what `before` saw already stays as it was seen then. */
export function lookAt(paths: readonly string[], before: FilesSeen = new Map()): FilesSeen {
  return new Map(paths.map((path) => [path, before.get(path) ?? fingerprint(path)]));
}

/** The files that are other than `seen` says, which then says how they are now. */
export function findChanged(seen: FilesSeen): readonly string[] {
  const changed = [...seen.keys()].filter((path) => seen.get(path) !== fingerprint(path));
  for (const path of changed) seen.set(path, fingerprint(path));
  return changed;
}

/** Calls `onChange` with the files that changed, as soon as it sees it. Returns its off switch. */
export function watchFiles(
  seen: FilesSeen,
  clock: Clock,
  onChange: (changed: readonly string[]) => void,
): Cancel {
  let cancel = clock.after(LOOK_EVERY_MS, look);
  function look(): void {
    const changed = findChanged(seen);
    cancel = clock.after(LOOK_EVERY_MS, look);
    if (changed.length > 0) onChange(changed);
  }
  return () => cancel();
}
