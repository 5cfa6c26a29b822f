/**
 * Owns: one agent in this process with what lets people reach it: control socket, screens; opening and closing it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../base/clock.ts';
import type { Problem } from '../../base/problem.ts';
import { ok, type Result } from '../../base/result.ts';
import { createAgent, type Agent } from '../../core/agent.ts';
import { controlClient } from '../../core/control/client.ts';
import type { Operations } from '../../core/control/commands.ts';
import type { ControlProblemCode } from '../../core/control/problem-codes.ts';
import { keepControlOpen } from '../../core/control/keep-open.ts';
import type { ControlServer } from '../../core/control/server.ts';
import type { Redaction } from '../../core/redaction.ts';
import { safely } from '../../core/explain-fault.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Ui } from './ui.ts';
import type { LoadedFor } from './watched.ts';

export interface OpenOptions {
  readonly env: Environment;
  readonly mirror?: ((line: string) => void) | undefined;
  /** Knows the keys of this process: a new key does not make the old one fit to be shown. */
  readonly redaction: Redaction;
  /** Ends the run. */
  readonly stop: AbortSignal;
  /** Undefined: without screens. */
  readonly screens: Ui | undefined;
}

export interface Running {
  readonly agent: Agent;
  /** Undefined when it could not be opened: receipts go all the same. */
  readonly control: Pick<ControlServer, 'close'>;
}

/** A command may have the data folder as long as a call to HEADO takes; then it gives it back. */
const COMMAND_MS_MAX = 120_000;
const LOCK_RETRY_MS = 100;
/** Whether an agent listens is found out at once; one that hangs is an agent too. */
const AGENT_ANSWER_MS_MAX = 1_000;

/** With the new settings; where these cannot be opened, with the old ones. */
export async function openOrReturn<Loaded extends LoadedFor>(
  renewed: Loaded,
  current: Loaded,
  options: OpenOptions,
): Promise<Result<{ running: Running; with: Loaded }, Problem>> {
  const opened = await openWhenFree(renewed, options);
  if (opened.ok) return ok({ running: opened.value, with: renewed });
  const back = await openWhenFree(current, options);
  if (!back.ok) return back;
  back.value.agent.store.journal.note('settings.refused', { code: opened.error.code });
  return ok({ running: back.value, with: current });
}

/** `data.locked` only for another agent: a command that holds the folder for a moment is waited for. */
export async function openWhenFree(
  loaded: LoadedFor,
  options: OpenOptions,
): Promise<Result<Running, Problem>> {
  const giveUpAtMs = systemClock.monotonicMs() + COMMAND_MS_MAX;
  for (;;) {
    const opened = await open(loaded, options);
    if (opened.ok || opened.error.code !== 'data.locked') return opened;
    if (options.stop.aborted || systemClock.monotonicMs() > giveUpAtMs) return opened;
    if (await hasAgent(loaded.settings.dataDir)) return opened;
    await pause(LOCK_RETRY_MS);
  }
}

/** Somebody is there, or may be. */
const HELD: ReadonlySet<string> = new Set([
  'control.deaf',
  'control.denied',
  'control.otherVersion',
  'control.silent',
] satisfies ControlProblemCode[]);

export async function hasAgent(dataDir: string): Promise<boolean> {
  const answer = await controlClient(dataDir, { answerMsMax: AGENT_ANSWER_MS_MAX }).ask('status', {});
  return answer.ok || HELD.has(answer.error.code);
}

async function open({ settings, kept }: LoadedFor, options: OpenOptions): Promise<Result<Running, Problem>> {
  const { env, mirror, redaction, screens } = options;
  const opened = await safely(settings.dataDir, () =>
    createAgent({ settings, env, clock: systemClock, mirror, redaction, keptInForce: kept }),
  );
  if (!opened.ok) return opened;
  const agent = opened.value;
  const { note } = agent.store.journal;
  const operations = screens ? withAddress(agent.operations, screens) : agent.operations;
  const { dataDir } = settings;
  const control = await keepControlOpen({
    ...{ dataDir, operations, note, clock: systemClock, tell: agent.unheard },
  });
  screens?.showAgent(agent, env);
  agent.start();
  return ok({ agent, control });
}

function withAddress(operations: Operations, screens: Ui): Operations {
  return { ...operations, 'ui-url': async ({ view }) => ok({ address: screens.address(view) }) };
}

export async function close({ agent, control }: Running, screens: Ui | undefined): Promise<void> {
  await control.close();
  await screens?.leaveAgent();
  await agent.stop();
}
