/**
 * Owns: where the path of a drop folder in the settings really leads. A link in it is an administrator's choice: it is
 * followed when it belongs to root or to the agent, and refused when somebody else could have made it.
 */
import { dirname, isAbsolute, join, parse, sep } from 'node:path';
import type { Disk } from './disk.ts';
import { ForeignFolderError } from './foreign-folder.ts';

/** As many as Linux follows. */
const LINKS_MAX = 40;

/** The path without links. Throws file system errors, `ENOENT` too, and `ForeignFolderError`. */
export function trustedPath(disk: Disk, path: string): string {
  let { root, rest } = split(path);
  let links = 0;
  let real = root;
  while (rest.length > 0) {
    const [name = '', ...after] = rest;
    rest = after;
    if (name === '..') real = dirname(real);
    if (name === '' || name === '.' || name === '..') continue;
    const next = join(real, name);
    const stats = disk.fs.lstatSync(next, { throwIfNoEntry: false });
    if (!stats) throw Object.assign(new Error(`no such folder: ${next}`), { code: 'ENOENT' });
    if (!stats.isSymbolicLink()) {
      real = next;
      continue;
    }
    links += 1;
    const trusted = disk.agentUid === undefined || stats.uid === 0 || stats.uid === disk.agentUid;
    if (!trusted || links > LINKS_MAX) throw new ForeignFolderError(next, 'pathLink', stats.uid);
    const target = disk.fs.readlinkSync(next);
    const parts = split(target);
    if (isAbsolute(target)) ({ root } = parts);
    real = isAbsolute(target) ? root : real;
    rest = [...parts.rest, ...rest];
  }
  return real;
}

function split(path: string): { root: string; rest: string[] } {
  const { root } = parse(path);
  return { root, rest: path.slice(root.length).split(sep) };
}
