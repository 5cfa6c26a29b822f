/**
 * Owns: the share of the data folder that belongs to one drop folder: what is remembered of its rejected files, and its
 * archive and rejected files where the drop folder is not the agent's.
 */
import { hash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Disk } from './disk.ts';
import { holdFolder, type HeldFolder } from './held-folder.ts';
import { openOwn } from './own-folder.ts';
import { IN_DATA } from './places.ts';
import { PRIVATE } from './rights.ts';
import { trustedPath } from './trusted-path.ts';

/** The data folder's subfolder with a share for every drop folder. */
const SHARES = 'folders';

export interface Share {
  /** The folder; `make` makes it. Throws `ForeignFolderError` and file system errors. */
  open(make: boolean): HeldFolder;
  close(): void;
}

export function createShare(disk: Disk, dataDir: string, dropPath: string): Share {
  /** Data folder, its shares, ours; each is looked up in the one before. */
  const way: HeldFolder[] = [];

  function close(): void {
    for (const folder of way.splice(0)) folder.close();
  }

  return {
    open(make) {
      const [, , kept] = way;
      if (kept?.isHere()) return kept;
      close();
      const rights = make ? PRIVATE : undefined;
      const data = holdFolder(disk, trustedPath(disk, dataDir));
      way.push(data);
      const shares = openOwn(data, SHARES, rights).folder;
      way.push(shares);
      const share = openOwn(shares, shareName(dropPath), rights).folder;
      way.push(share);
      return share;
    },
    close,
  };
}

/** The path of an original for people: below its drop folder, or whole where it lies in the data folder. */
export function storedPath(
  { folder, storedAs }: { readonly folder: string; readonly storedAs: string },
  dataDir: string,
): string {
  if (!storedAs.startsWith(IN_DATA)) return storedAs;
  return join(dataDir, SHARES, shareName(folder), storedAs.slice(IN_DATA.length));
}

/** Takes the share along when a drop folder got another name. Throws `ForeignFolderError` and file system errors. */
export function renameShare(disk: Disk, dataDir: string, from: string, to: string): void {
  const data = holdFolder(disk, trustedPath(disk, dataDir));
  try {
    if (data.stats(SHARES)) renameIn(openOwn(data, SHARES, undefined).folder, shareName(from), shareName(to));
  } finally {
    data.close();
  }
}

/** Closes the folder. */
function renameIn(shares: HeldFolder, from: string, to: string): void {
  try {
    const mayRename = shares.stats(from)?.isDirectory() === true && !shares.stats(to);
    if (mayRename) shares.disk.fs.renameSync(shares.at(from), shares.at(to));
  } finally {
    shares.close();
  }
}

/** Readable for people, and different for every path. */
function shareName(path: string): string {
  const readable = basename(path)
    .replaceAll(/[^\w-]/g, '')
    .slice(0, 40);
  return `${readable}-${hash('sha256', path).slice(0, 8)}`;
}
