/**
 * Owns: an open drop folder and every folder below it (drop folder, "Whose the folder is"). A place is a path below the
 * drop folder, such as `archive/2026-11-21`; one that begins with `data:` lies in the folder's share of the data folder.
 * Promises: bound to the device, inode and owner seen at opening. Whoever asks for a place gets a folder that is the
 * agent's own and stands there now, or an error; nothing is made before `furnish`.
 * Refuses to know: files.
 */
import { makeFolder } from '../../base/make-folder.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { faultKind } from '../faults.ts';
import { ARCHIVE, OURS, REJECTED, TEMPORARY } from '../names.ts';
import type { FolderProblem } from '../problems.ts';
import type { Disk } from './disk.ts';
import { createFile } from './create-file.ts';
import { ForeignFolderError } from './foreign-folder.ts';
import { holdFolder, type HeldFolder, type Spot } from './held-folder.ts';
import { isOwn, openOwn } from './own-folder.ts';
import {
  DROP_MODE,
  missingRights,
  notOwn,
  openToAnyone,
  PRIVATE,
  rejectedRights,
  setRights,
  stickyRights,
  temporaryRights,
  type Rights,
} from './rights.ts';
import { createShare } from './share.ts';
import { folderProblem } from './folder-problem.ts';
import { IN_DATA } from './places.ts';
import { trustedPath } from './trusted-path.ts';

const EMPTY_NAME = 'empty';
/** Days of the archive that are held open at once, with the folders above them. */
const HELD_MAX = 12;

export interface DropHandle {
  readonly disk: Disk;
  /** As the settings name it. */
  readonly path: string;
  readonly root: HeldFolder;
  /** The agent owns the folder; else archive and rejected files lie in the data folder. */
  readonly own: boolean;
  /** Where originals and rejected files lie: `archive`, `rejected`, or their places in the data folder. */
  readonly archive: string;
  readonly rejected: string;
  /** Does not keep the folder from working, but a person should know. */
  readonly warnings: readonly Problem<FolderProblem>[];
  /** Where people find rejected files and their reasons; undefined where none can be put. */
  people(): HeldFolder | undefined;
  /** Makes the subfolders and sets their rights. Throws `ForeignFolderError` and file system errors. */
  furnish(): void;
  /** The folder at a place; `make` makes it. Throws `ForeignFolderError` and file system errors. Valid until the next turn. */
  open(place: string, make: boolean): HeldFolder;
  /** An empty file of ours beside the archive, for `moveFile`; undefined where it cannot be had. */
  empty(): Spot | undefined;
  /** Whether the folder that was opened still stands under its path. */
  isStillThere(): boolean;
  /** What a person should know about the rights of the folder and of what is in it; changes nothing. */
  inspect(): readonly Problem<FolderProblem>[];
  /** Throws when one of the subfolders is not the agent's own any more. */
  check(): void;
  close(): void;
}

export interface HandleOptions {
  readonly disk: Disk;
  /** As the settings name it. */
  readonly path: string;
  readonly dataDir: string;
  /** Makes the drop folder itself when it is missing. */
  readonly create: boolean;
}

/** Opens a drop folder; nothing in it is made or changed yet. */
export function openDropHandle(options: HandleOptions): Result<DropHandle, Problem<FolderProblem>> {
  const { disk, path, create } = options;
  try {
    const made = create && !disk.fs.lstatSync(path, { throwIfNoEntry: false });
    if (made) makeFolder(path, DROP_MODE & 0o777, disk.fs);
    const root = holdFolder(disk, trustedPath(disk, path));
    return ok(createHandle(options, root, made));
  } catch (error) {
    const notAFolder = error instanceof ForeignFolderError && error.kind !== 'pathLink';
    return fail(notAFolder ? problem('folder.notAFolder', '', { path }) : folderProblem(error, path));
  }
}

