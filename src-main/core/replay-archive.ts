/**
 * Owns: reading every file of the archives again into an outbox that was lost or is old (decisions 18).
 * Promises: nothing is moved or changed in the archive; a file that cannot be read is told and passed over; files
 * are taken in the order in which the POS wrote them, and a signal is stored before the next one is judged.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FullOutbox } from '../outbox/outbox.ts';
import type { TakenFile } from '../outbox/port.ts';
import { judgeRecords, type JudgeFile } from '../intake/judge.ts';
import type { ReadFile } from '../intake/context.ts';
import { compareNatural } from '../intake/natural-order.ts';
import { isTypedName, TYPED_READING } from './typed-file.ts';

/** Files per transaction, and their bytes: a slice lies in memory as a whole. */
const SLICE_FILES = 100;
const SLICE_BYTES = 4 * 1024 * 1024;
const ARCHIVE = 'archive';
/** What the intake puts into a name that the archive held already: `x~2.json`. */
const REPEATED_NAME = /~(?:[2-9]|[1-9]\d+)(?=\.[^.]*$|$)/;

interface Folder {
  readonly path: string;
  readonly format: string;
  readonly encoding: string;
}

export interface ReplayOptions {
  readonly folders: readonly Folder[];
  readonly outbox: FullOutbox;
  readonly judge: JudgeFile;
  readonly readFile: ReadFile;
  readonly onUnreadable: (path: string, because: string) => void;
}

/** Answers how many files were read. Nothing may be sent before the ledger was applied as well. */
export async function replayArchives(options: ReplayOptions): Promise<number> {
  let count = 0;
  for (const folder of options.folders) {
    let slice: TakenFile[] = [];
    let sliceBytes = 0;
    for (const storedAs of listArchive(folder.path)) {
      const read = await readArchived(folder, storedAs, options);
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
  }
  return count;
}

/** Paths below the folder: oldest day first, within a day as they were written, then by name. */
function listArchive(folder: string): string[] {
  const days = readNames(join(folder, ARCHIVE)).sort();
  return days.flatMap((day) => {
    const names = readNames(join(folder, ARCHIVE, day));
    const files = names.map((name) => ({ name, writtenMs: writtenMs(join(folder, ARCHIVE, day, name)) }));
    files.sort((one, other) => one.writtenMs - other.writtenMs || compareNatural(one.name, other.name));
    return files.map(({ name }) => join(ARCHIVE, day, name));
  });
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** What cannot be looked at comes first, and is told when it is read. */
function writtenMs(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

async function readArchived(
  folder: Folder,
  storedAs: string,
  { judge, readFile, onUnreadable }: ReplayOptions,
): Promise<{ taken: TakenFile; holdsSignal: boolean } | undefined> {
  const path = join(folder.path, storedAs);
  try {
    const facts = statSync(path);
    if (!facts.isFile()) return undefined;
    const bytes = readFileSync(path);
    const name = storedAs.slice(storedAs.lastIndexOf('/') + 1).replace(REPEATED_NAME, '');
    const reading = readFile(bytes, {
      ...(isTypedName(name) ? TYPED_READING : folder),
      ...{ fileName: name, mtimeMs: facts.mtimeMs },
    });
    if (reading.state !== 'complete') {
      onUnreadable(path, reading.problem.code);
      return undefined;
    }
    const { format } = reading;
    const source = { folder: folder.path, fileName: name, format };
    const { entries, shelf, holdsSignal } = await judgeRecords(reading.records, judge(source));
    const file = {
      folder: folder.path,
      name,
      storedAs,
      format,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sizeBytes: facts.size,
      device: facts.dev,
      inode: facts.ino,
      mtimeMs: facts.mtimeMs,
      closed: true,
      rebuilt: true,
    };
    return { taken: { file, entries, shelf }, holdsSignal };
  } catch (error) {
    onUnreadable(path, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
