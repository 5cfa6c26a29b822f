/**
 * Owns: taking files that are ready: commit first, move after (drop folder 5, decisions 9).
 * Promises: when a file has moved, its records are durable in the outbox; when the outbox throws, no file has
 * moved; a crash in between leaves a file whose records will be recognised as duplicates. What was moved is
 * compared with what was read, so a change between the two is never overlooked.
 */
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Taken } from '../outbox/port.ts';
import type { IntakeContext, Place } from './context.ts';
import { sameFacts, type FileFacts } from './file-facts.ts';
import { faultCode } from './faults.ts';
import { pathBelow } from './file-system.ts';
import type { JudgedFile } from './judge.ts';
import { storeFiles, type FileRecord } from './load-file.ts';
import { freeName, moveFile } from './move-file.ts';
import { ARCHIVE } from './names.ts';
import { ensureFolder } from './open-folder.ts';

export interface ReadyFile {
  readonly file: FileRecord;
  readonly judged: JudgedFile;
  /** False: it may still grow under its writer's hands. */
  readonly closed: boolean;
}

/** `gone`: it was taken away after it was read; its records are stored all the same. */
export type Move =
  | { readonly kind: 'moved' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly errno: string };

export interface TakenResult {
  readonly ready: ReadyFile;
  readonly taken: Taken;
  /** Path below the drop folder, with `/`. */
  readonly storedAs: string;
  readonly move: Move;
}

/** Today's folder of the archive, made if missing; answers its path below the drop folder. */
export function todaysArchive(context: IntakeContext, { folder }: Place): string {
  const below = `${ARCHIVE}/${context.dayOf(context.clock.now())}`;
  ensureFolder(context.fs, join(folder.realPath, ARCHIVE));
  ensureFolder(context.fs, join(folder.realPath, below));
  return below;
}

/** A path in today's archive that nothing holds and that `promised` does not name yet; it does afterwards. */
export function reserveArchivePath(
  context: IntakeContext,
  place: Place,
  archive: string,
  name: string,
  promised: Set<string>,
): string {
  const directory = pathBelow(place.folder.realPath, archive);
  const free = freeName(context.fs, directory, name, (candidate) => promised.has(candidate));
  promised.add(free);
  return `${archive}/${free}`;
}

/**
 * Takes `slice` in one transaction, then moves its files to `archive` (see `todaysArchive`). Rejects only while
 * nothing was stored. The event loop turns in between: what was stored is on its way before files are tidied.
 */
export async function takeSlice(
  context: IntakeContext,
  place: Place,
  archive: string,
  slice: readonly ReadyFile[],
): Promise<readonly TakenResult[]> {
  const promised = new Set<string>();
  const storing = slice.map((ready) => ({
    ...ready,
    storedAs: reserveArchivePath(context, place, archive, ready.file.name, promised),
  }));
  const taken = storeFiles(context, place, storing);
  await nextTurn();
  return storing.map(({ storedAs, ...ready }, index) => {
    const counts = taken[index];
    if (!counts) throw new Error('the outbox answered for fewer files than it was given');
    const move = moveTaken(context, place, ready.file.name, storedAs, ready.file.facts);
    return { ready, taken: counts, storedAs, move };
  });
}

/** Moves a file whose records are stored. Never throws. */
function moveTaken(
  context: IntakeContext,
  { folder }: Place,
  name: string,
  storedAs: string,
  read: FileFacts,
): Move {
  try {
    const moved = moveFile(
      context.fs,
      pathBelow(folder.realPath, name),
      pathBelow(folder.realPath, storedAs),
    );
    if (moved.kind === 'gone') return moved;
    return { kind: moved.facts && sameFacts(moved.facts, read) ? 'moved' : 'changed' };
  } catch (error) {
    return { kind: 'failed', error, errno: faultCode(error) };
  }
}

/** Tries again to move a file that was stored as `storedAs`; undefined when that path is held by another. */
export function moveAgain(
  context: IntakeContext,
  place: Place,
  name: string,
  storedAs: string,
  read: FileFacts,
): Move | undefined {
  const target = join(place.folder.realPath, storedAs);
  try {
    ensureFolder(context.fs, dirname(target));
    if (context.fs.lstatSync(target, { throwIfNoEntry: false })) return undefined;
  } catch (error) {
    return { kind: 'failed', error, errno: faultCode(error) };
  }
  return moveTaken(context, place, name, storedAs, read);
}
