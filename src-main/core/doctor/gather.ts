/**
 * Owns: gathering the facts for `doctor`: by the agent itself where one runs (its rights are what counts), else
 * by the command.
 * Promises: never throws; changes nothing; asks HEADO once.
 */
import { accessSync, constants, statSync, type Stats } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { freeBytes } from '../../base/free-bytes.ts';
import { isZone, openZone } from '../../base/zone.ts';
import { judgeDataFolder } from '../../outbox/data-folder.ts';
import type { Settings } from '../../settings/schema.ts';
import { readDeviceKey } from '../../settings/secrets.ts';
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

const ARCHIVE_FOLDERS = ['archive', 'rejected'];

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
    folders: settings.drop.folders.map((folder) => readFolder(folder.path)),
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

function readFolder(folder: string): FolderFact {
  const { kind, stats } = look(folder);
  const others = ARCHIVE_FOLDERS.map((name) => look(path.join(folder, name)).stats);
  return {
    path: folder,
    kind,
    readable: mayAccess(folder, constants.R_OK | constants.X_OK),
    writable: mayAccess(folder, constants.W_OK | constants.X_OK),
    sameDevice: others.every((other) => other === undefined || other.dev === stats?.dev),
    writableByOthers: hasMode(stats, 0o002) && !hasMode(stats, 0o1000),
  };
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
  const found = judgeDataFolder(folder, stats, self === 0 ? stats.uid : self);
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
