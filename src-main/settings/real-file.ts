/**
 * Owns: where a settings or key file that is to be written lies. An installer may have put a link to it in its usual
 * place: the file behind the link is replaced, never the link, and none is written through that is another user's.
 */
import { lstatSync, readlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { followLinks } from '../base/follow-links.ts';
import { thisProcess } from './file-rights.ts';

/** Throws with a `code` that tells why. The file itself need not be there. */
export function realFile(file: string): string {
  const { path } = followLinks(resolve(file), {
    fs: { lstatSync, readlinkSync },
    ownUid: thisProcess()?.uid,
    refuse: (link, uid) =>
      Object.assign(new Error('a link of another user'), { code: `${link}: link of uid ${uid}` }),
  });
  return path;
}
