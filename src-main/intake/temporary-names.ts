/**
 * Owns: the memory of temporary names that were seen (`x.tmp`, `.x`, `tmp/x`), and of what lay there. The watcher cannot
 * tell a rename from a creation (decisions 10), and a POS's lock file is called like a file in the making. So a name that
 * was seen and is no more only announces a file: it need not rest. A file is known to be renamed, and therefore whole
 * (drop folder, "Taking a file" 1), when the very file was seen under its temporary name as it is now. Its number
 * alone tells nothing: disks give that of a removed file to the next one.
 * Promises: bounded in number and in time; a forgotten name only costs the file its time of rest.
 */
import type { Clock } from '../base/clock.ts';
import type { FileFacts } from './file-facts.ts';
import { namesAfter, splitName } from './names.ts';

/** Beyond this the oldest are forgotten: a burst of renamed files fits. */
const NAMES_MAX = 10_000;
/** A rename is itself an event of the temporary name, so what was seen longer ago tells nothing. */
const MEMORY_MS = 60_000;

/** Where a file may come from. */
export interface Origin {
  /** Below the drop folder. */
  readonly path: string;
  /** What lay there when it was seen last; undefined: it was gone before anybody could look. */
  readonly facts: FileFacts | undefined;
}

export interface TemporaryNames {
  /** Notes a temporary name, as a path below the drop folder, and what lies there now. */
  saw(path: string, facts: FileFacts | undefined): void;
  /** The temporary name that `name` may have had; undefined when none was seen lately. */
  originOf(name: string): Origin | undefined;
  /** The name was taken: a later file of the same name has to show itself anew. */
  forget(name: string): void;
}

export function rememberTemporaryNames(clock: Pick<Clock, 'monotonicMs'>): TemporaryNames {
  const seen = new Map<string, Origin & { readonly atMs: number }>();

  function add(key: string, path: string, facts: FileFacts | undefined): void {
    const before = seen.get(key);
    seen.delete(key);
    const last = facts ?? (before?.path === path ? before.facts : undefined);
    seen.set(key, { path, facts: last, atMs: clock.monotonicMs() });
    const oldest = seen.keys().next().value;
    if (seen.size > NAMES_MAX && oldest !== undefined) seen.delete(oldest);
  }

  return {
    saw(path, facts) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      for (const key of new Set([...namesAfter(name), ...(name === path ? [] : [name])]))
        add(key, path, facts);
    },
    originOf(name) {
      const mark = seen.get(name) ?? seen.get(splitName(name).stem);
      return mark && clock.monotonicMs() - mark.atMs <= MEMORY_MS ? mark : undefined;
    },
    forget(name) {
      seen.delete(name);
      seen.delete(splitName(name).stem);
    },
  };
}
