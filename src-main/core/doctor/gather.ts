/**
 * Owns: gathering the facts for `doctor`: by the agent itself where one runs (its rights are what counts), else
 * by the command.
 * Promises: never throws; changes nothing; asks HEADO once.
 */
import { accessSync, constants, statSync, type Stats } from 'node:fs';
import { isBuiltin } from 'node:module';
import type { Problem } from '../../base/problem.ts';
import { freeBytes } from '../../base/free-bytes.ts';
import { isZone, openZone } from '../../base/zone.ts';
import { judgeDataFolder } from '../../outbox/data-folder.ts';
import { judgeContents } from '../../outbox/own-contents.ts';
import type { Settings } from '../../settings/schema.ts';
import { readDeviceKey } from '../../settings/secrets.ts';
import type { DropHandle } from '../../intake/folder/drop-handle.ts';
import { openStill } from '../drop-folders.ts';
import type { ChainFact, DoctorFacts, FolderFact, FolderKind, OutboxFacts, ProbeFact } from './facts.ts';

export interface GatherOptions {
  readonly settings: Settings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: number;
  /** One `reports` call; asked only when there is a key. */
  readonly probe: () => Promise<ProbeFact>;
  /** What the outbox tells; null where it cannot be opened. */
  readonly outbox: () => OutboxFacts | null;
  /** Verifies the whole chain; undefined: not asked for. */
  readonly verifyChain: (() => Promise<ChainFact>) | undefined;
  readonly holder: DoctorFacts['holder'];
}

export async function gatherFacts(options: GatherOptions): Promise<DoctorFacts> {
  const { settings } = options;
  const key = readDeviceKey(settings, options.env);
  return {
    nodeVersion: process.version,
    sqlite: isBuiltin('node:sqlite'),
    server: settings.store.server,
    key: key.ok
      ? { source: key.value.source, problem: null, warnings: [...key.value.warnings] }
      : { source: 'none', problem: key.error, warnings: [] },
    probe: key.ok ? await options.probe() : null,
    zone: readZone(settings.store.timeZone, options.nowMs),
    folders: settings.drop.folders.map((folder) => readFolder(folder.path, settings.dataDir)),
    dataDir: readDataDir(settings.dataDir),
    holder: options.holder,
    outbox: options.outbox(),
    chain: options.verifyChain ? await options.verifyChain() : null,
  };
}

function readZone(store: string, nowMs: number): DoctorFacts['zone'] {
  const system = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isZone(system)) return { store, system, differMinutes: 0 };
  const differMinutes = openZone(store).offsetMinutesAt(nowMs) - openZone(system).offsetMinutesAt(nowMs);
  return { store, system, differMinutes };
}

function readFolder(folder: string, dataDir: string): FolderFact {
  return {
    path: folder,
    kind: look(folder).kind,
    readable: mayAccess(folder, constants.R_OK | constants.X_OK),
    writable: mayAccess(folder, constants.W_OK | constants.X_OK),
    ...inspect(folder, dataDir),
  };
}

/** As the agent sees it; a folder that cannot be opened is told by its kind. */
function inspect(folder: string, dataDir: string): Pick<FolderFact, 'sameDevice' | 'rights'> {
  const opened = openStill(folder, dataDir);
  if (!opened.ok) {
    return { sameDevice: true, rights: opened.error.code === 'folder.pathLink' ? [plain(opened.error)] : [] };
  }
  const handle = opened.value;
  try {
    const elsewhere = [handle.archive, handle.rejected].some((place) => isElsewhere(handle, place));
    return { sameDevice: !elsewhere, rights: handle.inspect().map(plain) };
  } finally {
    handle.close();
  }
}

/** What is not there yet, or may not be opened, tells nothing. */
function isElsewhere(handle: DropHandle, place: string): boolean {
  try {
    return handle.open(place, false).device !== handle.root.device;
  } catch {
    return false;
  }
}

function plain({ code, at, values }: Problem): FolderFact['rights'][number] {
  return { code, at, values: { ...values } };
}

function readDataDir(folder: string): DoctorFacts['dataDir'] {
  const { kind, stats } = look(folder);
  return {
    path: folder,
    kind,
    writable: mayAccess(folder, constants.W_OK | constants.X_OK),
    readableByOthers: hasMode(stats, 0o055),
    problem: stats ? judgeRights(folder, stats) : null,
    freeBytes: freeBytes(folder),
  };
}

/** Commands of root act as the folder's owner. */
function judgeRights(folder: string, stats: Stats): DoctorFacts['dataDir']['problem'] {
  const self = process.geteuid?.();
  const owner = self === 0 ? stats.uid : self;
  const found = judgeDataFolder(folder, stats, owner) ?? judgeContents(folder, owner ?? stats.uid);
  return found ? { ...found, values: { ...found.values } } : null;
}

function look(folder: string): { readonly kind: FolderKind; readonly stats?: Stats } {
  try {
    const stats = statSync(folder);
    return { kind: stats.isDirectory() ? 'folder' : 'other', stats };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOTDIR') return { kind: 'other' };
    return { kind: code === 'ENOENT' ? 'missing' : 'denied' };
  }
}

function mayAccess(folder: string, rights: number): boolean {
  try {
    accessSync(folder, rights);
    return true;
  } catch {
    return false;
  }
}

/** Modes mean nothing on Windows. */
function hasMode(stats: Stats | undefined, bits: number): boolean {
  return process.platform !== 'win32' && stats !== undefined && (stats.mode & bits) !== 0;
}
