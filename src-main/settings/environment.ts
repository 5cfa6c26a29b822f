/**
 * Owns: the few environment variables that change settings, and where settings files lie on each system.
 * Pure: the environment is passed in.
 */
import path from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variable → key. A short list on purpose: everything else belongs into the file. */
export const settingsVariables = {
  HEADO_TILL_API_BASE_URL: ['api', 'baseUrl'],
  HEADO_TILL_API_KEY_FILE: ['api', 'keyFile'],
  HEADO_TILL_API_PROXY: ['api', 'proxy'],
  HEADO_TILL_STORE_TIME_ZONE: ['store', 'timeZone'],
  HEADO_TILL_DATA_DIR: ['dataDir'],
  HEADO_TILL_JOURNAL_LEVEL: ['journal', 'level'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const VARIABLE_PREFIX = 'HEADO_TILL_';

export interface VariableSetting {
  readonly name: string;
  readonly path: readonly string[];
  readonly value: string;
}

/** The settings that the environment gives; an empty variable counts as not set. */
export function readVariables(env: Environment): readonly VariableSetting[] {
  return Object.entries(settingsVariables).flatMap(([name, keyPath]) => {
    const value = env[name];
    return value === undefined || value === '' ? [] : [{ name, path: keyPath, value }];
  });
}

/** Variables that look like ours and are not: a misspelt one must not be passed over in silence. */
export function listUnknownVariables(env: Environment): readonly string[] {
  return Object.keys(env).filter(
    (name) => name.startsWith(VARIABLE_PREFIX) && !Object.hasOwn(settingsVariables, name),
  );
}

/** The machine's settings file. */
export function machineFile(platform: NodeJS.Platform, env: Environment): string {
  if (platform !== 'win32') return '/etc/heado-till/config.json';
  return path.win32.join(env['ProgramData'] ?? 'C:\\ProgramData', 'heado-till', 'config.json');
}

/** The user's settings file; undefined where there is no home. */
export function userFile(platform: NodeJS.Platform, env: Environment): string | undefined {
  if (platform === 'win32') {
    const roaming = env['APPDATA'];
    return roaming ? path.win32.join(roaming, 'heado-till', 'config.json') : undefined;
  }
  const home = env['HOME'];
  const folder = env['XDG_CONFIG_HOME'] ?? (home ? path.posix.join(home, '.config') : undefined);
  return folder ? path.posix.join(folder, 'heado-till', 'config.json') : undefined;
}
