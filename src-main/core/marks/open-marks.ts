/**
 * Owns: putting together what an opened data folder needs to know whose its drop folders are.
 * Promises: when `openMarks` resolves, every folder that answers was compared, a rebuild that was due was done as far
 * as archives could be read, and what must not be sent is held.
 */
import { statSync } from 'node:fs';
import type { Clock } from '../../base/clock.ts';
import { nodeFileSystem } from '../../intake/file-system.ts';
import { createProbe } from '../../intake/probe.ts';
import type { OpenOutbox } from '../../outbox/open.ts';
import type { Settings } from '../../settings/schema.ts';
import { withStill } from '../drop-folders.ts';
import { createArchives, type Archives, type ArchivesOptions } from './archives.ts';
import { createFolderMarks, type FolderMarks } from './folder-marks.ts';
import { createFolderJudge, type FolderJudge } from './questions.ts';
import { createNewerLines, type NewerLines } from './newer-lines.ts';
import { createSeenFiles, type SeenFiles } from './seen-files.ts';
import { createShortage, type Shortage } from './shortage.ts';
import { openTwin, type TwinBook } from './twin.ts';

export interface Marks {
  readonly gate: FolderMarks;
  readonly archives: Archives;
  readonly newer: NewerLines;
  readonly seen: SeenFiles;
  readonly judge: FolderJudge;
  readonly shortage: Shortage;
  readonly twin: TwinBook;
  /** From now on batches may be in flight. */
  sendingBegins(): void;
  close(): Promise<void>;
}

export interface MarksOptions extends Pick<ArchivesOptions, 'reading' | 'note'> {
  readonly settings: Settings;
  readonly opened: OpenOutbox;
  readonly clock: Clock;
}

export async function openMarks({ settings, opened, clock, ...rest }: MarksOptions): Promise<Marks> {
  const { outbox, health } = opened;
  const { whereabouts } = outbox;
  const { dataDir, drop } = settings;
  const { note } = rest;
  const twin = openTwin({
    dataDir,
    known: whereabouts.dataName(),
    taken: whereabouts.folders,
    onDamage: (path, aside) => note('data.setAside', { path, aside }),
  });
  if (whereabouts.dataName() !== twin.data) whereabouts.nameData(twin.data);
  const isWhole = health === 'sound' || health === 'new';
  const paths = drop.folders.map(({ path }) => path);
  let sending = false;
  let heldTo = whereabouts.progress().seq;
  const seen = createSeenFiles(dataDir);
  const judge = createFolderJudge({
    remember: seen.remember,
    ...{ paths, dataDir, outbox, twin, isWhole, note },
    heldTo: () => heldTo,
    isSending: () => sending,
  });
  const shortage = createShortage({ dataDir, whereabouts, twin, clock });
  const archives = createArchives({
    ...{ dataDir, folders: drop.folders, outbox, twin, shortage, look: judge.look },
    ...rest,
  });
  const newer = createNewerLines({ ...{ dataDir, outbox, twin, seen }, read: archives.read });
  const gate = createFolderMarks({
    ...{ dataDir, whereabouts, twin, clock, judge, shortage },
    looked(path) {
      archives.looked(path);
      newer
        .look(path)
        .catch((error: unknown) => note('archive.unreadable', { path, because: String(error) }));
    },
    replaysFirst: archives.replaysFirst,
    isPolled: (path) => drop.folders.some((each) => each.path === path && each.watch === 'poll'),
  });
  noticeCopy(twin, dataDir, judge.holdAll);
  const answering = await listAnswering(drop.folders, twin, clock);
  for (const path of answering) withStill(path, dataDir, (folder) => gate.meet(folder, paths.includes(path)));
  if (!isWhole) await archives.rebuild((path) => answering.has(path));
  archives.countExpected();
  heldTo = whereabouts.progress().seq;
  judge.holdUncompared();
  return {
    ...{ gate, archives, newer, seen, judge, shortage, twin },
    sendingBegins: () => void (sending = true),
    async close() {
      await archives.stop();
      await newer.stop();
      gate.close();
    },
  };
}

/**
 * A data folder that is not where it was written is a copy, perhaps an old one: only the marks tell. Until each was
 * seen, what it had waiting is held.
 */
function noticeCopy(twin: TwinBook, dataDir: string, holdAll: () => void): void {
  const { ino, birthtimeMs, ctimeMs } = statSync(dataDir);
  // Where a file system knows no time of birth, the last change stands in for it.
  const place = { inode: ino, bornMs: birthtimeMs === ctimeMs ? 0 : birthtimeMs };
  const before = twin.place();
  const isSame =
    before?.inode === place.inode &&
    (before.bornMs === place.bornMs || before.bornMs === 0 || place.bornMs === 0);
  if (isSame) return;
  const marked = before ? twin.folders().filter(({ token }) => token !== null) : [];
  // First: it is a copy only as long as its new place is not written down.
  if (marked.length > 0) holdAll();
  twin.moveTo(
    place,
    marked.map(({ path }) => path),
  );
}

type Asked = Pick<Settings['drop']['folders'][number], 'path' | 'watch'>;

/** Drop folders, also such as the settings name no more. A dead network share hangs every call that touches it. */
async function listAnswering(
  listed: readonly Asked[],
  twin: TwinBook,
  clock: Clock,
): Promise<ReadonlySet<string>> {
  const unlisted = twin.folders().filter(({ path }) => !listed.some((each) => each.path === path));
  const asked: readonly Asked[] = [
    ...listed,
    ...unlisted.map(({ path }): Asked => ({ path, watch: 'poll' })),
  ];
  const answers = await Promise.all(
    asked.map(({ path, watch }) =>
      watch === 'poll' ? createProbe(nodeFileSystem, clock, path)() : Promise.resolve(true),
    ),
  );
  return new Set(asked.filter((_, index) => answers[index]).map(({ path }) => path));
}
