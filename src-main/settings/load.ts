/**
 * Owns: reading settings: layers, schema, cross checks, with every problem found in one go.
 * Promises: never throws; what it returns satisfies the schema and the cross checks.
 * Refuses to know: the device key (`secrets.ts`).
 */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { crossCheck, crossWarn } from './cross-checks.ts';
import {
  listUnknownVariables,
  machineFile,
  readVariables,
  settingsVariables,
  userFile,
  type Environment,
} from './environment.ts';
import { explainIssues } from './issues.ts';
import {
  listForeignKeys,
  listGuards,
  mergeLayers,
  readLayer,
  type Layer,
  type Merged,
  type Origin,
} from './layers.ts';
import { placeKey } from './json-source.ts';
import { nearest } from './nearest.ts';
import type { SettingsProblemCode, SettingsWarningCode } from './problem-codes.ts';
import { settingsSchema, type Settings } from './schema.ts';

export interface LoadOptions {
  /** `--config`: replaces the machine's and the user's file. */
  readonly configFile?: string | undefined;
  readonly env: Environment;
  /** Ids of the POS formats that exist, for `drop.folders[].format`. */
  readonly formats: readonly string[];
  /** Default: /etc/heado-till/config.json. */
  readonly machineFile?: string | undefined;
  /** Default: ~/.config/heado-till/config.json. */
  readonly userFile?: string | undefined;
}

export interface LoadedSettings {
  readonly settings: Settings;
  readonly warnings: readonly Problem<SettingsWarningCode>[];
  /** The files that were read, in the order of the layers. */
  readonly files: readonly string[];
  /** Where the value of a key comes from; undefined for a default. */
  originOf(path: readonly PropertyKey[]): Origin | undefined;
}

type Problems = readonly Problem<SettingsProblemCode>[];

/** The settings of this machine, or everything that is wrong with them. */
export function loadSettings(options: LoadOptions): Result<LoadedSettings, Problems> {
  const read = readFiles(options);
  if (!read.ok) return read;
  const { base, user } = read.value;
  const merged = mergeLayers(base, user, readVariables(options.env));
  const parsed = settingsSchema.safeParse(merged.value);
  const foreign = user ? explainForeign(user) : [];
  if (!parsed.success) {
    return fail([...foreign, ...explainIssues(parsed.error.issues, merged)]);
  }
  const crossed = crossCheck(parsed.data, { formats: options.formats, resolve: resolvePath });
  if (foreign.length + crossed.length > 0) return fail([...foreign, ...crossed]);
  const layers = user ? [base, user] : [base];
  return ok({
    settings: parsed.data,
    warnings: [...warnAbout(options.env), ...(user ? ignoreGuards(user) : []), ...crossWarn(parsed.data)],
    files: layers.map((layer) => layer.file),
    originOf: (keyPath) => writtenAt(merged, keyPath),
  });
}

interface Files {
  readonly base: Layer;
  readonly user: Layer | undefined;
}

function readFiles(options: LoadOptions): Result<Files, Problems> {
  const file = options.configFile ?? options.machineFile ?? machineFile(process.platform, options.env);
  const own = options.configFile ? undefined : (options.userFile ?? userFile(process.platform, options.env));
  const base = readLayer(file);
  const user = own === undefined ? ok(undefined) : readLayer(own);
  const faults = [base, user].flatMap((layer) => (layer.ok ? [] : [layer.error]));
  if (!base.ok || !user.ok) return fail(faults);
  if (!base.value) return fail([problem('settings.notFound', '', { file })]);
  return ok({ base: base.value, user: user.value });
}

function explainForeign(user: Layer): Problems {
  return listForeignKeys(user).map((key) =>
    problem('settings.userKeyRefused', key, {
      file: user.file,
      line: user.source.places.get(key)?.line ?? 1,
    }),
  );
}

/** The screens of earlier versions wrote some of them there: no reason not to start. */
function ignoreGuards(user: Layer): readonly Problem<SettingsWarningCode>[] {
  return listGuards(user).map((key) => {
    const line = user.source.places.get(placeKey(['widget', key]))?.line ?? 1;
    return problem('settings.userKeyIgnored', `widget.${key}`, { file: user.file, line });
  });
}

function warnAbout(env: Environment): readonly Problem<SettingsWarningCode>[] {
  return listUnknownVariables(env).map((name) =>
    problem('settings.variableUnknown', '', {
      name,
      nearest: nearest(name, Object.keys(settingsVariables)) ?? '',
    }),
  );
}

function writtenAt(merged: Merged, keyPath: readonly PropertyKey[]): Origin | undefined {
  const inner = keyPath.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    merged.value,
  );
  return inner === undefined ? undefined : merged.originOf(keyPath);
}

/** Follows links as far as the path exists. */
function resolvePath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const parent = path.dirname(file);
    return parent === file ? file : path.join(resolvePath(parent), path.basename(file));
  }
}