function createHandle({ disk, path, dataDir }: HandleOptions, root: HeldFolder, made: boolean): DropHandle {
  const own = isOwn(root);
  const held = new Map<string, HeldFolder>();
  const warnings = new Map<string, Problem<FolderProblem>>();
  const share = createShare(disk, dataDir, path);

  function warn(place: string, found: Problem<FolderProblem> | undefined): void {
    if (found) warnings.set(place, found);
    else warnings.delete(place);
  }

  function open(place: string, make: boolean): HeldFolder {
    const inData = place.startsWith(IN_DATA);
    let folder = inData ? share.open(make) : root;
    let below = inData ? IN_DATA : '';
    for (const name of place.slice(below.length).split('/')) {
      below += below === '' || below === IN_DATA ? name : `/${name}`;
      folder = openBelow(folder, below, name, make);
    }
    return folder;
  }

  function openBelow(parent: HeldFolder, place: string, name: string, make: boolean): HeldFolder {
    const kept = held.get(place);
    if (kept?.isHere()) {
      held.delete(place);
      held.set(place, kept);
      return kept;
    }
    if (kept) forget(place);
    // In its own folder the POS makes `tmp` itself, and only names are read there.
    const opened =
      place === TEMPORARY && !own
        ? { folder: parent.hold(name), warning: undefined }
        : openOwn(parent, name, make ? rightsOf(place) : undefined);
    if (make) warn(place, opened.warning);
    held.set(place, opened.folder);
    const [oldest] = held.keys();
    if (held.size > HELD_MAX && oldest !== undefined) forget(oldest, place);
    return opened.folder;
  }

  /** Closes what is held at a place and below it. */
  function forget(place: string, but?: string): void {
    for (const [each, folder] of held) {
      if (each === but || (each !== place && !each.startsWith(`${place}/`))) continue;
      folder.close();
      held.delete(each);
    }
  }

  function empty(): Spot | undefined {
    try {
      const spot = { folder: open(`${own ? '' : IN_DATA}${ARCHIVE}/${OURS}`, true), name: EMPTY_NAME };
      const stats = spot.folder.stats(spot.name);
      if (!stats) createFile(spot, new Uint8Array(), false);
      return !stats || (stats.isFile() && stats.size === 0) ? spot : undefined;
    } catch {
      return undefined;
    }
  }

  function people(): HeldFolder | undefined {
    if (own) return open(REJECTED, true);
    try {
      return open(REJECTED, false);
    } catch {
      return undefined;
    }
  }

  function rightsOf(place: string): Rights {
    if (place === TEMPORARY) return temporaryRights(root.group);
    return place === REJECTED ? rejectedRights(root.group) : PRIVATE;
  }

  function furnishOwn(): void {
    warn('', setRights(root, made ? { mode: DROP_MODE } : stickyRights(root)));
    warn('anyone', openToAnyone(root));
    for (const place of [TEMPORARY, ARCHIVE, REJECTED]) open(place, true);
  }

  /** The POS keeps its folder; what people read is copied there where that is possible. */
  function furnishShare(): void {
    warn('', notOwn(root));
    for (const place of [ARCHIVE, REJECTED]) open(IN_DATA + place, true);
    try {
      open(REJECTED, true);
    } catch {
      warnings.delete(REJECTED);
    }
  }

  function inspect(): readonly Problem<FolderProblem>[] {
    if (!own) return [notOwn(root)];
    const found = [missingRights(root, stickyRights(root)), openToAnyone(root)];
    for (const place of [TEMPORARY, ARCHIVE, REJECTED]) found.push(inspectBelow(place));
    return found.filter((each) => each !== undefined);
  }

  /** What is not there yet is made by the agent. */
  function inspectBelow(place: string): Problem<FolderProblem> | undefined {
    try {
      return missingRights(open(place, false), rightsOf(place));
    } catch (error) {
      return faultKind(error) === 'gone' ? undefined : folderProblem(error, path);
    }
  }

  return {
    disk,
    path,
    root,
    own,
    archive: own ? ARCHIVE : IN_DATA + ARCHIVE,
    rejected: own ? REJECTED : IN_DATA + REJECTED,
    get warnings() {
      return [...warnings.values()];
    },
    furnish: own ? furnishOwn : furnishShare,
    open,
    empty,
    people,
    isStillThere: () => root.isHere(),
    inspect,
    check() {
      for (const name of [TEMPORARY, ARCHIVE, REJECTED]) if (own) open(name, true);
    },
    close() {
      for (const folder of held.values()) folder.close();
      held.clear();
      share.close();
      root.close();
    },
  };
}
