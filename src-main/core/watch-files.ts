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

/** Calls `onChange` with the files that are other than when last looked at. Returns its off switch. */
export function watchFiles(
  paths: readonly string[],
  clock: Clock,
  onChange: (changed: readonly string[]) => void,
): Cancel {
  const known = new Map(paths.map((path) => [path, fingerprint(path)]));
  let cancel = clock.after(LOOK_EVERY_MS, look);
  function look(): void {
    const changed = paths.filter((path) => known.get(path) !== fingerprint(path));
    for (const path of changed) known.set(path, fingerprint(path));
    cancel = clock.after(LOOK_EVERY_MS, look);
    if (changed.length > 0) onChange(changed);
  }
  return () => cancel();
}
