/** Owns: where the path of a drop folder in the settings really leads, all of which has to be there. */
import { followLinks } from '../../base/follow-links.ts';
import type { Disk } from './disk.ts';
import { ForeignFolderError } from './foreign-folder.ts';

/** The path without links. Throws file system errors, `ENOENT` too, and `ForeignFolderError`. */
export function trustedPath(disk: Disk, path: string): string {
  const { path: real, missing } = followLinks(path, {
    fs: disk.fs,
    ownUid: disk.agentUid,
    refuse: (link, uid) => new ForeignFolderError(link, 'pathLink', uid),
  });
  if (missing === undefined) return real;
  throw Object.assign(new Error(`no such folder: ${missing}`), { code: 'ENOENT' });
}
