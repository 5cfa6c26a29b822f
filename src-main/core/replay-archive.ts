/**
 * Owns: reading every file of an archive again, for an outbox that was lost or is old (decisions 18).
 * Promises: nothing is moved or changed in the archive; what could not be read is told, and the archive then is not
 * called whole: absence is not emptiness; files come in the order in which the POS wrote them, and a signal is stored
 * before the next one is judged.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Taken, TakenFile } from '../outbox/port.ts';
import type { FolderSettings, ReadingContext } from '../intake/context.ts';
import { readGuarded } from '../intake/crash-memory.ts';
import type { FileFacts } from '../intake/file-facts.ts';
import { faultKind } from '../intake/faults.ts';
import type { DropHandle } from '../intake/folder/drop-handle.ts';
import { folderProblem } from '../intake/folder/folder-problem.ts';
import { IN_DATA } from '../intake/folder/places.ts';
import type { HeldFolder } from '../intake/folder/held-folder.ts';
import { judgeLoaded, loadFile, type LoadedFile } from '../intake/load-file.ts';
import { ARCHIVE } from '../intake/names.ts';
import { compareNatural } from '../intake/natural-order.ts';
import { findOriginal, type Original } from './archived-original.ts';
import { beginningOf } from './file-beginning.ts';
import { fileKey } from '../intake/scene.ts';
import { EMPTY_SLICE, isFullSlice, withFile } from '../intake/slice-size.ts';
import { storeFile, takenOf, type Storing } from '../intake/store-file.ts';
import { openStill } from './drop-folders.ts';
import { isTypedName, TYPED_READING } from './typed-file.ts';

/** Originals lie in the drop folder, or in the data folder where the drop folder is not the agent's. */
const ARCHIVES = [ARCHIVE, IN_DATA + ARCHIVE];
const DAY = /^\d{4}-\d\d-\d\d$/;
/** What the intake puts into a name that the archive held already: `x~2.json`. */
const REPEATED_NAME = /~(?:[2-9]|[1-9]\d+)(?=\.[^.]*$|$)/;

export interface ReplayOptions {
  readonly dataDir: string;
  readonly reading: Omit<ReadingContext, 'isStopped' | 'outbox'>;
  readonly onUnreadable: (path: string, because: string) => void;
  /**
   * Takes a slice of files in one transaction, one of many records chunk by chunk. Undefined: it keeps no rows of them.
   */
  readonly take: (files: readonly ArchivedFile[]) => readonly Taken[] | undefined;
  /** Whether what lies there is passed over. */
  readonly skip?: (original: Readonly<{ storedAs: string; facts: FileFacts }>) => boolean;
  /** Bytes from its beginning that are read of it; undefined: all. */
  readonly upTo?: (original: Readonly<{ storedAs: string }>) => number | undefined;
}

export interface ArchivedFile extends TakenFile {
  /** When its place or bytes last changed, milliseconds since 1970 UTC: when it was taken, unless the archive was copied. */
  readonly changedAtMs: number;
  /** When it was made on this disk; as `changedAtMs` where the disk does not say. */
  readonly bornAtMs: number;
}

export interface Replayed {
  readonly files: number;
  /** False when something could not be read, or there was no archive at all. */
  readonly isWhole: boolean;
}

/** Reads the archive of one folder; between slices the event loop gets its turn. */
export async function replayArchive(settings: FolderSettings, options: ReplayOptions): Promise<Replayed> {
  const opened = openStill(settings.path, options.dataDir);
  if (!opened.ok) {
    options.onUnreadable(settings.path, opened.error.code);
    return { files: 0, isWhole: false };
  }
  try {
    return await replayOpen({ settings, folder: opened.value }, options);
  } finally {
    opened.value.close();
  }
}

interface OpenArchive {
  readonly settings: FolderSettings;
  readonly folder: DropHandle;
}

/** `onFault`: the system refuses what is there, so the archive is not whole. */
interface Reading extends ReplayOptions {
  readonly onFault: (path: string, because: string) => void;
}

async function replayOpen(archive: OpenArchive, options: ReplayOptions): Promise<Replayed> {
  let files = 0;
  let isWhole = true;
  const onFault = (path: string, because: string): void => {
    isWhole = false;
    options.onUnreadable(path, because);
  };
  const reading: Reading = { ...options, onFault };
  const replay = createReplay(archive, reading);
  for (const storedAs of listArchive(archive.folder, reading)) {
    if (await replay.read(storedAs)) files += 1;
  }
  await replay.flush();
  return { files, isWhole };
}

/** Places and names: oldest day first, within a day as they were written, then by name. */
function listArchive(folder: DropHandle, options: Reading): string[] {
  const days = ARCHIVES.flatMap((archive) =>
    listPlace(folder, archive, options)
      .filter((name) => DAY.test(name))
      .map((name) => ({ name, place: `${archive}/${name}` })),
  );
  days.sort((one, other) => one.name.localeCompare(other.name));
  return days.flatMap(({ place }) => listDay(folder, place, options));
}

