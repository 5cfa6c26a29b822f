/**
 * Owns: the agent as a process: opening it, its control socket, the `ready` line, going on with changed settings,
 * ending in good order.
 * Promises: prints `ready …` once files are taken; SIGTERM and SIGINT end it within the time the sender needs for
 * the call in flight (≤ 10 s); exit codes as docs/cli.md says.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../base/clock.ts';
import { problem, type Problem } from '../../base/problem.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { createAgent, type Agent } from '../../core/agent.ts';
import { controlClient } from '../../core/control/client.ts';
import { startControlServer, type ControlServer } from '../../core/control/server.ts';
import { PROGRAM } from '../../core/version.ts';
import { lookAt, watchFiles, type FilesSeen } from '../../core/watch-files.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/schema.ts';

/** Settings and the files that they came from. */
export interface LoadedFor {
  readonly settings: Settings;
  readonly files: readonly string[];
}

export interface RunOptions {
  /** Reads the settings anew; called at the start and whenever a file changed. */
  readonly load: () => Result<LoadedFor, readonly Problem[]>;
  readonly env: Environment;
  readonly print: (line: string) => void;
  readonly mirror?: ((line: string) => void) | undefined;
  /** Ends the run. */
  readonly stop: AbortSignal;
}

interface Running {
  readonly agent: Agent;
  readonly control: ControlServer;
}

/** Settings, and how their files and the key file looked before they were read. */
interface Watched extends LoadedFor {
  readonly seen: FilesSeen;
}

/** A command may have the data folder as long as a call to HEADO takes; then it gives it back. */
const COMMAND_MS_MAX = 120_000;
const LOCK_RETRY_MS = 100;
/** Whether an agent listens is found out at once; one that hangs is an agent too. */
const AGENT_ANSWER_MS_MAX = 1_000;

/** Runs until `stop`; the problems when it could not start. */
export async function runAgent(options: RunOptions): Promise<Result<undefined, readonly Problem[]>> {
  const loaded = read(options);
  if (!loaded.ok) return loaded;
  const started = await openWhenFree(loaded.value, options);
  if (!started.ok) return fail([started.error]);
  let running = started.value;
  options.print(readyLine(loaded.value.settings));
  let current = loaded.value;
  for (;;) {
    const changed = await whenChanged(current.seen, options.stop);
    if (changed.length === 0) break;
    const { note } = running.agent.store.journal;
    if (changed.every((path) => path === current.settings.api.keyFile)) {
      note('settings.changed', { files: changed.join(', ') });
      running.agent.keyChanged();
      continue;
    }
    const renewed = read(options, current.seen);
    if (!renewed.ok) {
      note('settings.refused', { code: renewed.error[0]?.code });
      continue;
    }
    note('settings.changed', { files: changed.join(', ') });
    await close(running);
    const reopened = await openOrReturn(renewed.value, current, options);
    if (!reopened.ok) return fail([reopened.error]);
    running = reopened.value.running;
    current = reopened.value.with;
  }
  await close(running);
  return ok(undefined);
}

/** What changes while the settings are read or put into effect is noticed afterwards. */
function read(options: RunOptions, before?: FilesSeen): Result<Watched, readonly Problem[]> {
  const loaded = options.load();
  if (!loaded.ok) return loaded;
  const { settings, files } = loaded.value;
  return ok({ settings, files, seen: lookAt([...files, settings.api.keyFile], before) });
}

/** With the new settings; where these cannot be opened, with the old ones. */
async function openOrReturn(
  renewed: Watched,
  current: Watched,
  options: RunOptions,
): Promise<Result<{ running: Running; with: Watched }, Problem>> {
  const opened = await openWhenFree(renewed, options);
  if (opened.ok) return ok({ running: opened.value, with: renewed });
  const back = await openWhenFree(current, options);
  if (!back.ok) return back;
  back.value.agent.store.journal.note('settings.refused', { code: opened.error.code });
  return ok({ running: back.value, with: current });
}

/** `data.locked` only for another agent: a command that holds the folder for a moment is waited for. */
async function openWhenFree(loaded: LoadedFor, options: RunOptions): Promise<Result<Running, Problem>> {
  const giveUpAtMs = systemClock.monotonicMs() + COMMAND_MS_MAX;
  for (;;) {
    const opened = await open(loaded, options);
    if (opened.ok || opened.error.code !== 'data.locked') return opened;
    if (options.stop.aborted || systemClock.monotonicMs() > giveUpAtMs) return opened;
    if (await hasAgent(loaded.settings.dataDir)) return opened;
    await pause(LOCK_RETRY_MS);
  }
}

async function hasAgent(dataDir: string): Promise<boolean> {
  const answer = await controlClient(dataDir, { answerMsMax: AGENT_ANSWER_MS_MAX }).ask('status', {});
  return answer.ok || answer.error.code !== 'control.absent';
}

async function open({ settings }: LoadedFor, options: RunOptions): Promise<Result<Running, Problem>> {
  const { env, mirror } = options;
  const opened = await openSafely(() => createAgent({ settings, env, clock: systemClock, mirror }));
  if (!opened.ok) return opened;
  const agent = opened.value;
  const { operations, store } = agent;
  const { dataDir } = settings;
  const control = await openSafely(() =>
    startControlServer({ dataDir, operations, note: store.journal.note }),
  );
  if (!control.ok) {
    await agent.stop();
    return control;
  }
  agent.start();
  return ok({ agent, control: control.value });
}

/** A disk that refuses is told like any other problem. */
async function openSafely<T>(work: () => Promise<Result<T, Problem>>): Promise<Result<T, Problem>> {
  try {
    return await work();
  } catch (error) {
    return fail(
      problem('data.unusable', '', { error: error instanceof Error ? error.message : String(error) }),
    );
  }
}

async function close({ agent, control }: Running): Promise<void> {
  await control.close();
  await agent.stop();
}

function readyLine(settings: Settings): string {
  const folders = settings.drop.folders.map((folder) => folder.path).join(', ');
  return `ready ${PROGRAM.name} ${PROGRAM.version}: ${folders}`;
}

/** Resolves with the files that changed, or with none when the run ends. */
function whenChanged(seen: FilesSeen, stop: AbortSignal): Promise<readonly string[]> {
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  if (stop.aborted) return Promise.resolve([]);
  const cancel = watchFiles(seen, systemClock, resolve);
  const onStop = (): void => resolve([]);
  stop.addEventListener('abort', onStop, { once: true });
  return promise.finally(() => {
    cancel();
    stop.removeEventListener('abort', onStop);
  });
}
