/**
 * Owns: files of a lost archive that their writers go on with. As far as such a file went when the loss was noticed its
 * records are in doubt; what follows is compared and taken like the growth of any other file.
 * Refuses to know: what a person decides.
 */
import type { FullOutbox } from '../../outbox/outbox.ts';
import { withStill } from '../drop-folders.ts';
import type { Replayed, ReplayOptions } from '../replay-archive.ts';
import type { SeenFiles } from './seen-files.ts';
import type { TwinBook } from './twin.ts';

export interface NewerLines {
  /** Looks for such files among the newest days, the first time of this process among all. */
  look(path: string): Promise<void>;
  /** The same among all days, now. */
  lookThrough(path: string): Promise<void>;
  stop(): Promise<void>;
}

export interface NewerLinesOptions {
  readonly dataDir: string;
  readonly outbox: Pick<FullOutbox, 'take' | 'whereabouts'>;
  readonly twin: TwinBook;
  readonly seen: SeenFiles;
  readonly read: (path: string, options: Pick<ReplayOptions, 'take' | 'skip' | 'upTo'>) => Promise<Replayed>;
}

/** A writer goes on with the file of today, or with that of yesterday. */
const DAYS_AT_RESCAN = 2;

export function createNewerLines(options: NewerLinesOptions): NewerLines {
  const { dataDir, outbox, twin, seen, read } = options;
  const looking = new Map<string, Promise<void>>();
  const through = new Set<string>();
  /** Places of what was read, and is not read again by this process where it could not be taken. */
  const tried = new Set<string>();
  let stopped = false;

  async function take(path: string, days?: number): Promise<void> {
    const known = twin.folder(path);
    if (known?.question !== 'lost') return;
    const grown = new Map(withStill(path, dataDir, (folder) => seen.grown(folder, days)));
    const stored = outbox.whereabouts.storedIn(path);
    for (const place of grown.keys()) if (stored.has(place) || tried.has(path + place)) grown.delete(place);
    if (grown.size === 0) return;
    const unknownSince = { seq: known.askedAtSeq, counted: new Set<number>() };
    await read(path, {
      skip: ({ storedAs }) => !grown.has(storedAs),
      upTo: ({ storedAs }) => grown.get(storedAs),
      take(slice) {
        if (stopped) throw new Error('the agent is ending');
        return outbox.take(
          slice.map(({ file, ...rest }) => ({
            ...rest,
            file: { ...file, arrivesAs: 'doubtful', unknownSince },
          })),
        );
      },
    });
    for (const place of grown.keys()) tried.add(path + place);
  }

  function begin(path: string, days?: number): Promise<void> {
    const before = looking.get(path) ?? Promise.resolve();
    const next = before
      .then(() => (stopped ? undefined : take(path, days)))
      .finally(() => {
        if (looking.get(path) === next) looking.delete(path);
      });
    looking.set(path, next);
    return next;
  }

  return {
    look(path) {
      if (looking.has(path) || twin.folder(path)?.question !== 'lost') return Promise.resolve();
      const days = through.has(path) ? DAYS_AT_RESCAN : undefined;
      through.add(path);
      return begin(path, days);
    },
    lookThrough: (path) => begin(path),
    async stop() {
      stopped = true;
      await Promise.allSettled(looking.values());
    },
  };
}
