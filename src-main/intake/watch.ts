/**
 * Owns: watching a drop folder and its `tmp`. Watching is a hint, never the truth: events get lost in bursts
 * (quality: of 20,000 files 11,808 were never named), so an event only says "list again".
 * Promises: one call opens both watches or none; after `close` nothing is called any more.
 */
import { join } from 'node:path';
import { fail, ok, type Result } from '../base/result.ts';
import type { FileSystem, Watcher } from './file-system.ts';
import { kindOfName, TEMPORARY } from './names.ts';

export interface WatchHooks {
  /** Something other than a temporary name changed. */
  readonly changed: () => void;
  /** A temporary name was written, made or renamed; a path below the folder. */
  readonly temporary: (path: string) => void;
  /** Watching broke off; the watches are closed already. */
  readonly failed: (error: Error) => void;
}

export interface FolderWatch {
  close(): void;
}

/** Starts watching; fails with the system's error, such as the limit of watches. */
export function watchFolder(
  fs: FileSystem,
  realPath: string,
  hooks: WatchHooks,
): Result<FolderWatch, unknown> {
  const watchers: Watcher[] = [];
  let open = true;
  function close(): void {
    open = false;
    for (const watcher of watchers) watcher.close();
  }
  function add(path: string, listener: (name: string | null) => void): void {
    const watcher = fs.watch(path, { persistent: false }, (_event, name) => {
      if (open) listener(name);
    });
    watchers.push(watcher);
    watcher.on('error', (error) => {
      if (!open) return;
      close();
      hooks.failed(error);
    });
  }
  try {
    add(join(realPath, TEMPORARY), (name) => {
      if (name !== null) hooks.temporary(`${TEMPORARY}/${name}`);
    });
    add(realPath, (name) => {
      if (name !== null && kindOfName(name) === 'temporary') hooks.temporary(name);
      else hooks.changed();
    });
    return ok({ close });
  } catch (error) {
    close();
    return fail(error);
  }
}