function listDay(folder: DropHandle, place: string, options: Reading): string[] {
  const names = listPlace(folder, place, options);
  const files = names.map((name) => ({ name, writtenMs: writtenMs(folder.open(place, false), name) }));
  files.sort((one, other) => one.writtenMs - other.writtenMs || compareNatural(one.name, other.name));
  return files.map(({ name }) => `${place}/${name}`);
}

/** The archive itself has to be there; another place that is not holds nothing. */
function listPlace(folder: DropHandle, place: string, { onFault }: Reading): string[] {
  try {
    return folder.open(place, false).list();
  } catch (error) {
    if (faultKind(error) !== 'gone' || place === folder.archive)
      onFault(`${folder.path}/${place}`, folderProblem(error, place).code);
    return [];
  }
}

/** What cannot be looked at comes first, and is told when it is read. */
function writtenMs(folder: HeldFolder, name: string): number {
  try {
    return folder.stats(name)?.mtimeMs ?? 0;
  } catch {
    return 0;
  }
}

/** What taking without rows answers. */
const NO_ROW: Taken = { fileId: 0, stored: 0, duplicates: 0, differing: 0, conflicts: 0, shelved: 0 };

interface Replay {
  /** Reads one file; what cannot be read is told. False: it was passed over. Throws what taking throws. */
  read(storedAs: string): Promise<boolean>;
  /** Takes what was read and is not taken yet. */
  flush(): Promise<void>;
}

function createReplay({ settings, folder }: OpenArchive, options: Reading): Replay {
  const { maxFileBytes } = options.reading.limits;
  let slice: ArchivedFile[] = [];
  let size = EMPTY_SLICE;

  function contextFor({ changedAtMs, bornAtMs }: Original): ReadingContext {
    const take = (files: readonly TakenFile[]): readonly Taken[] =>
      options.take(files.map((file) => ({ ...file, changedAtMs, bornAtMs }))) ?? files.map(() => NO_ROW);
    const outbox = { take, count: () => undefined };
    return { ...options.reading, outbox, isStopped: () => false };
  }

  async function flush(): Promise<void> {
    if (slice.length > 0) options.take(slice);
    slice = [];
    size = EMPTY_SLICE;
    await nextTurn();
  }

  async function store(storing: Storing, original: Original): Promise<void> {
    const { first } = storing.judged;
    if (!first.isLast) {
      await flush();
      await storeFile(contextFor(original), { settings }, storing);
      return;
    }
    const { changedAtMs, bornAtMs } = original;
    slice.push({ ...takenOf({ settings }, storing), changedAtMs, bornAtMs });
    size = withFile(size, original.facts.sizeBytes, first);
    if (first.holdsSignal || isFullSlice(size)) await flush();
  }

  async function take(original: Original): Promise<void> {
    const { storedAs, day, name, facts } = original;
    const path = `${settings.path}/${storedAs}`;
    const context = contextFor(original);
    const calledName = name.replace(REPEATED_NAME, '');
    const reading = isTypedName(calledName) ? { ...settings, ...TYPED_READING } : settings;
    const done = await readGuarded(context, fileKey({ settings }, storedAs), facts, async () => {
      const upTo = options.upTo?.(original);
      const asTaken = upTo ?? facts.sizeBytes;
      // No file was over the limit when it was taken; its writer makes it any size at no cost.
      const bytesMax = Math.min(asTaken, maxFileBytes);
      const isPart = upTo !== undefined || asTaken > maxFileBytes;
      const folder = isPart ? beginningOf(day, bytesMax) : day;
      const loaded = await loadFile(context, { settings: reading }, { folder, name, calledName }, facts);
      if (loaded.ok) await takeLoaded(context, loaded.value, original, asTaken > maxFileBytes);
      else options.onFault(path, loaded.error.kind);
    });
    if (done) options.onUnreadable(path, 'file.crashes');
  }

  /** `isLarger`: it goes on beyond the limit. */
  async function takeLoaded(
    context: ReadingContext,
    file: LoadedFile,
    original: Original,
    isLarger: boolean,
  ): Promise<void> {
    const { storedAs } = original;
    const { reading } = file;
    const path = `${settings.path}/${storedAs}`;
    if (reading.state !== 'complete') {
      const tell = isLarger ? options.onFault : options.onUnreadable;
      tell(path, reading.problem.code);
      return;
    }
    if (isLarger) options.onUnreadable(path, 'file.grewTooLarge');
    const tail = isLarger ? 'withoutCut' : 'withCut';
    const judged = await judgeLoaded(context, { settings }, file, { reading, tail });
    await store({ file, judged, storedAs, closed: false, rebuilt: true }, original);
  }

  return {
    flush,
    async read(storedAs) {
      const original = findOriginal({ settings, folder }, storedAs, options.onFault);
      if (original && options.skip?.(original)) return false;
      if (original) await take(original);
      return true;
    },
  };
}
