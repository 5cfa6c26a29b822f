/**
 * Owns: reading every file of an archive again, for an outbox that was lost or is old (decisions 18).
 * Promises: nothing is moved or changed in the archive; what could not be read is told, and the archive then is not
 * called whole: absence is not emptiness; files come in the order in which the POS wrote them, and a signal is stored
 * before the next one is judged.
 */
import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TakenFile } from '../outbox/port.ts';
import { judgeRecords, type JudgeFile } from '../intake/judge.ts';
import type { ReadFile } from '../intake/context.ts';
import type { FileFacts } from '../intake/file-facts.ts';
import { faultKind } from '../intake/faults.ts';
import type { DropHandle } from '../intake/folder/drop-handle.ts';
import { folderProblem } from '../intake/folder/folder-problem.ts';
import { IN_DATA, splitPlace } from '../intake/folder/places.ts';
import type { HeldFolder } from '../intake/folder/held-folder.ts';
import { ARCHIVE } from '../intake/names.ts';
import { compareNatural } from '../intake/natural-order.ts';
import { openStill } from './drop-folders.ts';
import { isTypedName, TYPED_READING } from './typed-file.ts';

/** Files per transaction, and their bytes: a slice lies in memory as a whole. */
const SLICE_FILES = 100;
const SLICE_BYTES = 4 * 1024 * 1024;
/** Originals lie in the drop folder, or in the data folder where the drop folder is not the agent's. */
const ARCHIVES = [ARCHIVE, IN_DATA + ARCHIVE];
const DAY = /^\d{4}-\d\d-\d\d$/;
/** What the intake puts into a name that the archive held already: `x~2.json`. */
const REPEATED_NAME = /~(?:[2-9]|[1-9]\d+)(?=\.[^.]*$|$)/;

export interface ReplayFolder {
  readonly path: string;
  readonly format: string;
  readonly encoding: string;
}

export interface ReplayOptions {
  readonly dataDir: string;
  readonly judge: JudgeFile;
  readonly readFile: ReadFile;
  readonly onUnreadable: (path: string, because: string) => void;
  /** Takes a slice of files in one transaction. */
  readonly take: (files: readonly ArchivedFile[]) => void;
  /** Places in the archive that are passed over. */
  readonly skip?: ReadonlySet<string>;
}

export interface ArchivedFile extends TakenFile {
  /** When its place or bytes last changed, milliseconds since 1970 UTC: when it was taken, unless the archive was copied. */
  readonly changedAtMs: number;
}

export interface Replayed {
  readonly files: number;
  /** False when something could not be read, or there was no archive at all. */
  readonly isWhole: boolean;
}

/** Reads the archive of one folder; between slices the event loop gets its turn. */
export async function replayArchive(settings: ReplayFolder, options: ReplayOptions): Promise<Replayed> {
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
  readonly settings: ReplayFolder;
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
  let slice: ArchivedFile[] = [];
  let sliceBytes = 0;
  const flush = async (): Promise<void> => {
    if (slice.length > 0) options.take(slice);
    slice = [];
    sliceBytes = 0;
    await nextTurn();
  };
  for (const storedAs of listArchive(archive.folder, reading)) {
    if (options.skip?.has(storedAs)) continue;
    const read = await readArchived(archive, storedAs, reading);
    files += 1;
    if (!read) continue;
    slice.push(read.taken);
    sliceBytes += read.taken.file.sizeBytes;
    if (read.holdsSignal || slice.length >= SLICE_FILES || sliceBytes >= SLICE_BYTES) await flush();
  }
  await flush();
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

/** The bytes of one original; undefined for a folder, and for the empty file that a broken move leaves. */
function readBytes(
  folder: HeldFolder,
  name: string,
): { readonly bytes: Uint8Array; readonly facts: FileFacts; readonly changedAtMs: number } | undefined {
  const examined = folder.examine(name);
  if (examined.kind === 'foreign' && examined.problem.code === 'file.isFolder') return undefined;
  if (examined.kind !== 'file') throw new Error(whyNot(examined));
  if (examined.facts.sizeBytes === 0) return undefined;
  const read = folder.read(name, examined.facts, Number.MAX_SAFE_INTEGER);
  if (!read.ok) throw new Error(read.error.kind);
  return { ...read.value, changedAtMs: examined.ctimeMs };
}

function whyNot(examined: Exclude<ReturnType<HeldFolder['examine']>, { readonly kind: 'file' }>): string {
  if (examined.kind === 'foreign') return examined.problem.code;
  return examined.kind === 'unreadable' ? examined.errno : examined.kind;
}

async function readArchived(
  { settings, folder }: OpenArchive,
  storedAs: string,
  { judge, readFile, onUnreadable, onFault }: Reading,
): Promise<{ taken: ArchivedFile; holdsSignal: boolean } | undefined> {
  const { place, name: storedName } = splitPlace(storedAs);
  const path = `${settings.path}/${storedAs}`;
  try {
    const original = readBytes(folder.open(place, false), storedName);
    if (!original) return undefined;
    const { bytes, facts, changedAtMs } = original;
    const sha256 = hash('sha256', bytes);
    const name = storedName.replace(REPEATED_NAME, '');
    const reading = readFile(bytes, {
      ...(isTypedName(name) ? TYPED_READING : settings),
      ...{ fileName: name, mtimeMs: facts.mtimeMs },
    });
    if (reading.state !== 'complete') {
      onUnreadable(path, reading.problem.code);
      return undefined;
    }
    const { format } = reading;
    const { entries, shelf, holdsSignal } = await judgeRecords(
      reading.records,
      judge({ folder: settings.path, fileName: name, format }),
    );
    const source = { folder: settings.path, name, storedAs };
    const file = { ...source, format, sha256, ...facts, closed: true, rebuilt: true };
    return { taken: { file, entries, shelf, changedAtMs }, holdsSignal };
  } catch (error) {
    onFault(path, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
