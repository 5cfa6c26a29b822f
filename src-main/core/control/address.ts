/**
 * Owns: where the control socket of a data folder is: `control.sock` in it, or, where that path is too long for
 * the system, in a folder of the temporary directory that is named by a hash of the data folder; on Windows a
 * named pipe.
 * Promises: nobody but the owner of the data folder can stand in for an agent there.
 */
import { createHash } from 'node:crypto';
import { lstatSync, realpathSync, statSync, type Stats } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFolder } from '../../base/make-folder.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { judgeDataFolder, type DataFolderProblem } from '../../outbox/data-folder.ts';
import type { ControlProblemCode } from './problem-codes.ts';

const SOCKET_NAME = 'control.sock';
/** Linux takes 107 bytes; some systems 103. */
const SOCKET_PATH_BYTES_MAX = 100;
const FOLDER_MODE = 0o700;
const HASH_LENGTH = 16;

export type ControlAddress =
  | { readonly kind: 'socket'; readonly path: string }
  /** `folder` is made by the agent, mode 0700, and must be the data folder's owner's. */
  | { readonly kind: 'far-socket'; readonly path: string; readonly folder: string }
  | { readonly kind: 'pipe'; readonly path: string };

export interface AddressOptions {
  readonly platform: NodeJS.Platform;
  /** The system's folder for temporary files. */
  readonly temporary: string;
}

const here: AddressOptions = { platform: process.platform, temporary: tmpdir() };

/** The address of the agent of `dataDir`, which need not exist yet. */
export function controlAddress(dataDir: string, options: AddressOptions = here): ControlAddress {
  const real = realPath(dataDir);
  const near = path.join(real, SOCKET_NAME);
  const hash = createHash('sha256').update(real).digest('hex').slice(0, HASH_LENGTH);
  if (options.platform === 'win32') return { kind: 'pipe', path: `\\\\.\\pipe\\heado-till-${hash}` };
  if (Buffer.byteLength(near) <= SOCKET_PATH_BYTES_MAX) return { kind: 'socket', path: near };
  const folder = path.join(options.temporary, `heado-till-${hash}`);
  return { kind: 'far-socket', path: path.join(folder, SOCKET_NAME), folder };
}

function realPath(dataDir: string): string {
  try {
    return realpathSync(dataDir);
  } catch {
    return path.resolve(dataDir);
  }
}

/** Makes the folder of a far socket; refuses one that somebody else put there. */
export function prepareAddress(
  address: ControlAddress,
  dataDir: string,
): Result<undefined, Problem<ControlProblemCode>> {
  if (address.kind !== 'far-socket') return ok(undefined);
  makeFolder(address.folder, FOLDER_MODE);
  return checkFarFolder(address, dataDir);
}

/**
 * Whether only the owner of the data folder can have put the socket there: whoever else could, would answer commands
 * with what it likes.
 */
export function checkAddress(
  address: ControlAddress,
  dataDir: string,
): Result<undefined, Problem<ControlProblemCode | DataFolderProblem>> {
  if (address.kind === 'pipe') return ok(undefined);
  const owned = checkOwner(address, dataDir);
  return owned.ok && address.kind === 'far-socket' ? checkFarFolder(address, dataDir) : owned;
}

/** The data folder is writable by its owner alone, who is this user unless root asks, and the socket is that owner's. */
function checkOwner(
  { path: socket }: ControlAddress,
  dataDir: string,
): Result<undefined, Problem<ControlProblemCode | DataFolderProblem>> {
  const folder = statSync(dataDir, { throwIfNoEntry: false });
  if (!folder) return ok(undefined);
  const self = process.geteuid?.();
  // Whose folder it is not has nothing to say to the agent; root may speak to everybody's.
  if (self !== undefined && self !== 0 && self !== folder.uid)
    return fail(problem('control.denied', '', { path: socket }));
  const open = judgeDataFolder(dataDir, folder, folder.uid);
  if (open) return fail(open);
  const found = statQuietly(socket);
  if (!found || found.uid === folder.uid) return ok(undefined);
  return fail(problem('control.folderTaken', '', { path: socket }));
}

/** Where the folder may not be entered, the call itself tells. */
function statQuietly(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function checkFarFolder(
  address: Extract<ControlAddress, { kind: 'far-socket' }>,
  dataDir: string,
): Result<undefined, Problem<ControlProblemCode>> {
  const found = lstatSync(address.folder, { throwIfNoEntry: false });
  if (!found) return fail(problem('control.absent', '', { path: address.path }));
  const owner = lstatSync(dataDir, { throwIfNoEntry: false })?.uid;
  const safe = found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0;
  return safe ? ok(undefined) : fail(problem('control.folderTaken', '', { path: address.folder }));
}
