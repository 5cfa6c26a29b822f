/**
 * Owns: what every access below a drop folder is made of: the calls, the reading of a file, whose files the
 * agent's own are, and whether a folder can be reached through its open descriptor.
 *
 * On Linux a folder that is held open is worked in through `/proc/self/fd/<descriptor>/<name>`: the system then
 * looks the name up in exactly that folder, whatever is moved or linked above it meanwhile. Elsewhere, or where
 * `/proc` is not mounted, every part of the path is looked at before each use.
 */
import { constants } from 'node:fs';
import type { FileSystem } from '../file-system.ts';
import { createSourceReader, type ReadSource } from '../read-source.ts';

export interface Disk {
  readonly fs: FileSystem;
  readonly readSource: ReadSource;
  /** User id of the agent; undefined where files have no owners (Windows): all is its own then. */
  readonly agentUid: number | undefined;
  /** The last numbers that were given to names which others had before (`free-name.ts`). */
  readonly lastNumbers: Map<string, number>;
  /** The path that leads into the folder open as `handle`; undefined where there is none. */
  reach(handle: number, isThatFolder: (path: string) => boolean): string | undefined;
}

/** Opening a folder itself, never what a link in its place points to. Windows opens no folders and knows none of these flags. */
export const FOLDER_FLAGS = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
export const HOLDS_FOLDERS = process.platform !== 'win32';

export function createDisk(fs: FileSystem, agentUid: number | undefined = processUid()): Disk {
  let throughProc: boolean | undefined = process.platform === 'linux' ? undefined : false;
  return {
    fs,
    readSource: createSourceReader(fs),
    agentUid,
    lastNumbers: new Map(),
    reach(handle, isThatFolder) {
      const path = `/proc/self/fd/${handle}`;
      throughProc ??= isThatFolder(`${path}/.`);
      return throughProc ? path : undefined;
    },
  };
}

/** Who this process acts as; undefined where that means nothing. */
export function processUid(): number | undefined {
  return process.geteuid?.();
}
