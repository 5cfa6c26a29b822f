/**
 * Owns: which token the mark of a drop folder gets, and whether the one that it has says anything yet.
 * Promises: a first mark may have been written into the empty mount point; as long as nothing was taken since, it binds
 * the folder to no place. Where it was, is known to be the wrong place once the right one has come.
 */
import type { DropHandle } from '../../intake/folder/drop-handle.ts';
import type { Whereabouts } from '../../outbox/progress.ts';
import { findMark, stateOfDays } from './mark-files.ts';
import { LOST_TOKEN, newToken, type KnownFolder } from './twin.ts';

type Told = Pick<Whereabouts, 'progress' | 'tookSince'>;
export type Token = Pick<KnownFolder, 'bareAt' | 'left'> & { readonly token: string };

/** A till that is mounted late at every start goes between two places until its first receipt. */
const LEFT_MAX = 20;

/** Its mark was written where there was no archive, and nothing was taken since. */
export function isUnbound({ path, bareAt }: KnownFolder, whereabouts: Told): boolean {
  return (
    bareAt !== null &&
    bareAt.generation === whereabouts.progress().generation &&
    !whereabouts.tookSince(path, bareAt.file)
  );
}

/** For the mark that is about to be written. */
export function tokenFor(folder: DropHandle, known: KnownFolder | undefined, whereabouts: Told): Token {
  const isBare = stateOfDays(folder) === '';
  const { generation, file } = whereabouts.progress();
  if (!known) return { token: newToken(), bareAt: isBare ? { generation, file } : null, left: [] };
  const { token } = known;
  const bareAt = isBare ? known.bareAt : null;
  if (token === null || token === LOST_TOKEN) return { token: newToken(), bareAt, left: known.left };
  const found = findMark(folder);
  const isElsewhere = found.kind !== 'mark' || found.mark.owner.token !== token;
  if (!isElsewhere || !isUnbound(known, whereabouts)) return { token, bareAt, left: known.left };
  return { token: newToken(), bareAt, left: [...known.left, token].slice(-LEFT_MAX) };
}
