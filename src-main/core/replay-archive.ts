/**
 * Owns: reading every file of the archives again into an outbox that was lost or is old (decisions 18).
 * Promises: nothing is moved or changed in the archive; a file that cannot be read is told and passed over; files
 * are taken in the order in which the POS wrote them, and a signal is stored before the next one is judged.
 */
import { hash } from 'node:crypto';
import type { FullOutbox } from '../outbox/outbox.ts';
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

interface Folder {
  readonly path: string;
  readonly format: string;
  readonly encoding: string;
}

export interface ReplayOptions {
  readonly folders: readonly Folder[];
  readonly dataDir: string;
  readonly outbox: FullOutbox;
  readonly judge: JudgeFile;
  readonly readFile: ReadFile;
  readonly onUnreadable: (path: string, because: string) => void;
}

/** Answers how many files were read. Nothing may be sent before the ledger was applied as well. */
export async function replayArchives(options: ReplayOptions): Promise<number> {
  let count = 0;
  for (const settings of options.folders) {
    const opened = openStill(settings.path, options.dataDir);
    if (!opened.ok) {
      if (opened.error.code !== 'folder.missing') options.onUnreadable(settings.path, opened.error.code);
      continue;
    }
    try {
      count += await replayFolder({ settings, folder: opened.value }, options);
    } finally {
      opened.value.close();
    }
  }
  return count;
}

interface OpenArchive {
  readonly settings: Folder;
  readonly folder: DropHandle;
}

async function replayFolder(archive: OpenArchive, options: ReplayOptions): Promise<number> {
  let count = 0;
  let slice: TakenFile[] = [];
  let sliceBytes = 0;
  for (const storedAs of listArchive(archive.folder, options)) {
    const read = await readArchived(archive, storedAs, options);
    count += 1;
    if (!read) continue;
    slice.push(read.taken);
    sliceBytes += read.taken.file.sizeBytes;
    if (!read.holdsSignal && slice.length < SLICE_FILES && sliceBytes < SLICE_BYTES) continue;
    options.outbox.take(slice);
    slice = [];
    sliceBytes = 0;
  }
  options.outbox.take(slice);
  return count;
}

/** Places and names: oldest day first, within a day as they were written, then by name. */
function listArchive(folder: DropHandle, options: ReplayOptions): string[] {
  const days = ARCHIVES.flatMap((archive) =>
    listPlace(folder, archive, options)
      .filter((name) => DAY.test(name))
      .map((name) => ({ name, place: `${archive}/${name}` })),
  );
  days.sort((one, other) => one.name.localeCompare(other.name));
  return days.flatMap(({ place }) => listDay(folder, place, options));
}

function listDay(folder: DropHandle, place: string, options: ReplayOptions): string[] {
  const names = listPlace(folder, place, options);
  const files = names.map((name) => ({ name, writtenMs: writtenMs(folder.open(place, false), name) }));
  files.sort((one, other) => one.writtenMs - other.writtenMs || compareNatural(one.name, other.name));
  return files.map(({ name }) => `${place}/${name}`);
}

/** A place that is not there holds nothing; one that cannot be looked into is told. */
function listPlace(folder: DropHandle, place: string, { onUnreadable }: ReplayOptions): string[] {
  try {
    return folder.open(place, false).list();
  } catch (error) {
    if (faultKind(error) !== 'gone')
      onUnreadable(`${folder.path}/${place}`, folderProblem(error, place).code);
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
): { readonly bytes: Uint8Array; readonly facts: FileFacts } | undefined {
  const examined = folder.examine(name);
  if (examined.kind === 'foreign' && examined.problem.code === 'file.isFolder') return undefined;
  if (examined.kind !== 'file') throw new Error(whyNot(examined));
  if (examined.facts.sizeBytes === 0) return undefined;
  const read = folder.read(name, examined.facts, Number.MAX_SAFE_INTEGER);
  if (!read.ok) throw new Error(read.error.kind);
  return read.value;
}

function whyNot(examined: Exclude<ReturnType<HeldFolder['examine']>, { readonly kind: 'file' }>): string {
  if (examined.kind === 'foreign') return examined.problem.code;
  return examined.kind === 'unreadable' ? examined.errno : examined.kind;
}

async function readArchived(
  { settings, folder }: OpenArchive,
  storedAs: string,
  { judge, readFile, onUnreadable }: ReplayOptions,
): Promise<{ taken: TakenFile; holdsSignal: boolean } | undefined> {
  const { place, name: storedName } = splitPlace(storedAs);
  const path = `${settings.path}/${storedAs}`;
  try {
    const original = readBytes(folder.open(place, false), storedName);
    if (!original) return undefined;
    const { bytes, facts } = original;
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
    return { taken: { file, entries, shelf }, holdsSignal };
  } catch (error) {
    onUnreadable(path, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
