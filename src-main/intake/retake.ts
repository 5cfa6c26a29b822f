/**
 * Owns: reading a file again that has been taken already and lies in the archive, because it changed after it
 * was read (decisions 9). Its known records are duplicates; what is new is stored, and what is known of the file is
 * renewed, so that the next comparison is with this reading.
 * Promises: only the very file that was taken is read, or a copy of it; another one under its name is somebody else's.
 */
import type { Problem } from '../base/problem.ts';
import type { IntakeContext, Place } from './context.ts';
import { readGuarded } from './crash-memory.ts';
import type { FileFacts } from './file-facts.ts';
import { splitPlace } from './folder/places.ts';
import { judgeLoaded, loadFile, type LoadedFile, type Tail } from './load-file.ts';
import { isOriginal, type Beginning } from './original.ts';
import type { ReadFault } from './read-source.ts';
import { fileKey } from './scene.ts';
import { storeFile } from './store-file.ts';
import { asGrown } from './take.ts';

/** A file of the archive, as far as it was known when it was taken. */
export interface TakenBefore {
  readonly name: string;
  readonly storedAs: string;
  /** Its number on the disk when it came there. The number of a device may change when a machine restarts. */
  readonly inode: string;
  /** What was taken of it: a copy that begins so is the file as well. Absent: only the very file is. */
  readonly beginning?: Omit<Beginning, 'inode'> | undefined;
  /** Its row; undefined when nobody remembers: it gets a new one. */
  readonly fileId: number | undefined;
}

export type Retaken =
  /** `cut`: its last record is not whole yet, and was not taken. `sharesItem`: some refused records share one. */
  | {
      readonly kind: 'taken';
      readonly facts: FileFacts;
      readonly cut: boolean;
      readonly sharesItem: boolean;
    }
  /** Its content cannot be read as it is now. */
  | { readonly kind: 'unreadable'; readonly file: LoadedFile; readonly problem: Problem }
  /** What lies there is no file that may be read, such as a link. */
  | { readonly kind: 'foreign' }
  /** It is not there any more, or is another file. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly errno: string }
  /** The process dies of it: it was not read, and is not to be read again as it is. */
  | { readonly kind: 'deadly'; readonly facts: FileFacts; readonly crashes: number };

interface Retaking {
  readonly because: 'changed' | 'grown' | 'asked';
  readonly tail: Tail;
}

/** Takes the file again. Throws what outbox and folder throw. */
export async function retakeFile(
  context: IntakeContext,
  place: Place,
  before: TakenBefore,
  { because, tail }: Retaking,
): Promise<Retaken> {
  const { place: at, name: storedName } = splitPlace(before.storedAs);
  const folder = place.folder.open(at, false);
  const examined = folder.examine(storedName);
  if (examined.kind === 'foreign') return { kind: 'foreign' };
  if (examined.kind !== 'file') return { kind: 'gone' };
  const { facts } = examined;
  if (!(await isOriginal({ folder, name: storedName }, facts, toBeginning(before)))) return { kind: 'gone' };
  const key = fileKey(place, before.storedAs);
  const retaken = await readGuarded(context, key, facts, async (): Promise<Retaken> => {
    const spot = { folder, name: storedName, calledName: before.name };
    const loaded = await loadFile(context, place, spot, facts);
    if (!loaded.ok) return ofFault(loaded.error);
    const inDoubt = because === 'grown' && context.gate.mayBeKnownElsewhere(place.settings.path);
    return takeLoaded(context, place, before, { file: loaded.value, tail, inDoubt });
  });
  if (retaken.kind === 'taken') {
    context.note('file.takenAgain', { folder: place.settings.path, file: before.name, because });
  }
  return retaken.kind === 'deadly' ? { ...retaken, facts } : retaken;
}

/** No file is that long: without a beginning the inode alone decides. */
function toBeginning({ inode, beginning }: TakenBefore): Beginning {
  return { inode, ...(beginning ?? { sizeBytes: Number.POSITIVE_INFINITY, sha256: '' }) };
}

function ofFault(fault: ReadFault): Retaken {
  return fault.kind === 'failed' ? fault : { kind: 'gone' };
}

async function takeLoaded(
  context: IntakeContext,
  place: Place,
  { storedAs, fileId }: TakenBefore,
  { file, tail, inDoubt }: { readonly file: LoadedFile; readonly tail: Tail; readonly inDoubt: boolean },
): Promise<Retaken> {
  const { reading, facts } = file;
  if (reading.state !== 'complete') return { kind: 'unreadable', file, problem: reading.problem };
  const judged = await judgeLoaded(context, place, file, { reading, tail });
  const cut = reading.unfinished !== undefined && tail === 'withoutCut';
  const known = fileId === undefined ? undefined : { fileId, reread: true };
  const stored = cut ? asGrown(file) : file;
  await storeFile(context, place, { file: stored, judged, storedAs, closed: file.endMark, known, inDoubt });
  return { kind: 'taken', facts, cut, sharesItem: judged.refusals.shared() !== undefined };
}
