/**
 * Owns: whether a drop folder is open: finding it, noticing that it was removed or replaced, watching it, and
 * trying again. Refuses to know: files.
 */
import { problem, type Problem } from '../base/problem.ts';
import type { FolderSettings, IntakeContext } from './context.ts';
import { faultCode } from './faults.ts';
import { openDropHandle, type DropHandle } from './folder/drop-handle.ts';
import { folderProblem } from './folder/folder-problem.ts';
import { bringBackAll } from './folder/move-file.ts';
import type { FolderProblem } from './problems.ts';
import { setScene, type Scene } from './scene.ts';
import { seeTemporary } from './sign.ts';
import { watchFolder, type FolderWatch } from './watch.ts';

export interface Door {
  /** The open folder; tries to open it when it is not. `retryWatch`: also tries to watch it again. */
  open(retryWatch: boolean): Scene | undefined;
  /** The folder cannot be used now; the next `open` starts anew. */
  lose(found: Problem<FolderProblem>, error?: unknown): void;
  close(): void;
  readonly scene: Scene | undefined;
  readonly watching: boolean;
  /** Why the folder is not open, or why it is not watched. */
  readonly trouble: Problem<FolderProblem> | undefined;
}

export function createDoor(context: IntakeContext, settings: FolderSettings, changed: () => void): Door {
  const { disk, dataDir, gate, note } = context;
  const { path } = settings;
  let scene: Scene | undefined;
  let watch: FolderWatch | undefined;
  let trouble: Problem<FolderProblem> | undefined;
  let wasLost: boolean | undefined;

  function openAnew(): void {
    const create = wasLost === undefined && gate.mayMake(path);
    const opened = openDropHandle({ disk, path, dataDir, create });
    if (!opened.ok) {
      lose(opened.error);
      return;
    }
    const folder = opened.value;
    const refused = enter(folder);
    if (refused) {
      folder.close();
      lose(refused.found, refused.error);
      return;
    }
    scene = setScene(context, { settings, folder });
    trouble = undefined;
    startWatching(scene);
    note(wasLost ? 'folder.found' : 'folder.opened', { folder: path, watch: watch ? 'events' : 'poll' });
    wasLost = false;
  }

  /** Nothing is made in a folder that is not ours. */
  function enter(folder: DropHandle): { found: Problem<FolderProblem>; error?: unknown } | undefined {
    try {
      const found = gate.enter(folder, () => {
        folder.furnish();
        bringBackAll(folder.root, noteLeftAside);
      });
      return found && { found };
    } catch (error) {
      gate.leave(path);
      return { found: folderProblem(error, path), error };
    }
  }

  function noteLeftAside(file: string, error: unknown): void {
    note('intake.failed', { folder: path, file, step: 'bringBack', error: faultCode(error) });
  }

  function startWatching(current: Scene): void {
    if (settings.watch === 'poll' || watch) return;
    const started = watchFolder(current.folder, {
      changed,
      temporary: (name) => seeTemporary(current, name),
      failed: noteWatchFailed,
    });
    if (!started.ok) {
      noteWatchFailed(started.error);
      return;
    }
    watch = started.value;
    if (trouble) note('watch.restored', { folder: path });
    trouble = undefined;
  }

  function noteWatchFailed(error: unknown): void {
    watch = undefined;
    const errno = faultCode(error);
    if (trouble?.code !== 'folder.watchFailed') note('watch.failed', { folder: path, error: errno });
    trouble = problem<FolderProblem>('folder.watchFailed', '', { path, errno });
  }

  function shut(): void {
    watch?.close();
    watch = undefined;
    gate.leave(path);
    scene?.folder.close();
    scene = undefined;
  }

  /** The folder, or one below it, is not what was opened. */
  function leaveIfForeign({ folder }: Scene): void {
    if (!folder.isStillThere()) {
      lose(problem<FolderProblem>('folder.missing', '', { path }));
      return;
    }
    try {
      folder.check();
    } catch (error) {
      lose(folderProblem(error, path), error);
    }
  }

  function lose(found: Problem<FolderProblem>, error?: unknown): void {
    const told = !scene && trouble?.code === found.code;
    shut();
    trouble = found;
    wasLost = true;
    if (told) return;
    note('folder.lost', {
      folder: path,
      code: found.code,
      error: error === undefined ? undefined : faultCode(error),
    });
  }

  return {
    open(retryWatch) {
      if (scene) leaveIfForeign(scene);
      if (scene && retryWatch && !gate.stays(path)) shut();
      if (!scene) openAnew();
      else if (retryWatch) startWatching(scene);
      return scene;
    },
    lose,
    close: shut,
    get scene() {
      return scene;
    },
    get watching() {
      return watch !== undefined;
    },
    get trouble() {
      return trouble;
    },
  };
}
