/**
 * Owns: the memory of temporary names that were seen (`x.tmp`, `.x`, `tmp/x`). A file whose temporary name was
 * seen, and is there no more, was renamed into place and is therefore whole (drop folder, "Taking a file" 1;
 * decisions 10: the watcher cannot tell a rename from a creation, so this is how a rename is known).
 * Promises: bounded in number and in time; a forgotten name only costs the file its time of rest.
 */
import type { Clock } from '../base/clock.ts';
import { namesAfter, splitName } from './names.ts';

/** Beyond this the oldest are forgotten: a burst of renamed files fits. */
const NAMES_MAX = 10_000;
/** A rename is itself an event of the temporary name, so what was seen longer ago tells nothing. */
const MEMORY_MS = 60_000;

export interface TemporaryNames {
  /** Notes a temporary name, as a path below the drop folder. */
  saw(path: string): void;
  /** The temporary path that `name` may have had; undefined when none was seen lately. */
  originOf(name: string): string | undefined;
  /** The name was taken: a later file of the same name has to show itself anew. */
  forget(name: string): void;
}

export function rememberTemporaryNames(clock: Pick<Clock, 'monotonicMs'>): TemporaryNames {
  const seen = new Map<string, { readonly path: string; readonly atMs: number }>();

  function add(key: string, path: string): void {
    seen.delete(key);
    seen.set(key, { path, atMs: clock.monotonicMs() });
    const oldest = seen.keys().next().value;
    if (seen.size > NAMES_MAX && oldest !== undefined) seen.delete(oldest);
  }

  return {
    saw(path) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      for (const key of new Set([...namesAfter(name), ...(name === path ? [] : [name])])) add(key, path);
    },
    originOf(name) {
      const mark = seen.get(name) ?? seen.get(splitName(name).stem);
      return mark && clock.monotonicMs() - mark.atMs <= MEMORY_MS ? mark.path : undefined;
    },
    forget(name) {
      seen.delete(name);
      seen.delete(splitName(name).stem);
    },
  };
}
