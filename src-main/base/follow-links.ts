/**
 * Owns: where a path really leads. A link in it is an administrator's choice: it is followed when it belongs to root or
 * to this program, and refused when somebody else could have made it.
 */
import type { Stats } from 'node:fs';
import { dirname, isAbsolute, join, parse, sep } from 'node:path';

/** As many as Linux follows. */
const LINKS_MAX = 40;
const ROOT = 0;

export interface LinkFiles {
  lstatSync(path: string, options: { readonly throwIfNoEntry: false }): Stats | undefined;
  readlinkSync(path: string): string;
}

export interface LinkTrust {
  readonly fs: LinkFiles;
  /** User id of this program; undefined where files have no owners (Windows): all is its own then. */
  readonly ownUid: number | undefined;
  /** What is thrown at a link of somebody else. */
  readonly refuse: (link: string, uid: number) => Error;
}

export interface RealPath {
  /** Without links, as far as anything is there. */
  readonly path: string;
  /** The first part that is not there. */
  readonly missing: string | undefined;
}

/** Throws file system errors, `ELOOP` too, `ENOENT` for a folder that is missing behind a link, and what `refuse` makes. */
export function followLinks(path: string, { fs, ownUid, refuse }: LinkTrust): RealPath {
  let { root, rest } = split(path);
  let links = 0;
  let real = root;
  while (rest.length > 0) {
    const [name = '', ...after] = rest;
    rest = after;
    if (name === '..') real = dirname(real);
    if (name === '' || name === '.' || name === '..') continue;
    const next = join(real, name);
    const stats = fs.lstatSync(next, { throwIfNoEntry: false });
    if (!stats) {
      if (links > 0 && rest.length > 0) throw coded('ENOENT', next);
      return { path: join(next, ...rest), missing: next };
    }
    if (!stats.isSymbolicLink()) {
      real = next;
      continue;
    }
    links += 1;
    if (ownUid !== undefined && stats.uid !== ROOT && stats.uid !== ownUid) throw refuse(next, stats.uid);
    if (links > LINKS_MAX) throw coded('ELOOP', next);
    const target = fs.readlinkSync(next);
    const parts = split(target);
    if (isAbsolute(target)) ({ root } = parts);
    real = isAbsolute(target) ? root : real;
    rest = [...parts.rest, ...rest];
  }
  return { path: real, missing: undefined };
}

function coded(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

function split(path: string): { root: string; rest: string[] } {
  const { root } = parse(path);
  return { root, rest: path.slice(root.length).split(sep) };
}
