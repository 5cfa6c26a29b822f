/**
 * Owns: what no single key can tell: keys that contradict each other. Pure; paths come in already resolved.
 */
import path from 'node:path';
import { problem, type Problem } from '../base/problem.ts';
import { nearest } from './nearest.ts';
import type { SettingsProblemCode, SettingsWarningCode } from './problem-codes.ts';
import type { Settings } from './schema.ts';

type Finding = Problem<SettingsProblemCode>;

export interface CrossCheckOptions {
  /** Ids of the POS formats that exist. */
  readonly formats: readonly string[];
  /** The real place of a path, links followed as far as they exist. */
  readonly resolve: (file: string) => string;
}

/** Every contradiction in `settings`; empty when there is none. */
export function crossCheck(settings: Settings, options: CrossCheckOptions): readonly Finding[] {
  return [
    ...checkHttp(settings),
    ...checkTimeouts(settings),
    ...checkFolders(settings, options),
    ...checkKeyFiles(settings, options),
    ...checkFormats(settings, options.formats),
  ];
}

/** The key is part of the address: without TLS anyone on the way reads it. */
function checkHttp({ api }: Settings): readonly Finding[] {
  const url = new URL(api.baseUrl);
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return [];
  return [problem('settings.httpRefused', 'api.baseUrl', { host: url.hostname })];
}

/** True for the names and addresses of this very machine. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function checkTimeouts({ api }: Settings): readonly Finding[] {
  const { connectTimeoutMs, timeoutMs } = api;
  if (connectTimeoutMs === undefined || connectTimeoutMs <= timeoutMs) return [];
  const values = { connectTimeoutMs, timeoutMs };
  return [problem('settings.timeoutsCrossed', 'api.connectTimeoutMs', values)];
}

/** Two folders that hold each other would take each other's files. */
function checkFolders({ drop, dataDir }: Settings, { resolve }: CrossCheckOptions): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [index, folder] of drop.folders.entries()) {
    const others = [dataDir, ...drop.folders.slice(0, index).map((earlier) => earlier.path)];
    const other = others.find((one) => overlap(resolve(one), resolve(folder.path)));
    if (other === undefined) continue;
    findings.push(
      problem('settings.foldersOverlap', `drop.folders[${index}].path`, { path: folder.path, other }),
    );
  }
  return findings;
}

function overlap(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}

/** True when `inner` is `outer` or lies below it. */
function contains(outer: string, inner: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === '' || (!path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..');
}

/** A key in a drop folder would be read as a receipt, quarantined, archived and shown. */
function checkKeyFiles({ api, drop }: Settings, { resolve }: CrossCheckOptions): readonly Finding[] {
  const files = { 'api.keyFile': api.keyFile, 'api.reportsKeyFile': api.reportsKeyFile };
  return Object.entries(files).flatMap(([at, file]) => {
    const folder = file && drop.folders.find((one) => contains(resolve(one.path), resolve(file)));
    return folder ? [problem('settings.keyInDrop', at, { path: file, folder: folder.path })] : [];
  });
}

function checkFormats({ drop }: Settings, formats: readonly string[]): readonly Finding[] {
  const allowed = ['auto', ...formats];
  return drop.folders.flatMap(({ format }, index) => {
    if (allowed.includes(format)) return [];
    const values = { format, allowed: allowed.join(', '), nearest: nearest(format, allowed) ?? '' };
    return [problem('settings.formatUnknown', `drop.folders[${index}].format`, values)];
  });
}

/** What is allowed and probably not meant. */
export function crossWarn(settings: Settings): readonly Problem<SettingsWarningCode>[] {
  return [...warnOfPoskey(settings), ...warnOfPin(settings)];
}

function warnOfPin({ widget }: Settings): readonly Problem<SettingsWarningCode>[] {
  return widget.pin === undefined ? [] : [problem('settings.pinPlain', 'widget.pin')];
}

function warnOfPoskey({ store, receipts }: Settings): readonly Problem<SettingsWarningCode>[] {
  if (!receipts.poskey || store.server || !store.storeExtId === !store.cashboxExtId) return [];
  const missing = store.storeExtId ? 'store.cashboxExtId' : 'store.storeExtId';
  return [problem('settings.poskeyIncomplete', missing, {})];
}
