/**
 * Owns: finding the device key (security C.3, decisions 33): the environment (for development), a systemd
 * credential, else the key file.
 * Promises: never throws; no problem repeats any part of a key.
 * Refuses to know: fingerprints and addresses (room `heado`); administrative keys, but for refusing one here.
 */
import { closeSync, constants, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { problem, type Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Environment } from './environment.ts';
import { judgeKeyFile, thisProcess, warnOfKeyFile } from './file-rights.ts';
import { errorCode } from './layers.ts';
import type { KeyProblemCode, KeyWarningCode } from './problem-codes.ts';
import type { Settings } from './schema.ts';

/** HEADO's keys are some 40 characters long; a longer file is another file. */
const KEY_LENGTH_MAX = 300;
const KEY_VARIABLE = 'HEADO_AUTH_KEY';
const ADMIN_KEY_VARIABLE = 'HEADO_ADMIN_KEY';
const CREDENTIAL_NAME = 'device.key';
/** What can stand in a path of a URL without changing its meaning. */
const KEY_TEXT = /^[A-Za-z0-9._~!$&'()*+,;=:@-]+$/;

export interface DeviceKey {
  readonly value: string;
  readonly source: 'file' | 'credential' | 'environment';
  /** The file or the variable. */
  readonly where: string;
  readonly warnings: readonly Problem<KeyWarningCode>[];
}

type KeyResult = Result<DeviceKey, Problem<KeyProblemCode>>;

/** The key for receipts and signals. An administrative key is refused (guide 6.2). */
export function readDeviceKey(settings: Settings, env: Environment): KeyResult {
  const found = findDeviceKey(settings, env);
  if (!found.ok) return found;
  const admin = env[ADMIN_KEY_VARIABLE]?.trim();
  if (admin !== undefined && admin !== '' && admin === found.value.value) {
    return fail(problem('key.sameAsAdmin', '', { where: found.value.where }));
  }
  return found;
}

/** The key for reports: `api.reportsKeyFile`, else the device's own (decisions 30). */
export function readReportsKey(settings: Settings, env: Environment): KeyResult {
  const file = settings.api.reportsKeyFile;
  return file === undefined ? readDeviceKey(settings, env) : readKeyFile(file, 'file');
}

/** Where a key comes from that goes before the key file: the variable or the credential; undefined: nowhere. */
export function keyFromOutside(env: Environment): string | undefined {
  const typed = env[KEY_VARIABLE];
  return typed !== undefined && typed !== '' ? KEY_VARIABLE : credentialFile(env);
}

function findDeviceKey(settings: Settings, env: Environment): KeyResult {
  const typed = env[KEY_VARIABLE];
  if (typed !== undefined && typed !== '') {
    const warning = problem<KeyWarningCode>('key.fromEnvironment', '', { variable: KEY_VARIABLE });
    return judgeKey(typed, 'environment', KEY_VARIABLE, [warning]);
  }
  const credential = credentialFile(env);
  return credential === undefined
    ? readKeyFile(settings.api.keyFile, 'file')
    : readKeyFile(credential, 'credential');
}

/** The systemd credential `device.key`, when this service was given one. */
function credentialFile(env: Environment): string | undefined {
  const folder = env['CREDENTIALS_DIRECTORY'];
  if (folder === undefined || folder === '') return undefined;
  const file = path.join(folder, CREDENTIAL_NAME);
  return existsSync(file) ? file : undefined;
}

function readKeyFile(file: string, source: 'file' | 'credential'): KeyResult {
  try {
    const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(handle);
      if (!stats.isFile())
        return fail(problem('key.unreadable', '', { where: file, reason: 'not a regular file' }));
      const self = thisProcess();
      // systemd alone decides who may read a credential, and by more than these bits.
      const refused = source === 'file' ? judgeKeyFile(file, stats, self) : undefined;
      if (refused) return fail(refused);
      const bytes = Buffer.alloc(KEY_LENGTH_MAX * 2);
      const text = bytes.toString('utf8', 0, readSync(handle, bytes));
      const warnings = source === 'file' ? warnOfKeyFile(file, stats, self) : [];
      return judgeKey(text, source, file, warnings);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const reason = errorCode(error);
    if (reason === 'ENOENT' || reason === 'ENOTDIR') return fail(problem('key.missing', '', { where: file }));
    return fail(problem('key.unreadable', '', { where: file, reason }));
  }
}

function judgeKey(
  text: string,
  source: DeviceKey['source'],
  where: string,
  warnings: readonly Problem<KeyWarningCode>[],
): KeyResult {
  const value = text.replace(/^\uFEFF/, '').trim();
  if (value === '') return fail(problem('key.empty', '', { where }));
  if (value.length > KEY_LENGTH_MAX || !KEY_TEXT.test(value)) {
    return fail(problem('key.malformed', '', { where, lengthMax: KEY_LENGTH_MAX }));
  }
  return ok({ value, source, where, warnings });
}
