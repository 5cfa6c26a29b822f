/** Owns: the settings of a run, how their files looked when they were read, and waiting until one changes. */
import { systemClock } from '../../base/clock.ts';
import type { Problem } from '../../base/problem.ts';
import { ok, type Result } from '../../base/result.ts';
import { settingsInForce } from '../../core/marks/in-force.ts';
import { findChanged, lookAt, watchFiles, type FilesSeen } from '../../core/watch-files.ts';
import type { Settings } from '../../settings/schema.ts';

/** Settings and the files that they came from. */
export interface LoadedFor {
  readonly settings: Settings;
  readonly files: readonly string[];
  /** What was changed in them and did not come into force. */
  readonly kept?: readonly Problem[];
}

/** Settings, and how their files and the key files looked before they were read. */
export interface Watched extends LoadedFor {
  readonly seen: FilesSeen;
}

export type Load = () => Result<LoadedFor, readonly Problem[]>;

/** What changes while the settings are read or put into effect is noticed afterwards. */
export function readWatched(
  load: Load,
  before?: FilesSeen,
  current?: Settings,
): Result<Watched, readonly Problem[]> {
  const loaded = load();
  if (!loaded.ok) return loaded;
  const { files } = loaded.value;
  const { settings, kept } = settingsInForce(loaded.value.settings, current?.dataDir);
  return ok({ settings, kept, files, seen: lookAt([...files, ...keyFiles(settings)], before) });
}

export function keyFiles({ api }: Settings): readonly string[] {
  return api.reportsKeyFile === undefined ? [api.keyFile] : [api.keyFile, api.reportsKeyFile];
}

/** Tells when somebody says that files were written; returns its off switch. */
export type OnSaved = (listener: () => void) => () => void;

/** Resolves with the files that changed, or with none when the run ends. */
export function whenChanged(
  seen: FilesSeen,
  stop: AbortSignal,
  onSaved?: OnSaved,
): Promise<readonly string[]> {
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  if (stop.aborted) return Promise.resolve([]);
  const cancel = watchFiles(seen, systemClock, resolve);
  const onStop = (): void => resolve([]);
  const off = onSaved?.(() => {
    const changed = findChanged(seen);
    if (changed.length > 0) resolve(changed);
  });
  stop.addEventListener('abort', onStop, { once: true });
  return promise.finally(() => {
    cancel();
    off?.();
    stop.removeEventListener('abort', onStop);
  });
}

/** True when nothing but the screens has to take the change up: the agent goes on as it is. */
export function onlyLookChanged(one: Settings, other: Settings): boolean {
  return JSON.stringify(withoutLook(one)) === JSON.stringify(withoutLook(other));
}

function withoutLook({ widget, ...rest }: Settings): unknown {
  const { locale, pin, pinHash, aheadPercent, behindPercent } = widget;
  return { ...rest, locale, pin, pinHash, aheadPercent, behindPercent };
}
