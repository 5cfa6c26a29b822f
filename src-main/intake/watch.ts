/**
 * Owns: watching a drop folder and its `tmp`. Watching is a hint, never the truth: events get lost in bursts
 * (quality: of 20,000 files 11,808 were never named), so an event only says "list again".
 * Promises: one call opens both watches or none; after `close` nothing is called any more.
 */
import { fail, ok, type Result } from '../base/result.ts';
import type { Watcher } from './file-system.ts';
import type { DropHandle } from './folder/drop-handle.ts';
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
export function watchFolder(folder: DropHandle, hooks: WatchHooks): Result<FolderWatch, unknown> {
  const { fs } = folder.disk;
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
    const temporary = pathOfTemporary(folder);
    if (temporary !== undefined) {
      add(temporary, (name) => {
        if (name !== null) hooks.temporary(`${TEMPORARY}/${name}`);
      });
    }
    add(folder.root.itself(), (name) => {
      if (name !== null && kindOfName(name) === 'temporary') hooks.temporary(name);
      else hooks.changed();
    });
    return ok({ close });
  } catch (error) {
    close();
    return fail(error);
  }
}

/** A POS that keeps its folder to itself may have no `tmp`. */
function pathOfTemporary(folder: DropHandle): string | undefined {
  try {
    return folder.open(TEMPORARY, false).itself();
  } catch {
    return undefined;
  }
}
