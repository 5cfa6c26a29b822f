/**
 * Owns: the files that the setup window writes: the settings and the key, and whether it may.
 * Promises: both 0600 and replaced whole where they lie, which may be behind a link; what is written passed the schema
 * and the cross checks of the loader.
 */
import { accessSync, constants, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../../base/make-folder.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { replaceFile } from '../../base/replace-file.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { SetupInput } from '../../contract/service.ts';
import type { Environment } from '../../settings/environment.ts';
import { errorCode, readLayer } from '../../settings/layers.ts';
import { pin } from '../../settings/forms.ts';
import { keepPin } from '../../settings/keep-pin.ts';
import { loadSettings, type LoadedSettings } from '../../settings/load.ts';
import { realFile } from '../../settings/real-file.ts';
import type { ScreensProblem } from './problem-codes.ts';

export interface SetupPlace {
  /** What `--config` names, else the machine's file. */
  readonly configFile: string;
  readonly env: Environment;
  /** Ids of the POS formats that exist. */
  readonly formats: readonly string[];
}

const MODE = 0o600;
const FOLDER_MODE = 0o755;
/** A drop folder is written by the POS's group (security C.6). */
const DROP_MODE = 0o770;

const section = z.record(z.string(), z.unknown());

/** Whether settings and key can be written where they belong. */
export function maySave({ configFile }: SetupPlace): boolean {
  try {
    for (let folder = dirname(realFile(configFile)); ; folder = dirname(folder)) {
      if (!existsSync(folder) && folder !== dirname(folder)) continue;
      accessSync(folder, constants.W_OK | constants.X_OK);
      return true;
    }
  } catch {
    return false;
  }
}

/** The settings with what was typed in, judged by the loader; nothing stays on the disk. */
export function tryOut(place: SetupPlace, input: SetupInput): Result<LoadedSettings, readonly Problem[]> {
  const text = merge(place, input, keepIfValid);
  if (!text.ok) return fail([text.error]);
  let candidate: string | undefined;
  try {
    candidate = `${realFile(place.configFile)}.new`;
    makeFolder(dirname(candidate), FOLDER_MODE);
    replaceFile(candidate, text.value, MODE);
    return loadSettings({ configFile: candidate, env: place.env, formats: place.formats });
  } catch (error) {
    return fail([notKept(error)]);
  } finally {
    if (candidate !== undefined) rmSync(candidate, { force: true });
  }
}

/** A PIN that is none is judged by the loader; one that is never lies there in plain text, not even for a moment. */
function keepIfValid(widget: Section, typed: string): Section {
  if (typed === '') return widget;
  return pin.safeParse(typed).success ? keepPin(widget, typed) : { ...widget, pin: typed };
}

/** Writes the key first: settings without their key would only be told of. */
export function save(
  place: SetupPlace,
  input: SetupInput,
  { settings }: LoadedSettings,
): Problem | undefined {
  const text = merge(place, input, keepPin);
  if (!text.ok) return text.error;
  try {
    for (const { path } of settings.drop.folders) makeDropFolder(path);
    makeFolder(settings.dataDir, 0o700);
    accessSync(settings.dataDir, constants.W_OK | constants.X_OK);
    const configFile = realFile(place.configFile);
    const key = input.key.trim();
    // A key is never overwritten by nothing.
    if (key !== '') {
      const keyFile = realFile(settings.api.keyFile);
      makeFolder(dirname(keyFile), FOLDER_MODE);
      replaceFile(keyFile, `${key}\n`, MODE);
    }
    replaceFile(configFile, text.value, MODE);
    return undefined;
  } catch (error) {
    return notKept(error);
  }
}

/** Its last part alone: a whole path that is missing was probably mistyped. */
function makeDropFolder(path: string): void {
  if (!existsSync(path)) mkdirSync(path, { mode: DROP_MODE });
}

function notKept(error: unknown): Problem<ScreensProblem> {
  return problem('screens.setupNotKept', '', { reason: errorCode(error) });
}

type Section = Readonly<Record<string, unknown>>;

/** The settings file as it would be; every key that the window does not know stays. */
function merge(
  place: SetupPlace,
  input: SetupInput,
  withPin: (widget: Section, typed: string) => Section,
): Result<string, Problem> {
  const read = readLayer(place.configFile);
  if (!read.ok) return read;
  const known = section.catch({}).parse(read.value?.source.value ?? {});
  const part = (name: string): Record<string, unknown> => section.catch({}).parse(known[name] ?? {});
  const { keyFile = join(dirname(place.configFile), 'device.key'), ...api } = part('api');
  const folders = z.array(section).catch([]).parse(part('drop')['folders']);
  const typed = input.pin?.trim() ?? '';
  const hasWidget = section.safeParse(known['widget']).success;
  const widget = hasWidget || typed !== '' ? withPin(part('widget'), typed) : undefined;
  const settings = {
    ...known,
    api: { ...api, baseUrl: input.baseUrl.trim(), keyFile },
    store: withIds({ ...part('store'), timeZone: input.timeZone.trim() }, input),
    ...(widget !== undefined && { widget }),
    drop: { ...part('drop'), folders: [{ ...folders[0], path: input.folder.trim() }, ...folders.slice(1)] },
  };
  return ok(`${JSON.stringify(settings, null, 2)}\n`);
}

/** An empty field takes its key out. */
function withIds(store: Record<string, unknown>, input: SetupInput): Record<string, unknown> {
  const known = Object.entries(store).filter(([name]) => name !== 'storeExtId' && name !== 'cashboxExtId');
  const given = { storeExtId: input.storeExtId.trim(), cashboxExtId: input.cashboxExtId.trim() };
  return Object.fromEntries([...known, ...Object.entries(given).filter(([, id]) => id !== '')]);
}
