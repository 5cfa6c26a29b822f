/**
 * Owns: the one file that is taken beside the rounds because it is large or holds many records. One at a time in the
 * whole intake: each lies in memory, and each is work.
 * Promises: rounds go on meanwhile; when one ends, every folder looks again, as another may have waited for it.
 */

export interface LongFiles {
  /** Runs `work`, which must not throw, for the file at `path`; false when another is being taken. */
  begin(path: string, work: () => Promise<void>): boolean;
  isTaken(path: string): boolean;
  /** Resolves when none is being taken any more; none is begun afterwards. */
  stop(): Promise<void>;
}

export function createLongFiles(ended: () => void): LongFiles {
  let running: { readonly path: string; readonly done: Promise<void> } | undefined;
  let stopped = false;
  return {
    begin(path, work) {
      if (running || stopped) return false;
      const done = work().finally(() => {
        running = undefined;
        if (!stopped) ended();
      });
      running = { path, done };
      return true;
    },
    isTaken: (path) => running?.path === path,
    async stop() {
      stopped = true;
      await running?.done;
    },
  };
}
