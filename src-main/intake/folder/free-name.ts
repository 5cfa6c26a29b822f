/**
 * Owns: finding a name that nothing in a folder holds yet: the name itself, then `name~2` and so on.
 * Promises: a name that thousands had before costs a few looks, not thousands: the last number is remembered, and
 * where it is not, numbers are tried at doubling distances.
 */
import { nameAttempt } from '../names.ts';
import type { Disk } from './disk.ts';
import type { HeldFolder } from './held-folder.ts';

/** Tried one after the other: few names repeat more often, and people can follow the numbers. */
const NEAR_ATTEMPTS = 4;
/** Doubling reaches any number of files that a disk can hold. */
const FAR_ATTEMPTS = 50;
/** Names whose last number is remembered; a forgotten one costs some looks. */
const NAMES_MAX = 1_000;

export interface FolderOfNames extends Pick<HeldFolder, 'device' | 'inode' | 'stats'> {
  readonly disk: Pick<Disk, 'lastNumbers'>;
}

/**
 * The first name found free in `folder` for `name`. `isTaken` adds names that are promised already. Throws file
 * system errors. Nothing is reserved: see `move-file.ts`.
 */
export function freeName(
  folder: FolderOfNames,
  name: string,
  isTaken: (candidate: string) => boolean,
): string {
  const { lastNumbers } = folder.disk;
  const key = `${folder.device}:${folder.inode}:${name}`;
  const isFree = (number: number): boolean => {
    const candidate = nameAttempt(name, number);
    return !isTaken(candidate) && folder.stats(candidate) === undefined;
  };
  const number = isFree(1) ? 1 : findNumber(lastNumbers.get(key) ?? 1, isFree);
  if (number > 1) remember(lastNumbers, key, number);
  return nameAttempt(name, number);
}

function findNumber(last: number, isFree: (number: number) => boolean): number {
  for (let step = 1; step <= NEAR_ATTEMPTS; step += 1) if (isFree(last + step)) return last + step;
  let distance = 2 * NEAR_ATTEMPTS;
  for (let attempt = 0; attempt < FAR_ATTEMPTS; attempt += 1) {
    if (isFree(last + distance)) return last + distance;
    distance *= 2;
  }
  throw new Error('no free name was found');
}

function remember(lastNumbers: Map<string, number>, key: string, number: number): void {
  lastNumbers.delete(key);
  lastNumbers.set(key, number);
  const [oldest] = lastNumbers.keys();
  if (lastNumbers.size > NAMES_MAX && oldest !== undefined) lastNumbers.delete(oldest);
}
