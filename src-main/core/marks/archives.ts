/**
 * Owns: the archives that a rebuilt outbox needs: which of them were read, which are still due, and reading those
 * when they come (decisions 18).
 * Promises: a rebuild is due per folder until its archive was really read, also over restarts; what an older copy of
 * the database had waiting from such a folder is held until then; nothing is sent before `rebuild` returned.
 */
import type { Journal } from '../../journal/journal.ts';
import type { FullOutbox } from '../../outbox/outbox.ts';
import type { Taken, TakenFile } from '../../outbox/port.ts';
import type { AnyEvent } from '../all-events.ts';
import { withStill } from '../drop-folders.ts';
import { hasGrown } from '../../intake/compare-taken.ts';
import type { FolderSettings } from '../../intake/context.ts';
import { replayArchive, type Replayed, type ReplayOptions } from '../replay-archive.ts';
import type { JudgeFolder } from './questions.ts';
import { stateOfDays } from './mark-files.ts';
import type { Shortage } from './shortage.ts';
import type { TwinBook } from './twin.ts';

export interface ArchivesOptions {
  readonly folders: readonly FolderSettings[];
  readonly dataDir: string;
  readonly outbox: FullOutbox;
  readonly twin: TwinBook;
  readonly shortage: Shortage;
  /** Whose a folder is; changes nothing. */
  readonly look: JudgeFolder;
  readonly reading: ReplayOptions['reading'];
  readonly note: Journal<AnyEvent>['note'];
}

export interface Archives {
  /** Reads every archive that can be read into a database that was lost or is old, and applies the ledger. */
  rebuild(answers: (path: string) => boolean): Promise<void>;
  /** True while the folder's archive has to be read before its new files are taken; begins to. */
  replaysFirst(path: string): boolean;
  /** Reads what is due of folders that the settings name no more. */
  replayUnlisted(): void;
  /** Reads a folder's archive; a folder that the settings do not name is read as they read by default. */
  read(path: string, options: ReadOptions): Promise<Replayed>;
  /** Told at every rescan of an open folder. */
  looked(path: string): void;
  /** Where a process ended after it had read an archive and before it was known whether that was all. */
  countExpected(): void;
  /** Folders whose archive is due and could not be read yet, or lacks files. */
  due(): readonly string[];
  markRead(path: string): void;
  /** Told when an archive was read. */
  onRead(listener: () => void): void;
  stop(): Promise<void>;
}

type ReadOptions = Pick<ReplayOptions, 'take' | 'skip' | 'upTo'>;

const USUAL_READING = { format: 'auto', encoding: 'auto', watch: 'events' } as const;

