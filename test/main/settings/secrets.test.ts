import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDeviceKey, readReportsKey, type DeviceKey } from '../../../src-main/settings/secrets.ts';
import type { Settings } from '../../../src-main/settings/schema.ts';
import { onlyAsRoot } from '../../support/only-where.ts';
import { loadObject, smallest, tempFolder, theSettings, writeText } from './settings-files.ts';

function settingsFor(api: object): Settings {
  return theSettings(loadObject({ ...smallest, api })).settings;
}

function keyIn(text: string, mode = 0o600): Settings {
  const file = writeText(tempFolder(), 'device.key', text);
  chmodSync(file, mode);
  return settingsFor({ keyFile: file });
}

function theKey(result: ReturnType<typeof readDeviceKey>): DeviceKey {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

function codeOf(result: ReturnType<typeof readDeviceKey>): string {
  return result.ok ? 'ok' : result.error.code;
}

describe('the device key', () => {
  it('is read from its file without the line end around it', () => {
    const key = theKey(readDeviceKey(keyIn('\uFEFF abc-123\r\n'), {}));
    expect(key).toMatchObject({ value: 'abc-123', source: 'file', warnings: [] });
  });

  it.each([
    ['', 'key.empty'],
    [' \n', 'key.empty'],
    ['abc 123', 'key.malformed'],
    ['abc\n123', 'key.malformed'],
    ['/device/abc', 'key.malformed'],
    ['abc?x', 'key.malformed'],
    ['ключ', 'key.malformed'],
    ['a'.repeat(301), 'key.malformed'],
  ])('is refused as %j', (text, code) => {
    expect(codeOf(readDeviceKey(keyIn(text), {}))).toBe(code);
  });

  it('is missing where its file is', () => {
    const keyFile = path.join(tempFolder(), 'none.key');
    expect(codeOf(readDeviceKey(settingsFor({ keyFile }), {}))).toBe('key.missing');
  });

  it('is no folder and no pipe', () => {
    const folder = tempFolder();
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(codeOf(readDeviceKey(settingsFor({ keyFile: folder }), {}))).toBe('key.unreadable');
    expect(codeOf(readDeviceKey(settingsFor({ keyFile: pipe }), {}))).toBe('key.unreadable');
  });

  it('comes from the systemd credential before the file', () => {
    const credentials = tempFolder();
    writeText(credentials, 'device.key', 'from-systemd\n', 0o400);
    const key = theKey(readDeviceKey(keyIn('from-file'), { CREDENTIALS_DIRECTORY: credentials }));
    expect(key).toMatchObject({ value: 'from-systemd', source: 'credential' });
  });

  it('comes from the file when the service was given other credentials', () => {
    const env = { CREDENTIALS_DIRECTORY: tempFolder() };
    expect(theKey(readDeviceKey(keyIn('from-file'), env)).value).toBe('from-file');
  });

  it('comes from HEADO_AUTH_KEY before all, which says that it is for development', () => {
    const key = theKey(readDeviceKey(keyIn('from-file'), { HEADO_AUTH_KEY: 'typed' }));
    expect(key).toMatchObject({
      value: 'typed',
      source: 'environment',
      warnings: [{ code: 'key.fromEnvironment' }],
    });
  });

  it.each([0o644, 0o604, 0o602, 0o601, 0o660, 0o620, 0o666, 0o777])(
    'is refused from a file of mode %o, with the command that mends it',
    (mode) => {
      const settings = keyIn('abc', mode);
      const read = readDeviceKey(settings, {});
      expect(codeOf(read)).toBe('key.openToOthers');
      const { keyFile } = settings.api;
      expect(!read.ok && read.error.values).toMatchObject({ file: keyFile, command: `chmod 600 ${keyFile}` });
    },
  );

  it.each([0o600, 0o400])('is taken from a file of mode %o', (mode) => {
    expect(theKey(readDeviceKey(keyIn('abc', mode), {})).value).toBe('abc');
  });

  for (const mode of [0o640, 0o440])
    onlyAsRoot('to own the key file as root').it(
      `is taken from a file of root’s of mode ${mode.toString(8)}`,
      () => {
        expect(theKey(readDeviceKey(keyIn('abc', mode), {})).value).toBe('abc');
      },
    );

  it('of a systemd credential is taken whatever its bits: systemd guards it', () => {
    const folder = tempFolder();
    writeText(folder, 'device.key', 'from-systemd', 0o444);
    const env = { CREDENTIALS_DIRECTORY: folder };
    expect(theKey(readDeviceKey(keyIn('from-file'), env)).value).toBe('from-systemd');
  });

  it('is refused when it is the administrative key', () => {
    const env = { HEADO_ADMIN_KEY: 'abc-123 ' };
    expect(codeOf(readDeviceKey(keyIn('abc-123'), env))).toBe('key.sameAsAdmin');
  });

  it('is in no problem, whatever is wrong with it', () => {
    for (let round = 0; round < 50; round += 1) {
      const key = randomBytes(12).toString('hex');
      const results = [`${key} ${key}`, `/${key}`, key.repeat(20)].map((text) =>
        readDeviceKey(keyIn(text), {}),
      );
      results.push(readDeviceKey(keyIn(key), { HEADO_ADMIN_KEY: key }));
      expect(results.every((result) => !result.ok)).toBe(true);
      expect(JSON.stringify(results)).not.toContain(key.slice(0, 8));
    }
  });
});

describe('the key for reports', () => {
  it("is the device's where none is named", () => {
    expect(theKey(readReportsKey(keyIn('abc'), {})).value).toBe('abc');
  });

  it('comes from its own file where one is named', () => {
    const file = writeText(tempFolder(), 'reports.key', 'other', 0o600);
    const settings = settingsFor({ reportsKeyFile: file });
    expect(theKey(readReportsKey(settings, { HEADO_AUTH_KEY: 'abc' })).value).toBe('other');
  });
});
