/** Owns: settings files in a temp folder, for the tests of this folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { loadSettings, type LoadedSettings, type LoadOptions } from '../../../src-main/settings/load.ts';
import type { Problem } from '../../../src-main/base/problem.ts';
import type { Result } from '../../../src-main/base/result.ts';

/** The two keys that have no default. */
export const smallest = {
  store: { timeZone: 'Asia/Yekaterinburg' },
  drop: { folders: [{ path: '/var/spool/heado-till' }] },
};

export function tempFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeText(folder: string, name: string, text: string, mode = 0o644): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text, { mode });
  return file;
}

export type Loaded = Result<LoadedSettings, readonly Problem[]>;

/** Loads `text` as the file of `--config`. */
export function loadText(text: string, options: Partial<LoadOptions> = {}): Loaded {
  const configFile = writeText(tempFolder(), 'config.json', text);
  return loadSettings({ configFile, env: {}, formats: ['heado-json', 'ofd-json'], ...options });
}

/** Loads an object, written with two spaces, as the file of `--config`. */
export function loadObject(value: unknown, options: Partial<LoadOptions> = {}): Loaded {
  return loadText(JSON.stringify(value, null, 2), options);
}

export function problemsOf(loaded: Result<unknown, readonly Problem[]>): readonly Problem[] {
  return loaded.ok ? [] : loaded.error;
}

/** The only problem. */
export function theProblem(loaded: Result<unknown, readonly Problem[]>): Problem {
  const problems = problemsOf(loaded);
  const [first] = problems;
  if (!first || problems.length > 1) throw new Error(`expected one problem: ${JSON.stringify(problems)}`);
  return first;
}

export function theSettings(loaded: Loaded): LoadedSettings {
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value;
}
