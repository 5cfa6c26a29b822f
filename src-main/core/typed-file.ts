/**
 * Owns: the original of a receipt that was sent by hand: a file in the archive of a drop folder like any other, so
 * that a lost database can be rebuilt with it.
 * Promises: it is on the disk when `archiveTyped` returns; no file is overwritten.
 */
import { hash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, rmSync, writeSync, type Stats } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { localText, type Zone } from '../base/zone.ts';
import { nodeFileSystem } from '../intake/file-system.ts';
import { freeName } from '../intake/move-file.ts';
import { ARCHIVE } from '../intake/names.ts';
import { ensureFolder, folderProblem, openFolder } from '../intake/open-folder.ts';
import type { SourceFile } from '../outbox/port.ts';

const PREFIX = 'send-one-';
const HASH_LENGTH = 16;
/** As generous as the folder itself: the POS's group reads it. */
const FILE_MODE = 0o640;

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

/** Writes `text` as `name` into today's archive of the drop folder `folder`. */
export function archiveTyped(
  folder: string,
  name: string,
  text: string,
  { clock, zone }: { readonly clock: Clock; readonly zone: Zone },
): Result<TypedFile, Problem> {
  const opened = openFolder(nodeFileSystem, folder, false);
  if (!opened.ok) return opened;
  try {
    const { realPath } = opened.value;
    const day = `${ARCHIVE}/${localText(clock.now(), zone).slice(0, 10)}`;
    ensureFolder(nodeFileSystem, join(realPath, day));
    const storedAs = `${day}/${freeName(nodeFileSystem, join(realPath, day), name, () => false)}`;
    const path = join(realPath, storedAs);
    const { dev, ino, mtimeMs } = writeDurably(path, text);
    const sizeBytes = Buffer.byteLength(text);
    const place = { folder, name, storedAs, device: dev, inode: ino, mtimeMs, closed: true };
    const file = { ...place, sha256: hash('sha256', text), sizeBytes };
    return ok({ file, remove: () => rmSync(path, { force: true }) });
  } catch (error) {
    return fail(folderProblem(error, folder));
  }
}

/** Nothing is left of it when this throws. */
function writeDurably(path: string, text: string): Stats {
  const file = openSync(path, 'wx', FILE_MODE);
  try {
    writeWhole(file, Buffer.from(text, 'utf8'));
    fsyncSync(file);
    syncFolder(dirname(path));
    return fstatSync(file);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

/** Windows has no such call for folders. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
