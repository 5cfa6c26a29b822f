/**
 * Owns: the original of a receipt that was sent by hand: a file in the archive of a drop folder like any other, so
 * that a lost database can be rebuilt with it.
 * Promises: it is on the disk when `archiveTyped` returns; no file is overwritten.
 */
import { hash } from 'node:crypto';
import { extname } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { localText, type Zone } from '../base/zone.ts';
import { createFile, removeQuietly } from '../intake/folder/create-file.ts';
import { folderProblem } from '../intake/folder/folder-problem.ts';
import { splitPlace } from '../intake/folder/places.ts';
import { freeName } from '../intake/folder/free-name.ts';
import type { HeldFolder } from '../intake/folder/held-folder.ts';
import type { SourceFile } from '../outbox/port.ts';
import { openStill } from './drop-folders.ts';
import type { FolderMarks } from './marks/folder-marks.ts';

const PREFIX = 'send-one-';
const HASH_LENGTH = 16;

/** How such a text is read, whatever the folder is set to. */
export const TYPED_READING = { format: 'auto', encoding: 'utf-8' } as const;

/** What the file of `text` is called; `given`: what the person called it, for the extension alone. */
export function typedName(given: string, text: string): string {
  const extension = /^\.\w{1,10}$/.exec(extname(given))?.[0] ?? '.json';
  return PREFIX + hash('sha256', text).slice(0, HASH_LENGTH) + extension;
}

/** Whether an archived file of this name was typed: no POS names its files so. */
export function isTypedName(name: string): boolean {
  return name.startsWith(PREFIX);
}

export interface TypedFile {
  readonly file: Omit<SourceFile, 'format'>;
  /** Takes it back: its receipt was not stored after all. */
  remove(): void;
}

/** Writes `text` as `name` into today's archive of the drop folder at `path`. */
export function archiveTyped(
  path: string,
  name: string,
  text: string,
  { clock, zone, settings, marks }: ArchiveOptions,
): Result<TypedFile, Problem> {
  const opened = openStill(path, settings.dataDir);
  if (!opened.ok) return opened;
  const folder = opened.value;
  try {
    const refused = marks.gate.refuses(folder);
    if (refused) return fail(refused);
    const place = `${folder.archive}/${localText(clock.now(), zone).slice(0, 10)}`;
    const day = folder.open(place, true);
    const spot = { folder: day, name: freeName(day, name, () => false) };
    const facts = createFile(spot, Buffer.from(text, 'utf8'), true);
    syncFolder(day);
    const storedAs = `${place}/${spot.name}`;
    const file = { folder: path, name, storedAs, sha256: hash('sha256', text), ...facts, closed: true };
    return ok({ file, remove: () => removeArchived(path, settings.dataDir, storedAs) });
  } catch (error) {
    return fail(folderProblem(error, path));
  } finally {
    folder.close();
  }
}

interface ArchiveOptions {
  readonly clock: Clock;
  readonly zone: Zone;
  readonly settings: { readonly dataDir: string };
  readonly marks: { readonly gate: Pick<FolderMarks, 'refuses'> };
}

function removeArchived(path: string, dataDir: string, storedAs: string): void {
  const opened = openStill(path, dataDir);
  if (!opened.ok) return;
  const { place, name } = splitPlace(storedAs);
  try {
    removeQuietly({ folder: opened.value.open(place, false), name });
  } catch {
    return;
  } finally {
    opened.value.close();
  }
}

/** Windows has no such call for folders. */
function syncFolder({ disk, handle }: HeldFolder): void {
  if (handle !== undefined) disk.fs.fsyncSync(handle);
}