export function createArchives(options: ArchivesOptions): Archives {
  const { outbox, twin, shortage, look, note } = options;
  const { whereabouts, doubt } = outbox;
  const listeners: (() => void)[] = [];
  const running = new Map<string, Promise<void>>();
  /** Tried by this process: what could not be read then does not keep new files waiting. */
  const tried = new Set<string>();
  /** Nothing refused to be read. */
  const whole = new Set<string>();
  /** What the folders of an archive looked like when it was read last. */
  const lookedLike = new Map<string, string>();
  let stopped = false;

  async function read(path: string, asked: ReadOptions): Promise<Replayed> {
    const folder = options.folders.find((each) => each.path === path) ?? { path, ...USUAL_READING };
    return replayArchive(folder, {
      dataDir: options.dataDir,
      reading: options.reading,
      onUnreadable: (where, because) => note('archive.unreadable', { path: where, because }),
      ...asked,
    });
  }

  async function readAll(path: string, asked: ReadOptions): Promise<Replayed> {
    lookedLike.set(path, looksLike(path));
    const replayed = await read(path, asked);
    whole[replayed.isWhole ? 'add' : 'delete'](path);
    return replayed;
  }

  const looksLike = (path: string): string => withStill(path, options.dataDir, stateOfDays) ?? '';

  const isOurs = (path: string): boolean => withStill(path, options.dataDir, look) === 'ours';

  function allPaths(): readonly string[] {
    return [...new Set([...options.folders, ...twin.folders()].map(({ path }) => path))];
  }

  async function rebuild(answers: (path: string) => boolean): Promise<void> {
    const absent: string[] = [];
    const partly: string[] = [];
    let files = 0;
    for (const path of allPaths()) {
      if (!answers(path) || !isOurs(path)) {
        absent.push(path);
        continue;
      }
      shortage.expect(path);
      const replayed = await readAll(path, { take: (slice) => outbox.take(slice) });
      tried.add(path);
      files += replayed.files;
      if (!replayed.isWhole) partly.push(path);
    }
    note('archive.replayed', { files, unread: absent.length + partly.length });
    outbox.rebuild.applyLedger([...absent, ...partly]);
    for (const path of tried) counted(path);
    const { seq } = whereabouts.progress();
    const isAhead = twin.folders().some(({ question }) => question === 'ahead');
    for (const path of isAhead ? [undefined] : absent) {
      doubt.hold(seq, path);
      doubt.countAside(seq, path);
    }
  }

  /** What the mark speaks of has to be there: what is not is due. */
  function counted(path: string): void {
    shortage.wasRead(path);
    const others = whereabouts.unread().filter((each) => each !== path);
    if (shortage.missing(path) > 0 || !whole.has(path)) whereabouts.setUnread([...others, path]);
    else markRead(path);
  }

  async function replay(path: string): Promise<void> {
    shortage.expect(path);
    const known = whereabouts.storedIn(path);
    const take = (slice: readonly TakenFile[]): readonly Taken[] => {
      if (stopped) throw new Error('the agent is ending');
      return outbox.take(
        slice.map(({ file, ...rest }) => ({ ...rest, file: { ...file, arrivesAs: 'doubtful' } })),
      );
    };
    const { files, isWhole } = await readAll(path, {
      take,
      skip({ storedAs, facts }) {
        const before = known.get(storedAs);
        return before !== undefined && !hasGrown(before, facts);
      },
    });
    note('archive.replayed', { folder: path, files, unread: isWhole ? 0 : 1 });
    counted(path);
    if ((twin.folder(path)?.question ?? null) === null) doubt.release({ folder: path }, 'sure');
  }

  function begin(path: string): void {
    if (running.has(path) || stopped) return;
    const done = replay(path)
      .catch((error: unknown) => note('archive.unreadable', { path, because: String(error) }))
      .finally(() => {
        tried.add(path);
        running.delete(path);
        if (!stopped) listeners.forEach((listener) => listener());
      });
    running.set(path, done);
  }

  /** Files may have come back. */
  function looked(path: string): void {
    if (!whereabouts.unread().includes(path) || running.has(path) || !tried.has(path)) return;
    if (looksLike(path) !== lookedLike.get(path)) begin(path);
    else if (whole.has(path)) counted(path);
  }

  function markRead(path: string): void {
    shortage.forget(path);
    whereabouts.setUnread(whereabouts.unread().filter((each) => each !== path));
  }

  return {
    rebuild,
    read,
    markRead,
    replaysFirst(path) {
      if (!whereabouts.unread().includes(path) || tried.has(path)) return false;
      begin(path);
      return true;
    },
    replayUnlisted() {
      const listed = new Set(options.folders.map(({ path }) => path));
      for (const path of whereabouts.unread()) if (!listed.has(path) && isOurs(path)) begin(path);
    },
    due: () => whereabouts.unread().filter((path) => !running.has(path) || tried.has(path)),
    looked,
    countExpected() {
      for (const { path, expected } of twin.folders())
        if (expected?.toSeq === null && !whereabouts.unread().includes(path)) {
          whole.add(path);
          counted(path);
        }
    },
    onRead: (listener) => void listeners.push(listener),
    async stop() {
      stopped = true;
      await Promise.all(running.values());
    },
  };
}
