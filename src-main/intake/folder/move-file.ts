/**
 * Owns: moving a file between two held folders under a name that nothing holds yet.
 * Promises: no file is ever replaced: the name is first taken by a call that fails when it is held, and only our own
 * empty placeholder is then replaced by the file. The source is taken by one rename, so what the POS puts under its
 * name meanwhile is never touched. Across file systems the original goes only once its copy is on the disk.
 */
import { randomBytes } from 'node:crypto';
import { factsOf, type FileFacts } from '../file-facts.ts';
import { faultKind } from '../faults.ts';
import { cutBytes } from '../names.ts';
import { copyFile, tooLarge } from './create-file.ts';
import { freeName } from './free-name.ts';
import type { HeldFolder, Spot } from './held-folder.ts';
import { isPlainName } from './plain-name.ts';
import { releaseName, reserveName } from './reserve-name.ts';
import { whileWriting } from './written-to.ts';

/** `facts`: what was moved, as it is afterwards; undefined when the disk would not tell. */
export type Moved =
  | { readonly kind: 'moved'; readonly facts: FileFacts | undefined }
  /** There was nothing to move. */
  | { readonly kind: 'gone' }
  /** It would have to be copied, and its writer may go on. */
  | { readonly kind: 'left' };

/** How a file is moved. */
export interface Moving {
  /** A larger one is not copied to another disk: its writer makes it any size at no cost. */
  readonly copyBytesMax: number;
  /** What the placeholder is linked from. */
  readonly empty?: Spot | undefined;
  /** Its writer may go on with it: it is left where a copy would part the two. */
  readonly mayGoOn?: boolean | undefined;
}

/**
 * Moves a file. Throws file system errors, `EEXIST` when the target's name is held, `EFBIG` when it would have to be
 * copied and is too large for that; the file is then still there.
 */
export function moveFile(from: Spot, to: Spot, moving: Moving): Moved {
  try {
    return move(from, to, moving);
  } catch (error) {
    throw whileWriting(error, to.folder.path);
  }
}

function move(from: Spot, to: Spot, { empty, mayGoOn, copyBytesMax }: Moving): Moved {
  const copy = (): Moved => (mayGoOn === true ? { kind: 'left' } : copyAway(from, to, copyBytesMax));
  if (from.folder.device !== to.folder.device) return copy();
  reserveName(to.folder, to.name, empty);
  try {
    to.folder.disk.fs.renameSync(from.folder.at(from.name), to.folder.at(to.name));
  } catch (error) {
    releaseName(to.folder, to.name);
    if (faultKind(error) === 'gone') return explainGone(from, error);
    if (faultKind(error) !== 'otherDevice') throw error;
    return copy();
  }
  return { kind: 'moved', facts: factsAfter(to) };
}

/** The file has moved; that its facts cannot be read must not look as if it had not. */
function factsAfter({ folder, name }: Spot): FileFacts | undefined {
  try {
    const stats = folder.stats(name);
    return stats && factsOf(stats);
  } catch {
    return undefined;
  }
}

/** A rename also answers ENOENT when the target's folder is missing; the file is not gone then. */
function explainGone({ folder, name }: Spot, error: unknown): Moved {
  if (folder.stats(name)) throw error;
  return { kind: 'gone' };
}

/** How a file is called while it is copied to another file system; a leading dot: nobody takes it. */
const ASIDE = /^\.heado-till-[0-9a-f]{8}~(.+)$/s;
const ASIDE_BYTES = 4;
/** Room for the prefix within the 255 bytes of a name. */
const ASIDE_NAME_BYTES_MAX = 220;

/** Out of the POS's reach by one rename, then copied from its descriptor, then removed. */
function copyAway(from: Spot, to: Spot, bytesMax: number): Moved {
  const { fs } = from.folder.disk;
  const stats = from.folder.stats(from.name);
  if (!stats?.isFile()) return { kind: 'gone' };
  if (stats.size > bytesMax) throw tooLarge(from.name);
  const random = randomBytes(ASIDE_BYTES).toString('hex');
  const aside = {
    folder: from.folder,
    name: `.heado-till-${random}~${cutBytes(from.name, ASIDE_NAME_BYTES_MAX)}`,
  };
  fs.renameSync(from.folder.at(from.name), aside.folder.at(aside.name));
  try {
    const facts = copyFile(aside, to, bytesMax);
    fs.unlinkSync(aside.folder.at(aside.name));
    return { kind: 'moved', facts };
  } catch (error) {
    bringBack(aside, from.name);
    throw error;
  }
}

/** A crash leaves one; whoever may write here can make any number of them. */
const ASIDES_MAX = 1_000;

/**
 * Files that a crash left between the two steps of a copy become files to take again. What is none of ours under such a
 * name stays where it is, and one that cannot come back costs no other: `onFault` is told.
 */
export function bringBackAll(folder: HeldFolder, onFault: (name: string, error: unknown) => void): void {
  const asides = folder.list().filter((name) => ASIDE.test(name));
  for (const name of asides.slice(0, ASIDES_MAX)) {
    try {
      const original = ASIDE.exec(name)?.[1] ?? '';
      if (isPlainName(original) && folder.stats(name)?.isFile()) bringBack({ folder, name }, original);
    } catch (error) {
      onFault(name, error);
    }
  }
}

function bringBack(aside: Spot, name: string): void {
  const to = { folder: aside.folder, name: freeName(aside.folder, name, () => false) };
  moveFile(aside, to, { copyBytesMax: 0 });
}
