/**
 * Owns: the agent as a process: starting, the line `ready …` (the address of its screens comes before it), going on with changed settings, ending in
 * good order.
 * Promises: prints `ready …` once files are taken; SIGTERM and SIGINT end it within the time the sender needs for
 * the call in flight (≤ 10 s); exit codes as docs/cli.md says. With screens and without settings or key it is the
 * setup window until both are there.
 */
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { createRedaction, type Redaction } from '../../core/redaction.ts';
import { PROGRAM } from '../../core/version.ts';
import { lookAt } from '../../core/watch-files.ts';
import { readHolder } from '../../outbox/lock.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/schema.ts';
import { readDeviceKey } from '../../settings/secrets.ts';
import { close, hasAgent, openOrReturn, openWhenFree, type OpenOptions } from './running.ts';
import type { Ui, UiOptions } from './ui.ts';
import {
  keyFiles,
  onlyLookChanged,
  readWatched,
  whenChanged,
  type Load,
  type LoadedFor,
  type Watched,
} from './watched.ts';

export type { LoadedFor } from './watched.ts';

export interface RunOptions {
  /** Reads the settings anew; called at the start and whenever a file changed. */
  readonly load: Load;
  readonly env: Environment;
  readonly print: (line: string) => void;
  /** Standard output is a terminal. */
  readonly terminal?: boolean | undefined;
  readonly mirror?: ((line: string) => void) | undefined;
  /** Ends the run. */
  readonly stop: AbortSignal;
  /** With screens for a browser on this machine. */
  readonly ui?: UiOptions | undefined;
}

/** Runs until `stop`; the problems when it could not start. */
export async function runAgent(options: RunOptions): Promise<Result<undefined, readonly Problem[]>> {
  const redaction = createRedaction();
  if (!options.ui) return run(options, redaction, undefined);
  // Whoever runs without screens does not pay for them.
  const { openUi } = await import('./ui.ts');
  const { print, env, terminal = false } = options;
  // A terminal below a desktop's service has the variable too.
  const journalled = !terminal && !!env['JOURNAL_STREAM'];
  const opened = await openUi(options.ui, { print, journalled, redaction });
  if (!opened.ok) return fail([await whyNot(opened.error, options)]);
  try {
    return await run(options, redaction, opened.value);
  } finally {
    await opened.value.close();
  }
}

/** Another agent of this data folder has the port: that says more. */
async function whyNot(found: Problem, { load }: RunOptions): Promise<Problem> {
  const loaded = load();
  if (!loaded.ok || found.code !== 'screens.portUnusable') return found;
  const { dataDir } = loaded.value.settings;
  if (!(await hasAgent(dataDir))) return found;
  return problem('data.locked', dataDir, { holder: readHolder(dataDir) });
}

async function run(
  options: RunOptions,
  redaction: Redaction,
  screens: Ui | undefined,
): Promise<Result<undefined, readonly Problem[]>> {
  const { print, stop, load } = options;
  const open: OpenOptions = { ...options, redaction, screens };
  const loaded = await settingsToStart(options, screens);
  if (loaded === 'stopped') return ok(undefined);
  if (!loaded.ok) return loaded;
  const started = await openWhenFree(loaded.value, open);
  if (!started.ok) return fail([started.error]);
  let running = started.value;
  print(readyLine(loaded.value.settings));
  let current = loaded.value;
  for (;;) {
    const changed = await whenChanged(current.seen, stop, screens?.onSaved);
    if (changed.length === 0) break;
    const { agent } = running;
    const { note } = agent.store.journal;
    const keys = changed.filter((path) => keyFiles(current.settings).includes(path));
    const renewed =
      keys.length === changed.length ? ok(current) : readWatched(load, current.seen, current.settings);
    if (!renewed.ok) {
      note('settings.refused', { code: renewed.error[0]?.code });
      continue;
    }
    note('settings.changed', { files: changed.join(', ') });
    const sameKept = JSON.stringify(current.kept) === JSON.stringify(renewed.value.kept);
    if (sameKept && onlyLookChanged(current.settings, renewed.value.settings)) {
      current = renewed.value;
      screens?.lookChanged(current.settings);
      if (keys.length > 0) agent.keyChanged();
      if (keys.length > 0) screens?.keyChanged();
      continue;
    }
    await close(running, screens);
    const reopened = await openOrReturn(renewed.value, current, open);
    if (!reopened.ok) return fail([reopened.error]);
    running = reopened.value.running;
    current = reopened.value.with;
  }
  await close(running, screens);
  return ok(undefined);
}

/** With screens, what is missing is waited for behind the setup window. */
async function settingsToStart(
  { load, env, ui, stop }: RunOptions,
  screens: Ui | undefined,
): Promise<Result<Watched, readonly Problem[]> | 'stopped'> {
  for (let waits = false; ; waits = true) {
    const seen = lookAt(ui ? [ui.place.configFile] : []);
    const loaded = readWatched(load, seen);
    if (!screens || !(waits || needsSetup(loaded, env))) return loaded;
    if (loaded.ok && !lacksKey(loaded.value, env)) return loaded;
    screens.showSetup(loaded.ok ? loaded.value.settings : undefined);
    const changed = await whenChanged(loaded.ok ? loaded.value.seen : seen, stop, screens.onSaved);
    if (changed.length === 0) return 'stopped';
  }
}

function needsSetup(loaded: Result<LoadedFor, readonly Problem[]>, env: Environment): boolean {
  if (loaded.ok) return lacksKey(loaded.value, env);
  return loaded.error.every(({ code }) => code === 'settings.notFound');
}

/** None was ever given; one that cannot be read is the running agent's trouble. */
function lacksKey({ settings }: LoadedFor, env: Environment): boolean {
  const key = readDeviceKey(settings, env);
  return !key.ok && (key.error.code === 'key.missing' || key.error.code === 'key.empty');
}

function readyLine(settings: Settings): string {
  const folders = settings.drop.folders.map((folder) => folder.path).join(', ');
  return `ready ${PROGRAM.name} ${PROGRAM.version}: ${folders}`;
}
