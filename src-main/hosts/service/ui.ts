/**
 * Owns: the screens of a process: the service that carries them, and what stands behind them now: the setup window
 * or the running agent.
 * Promises: whoever looks goes on looking while the agent is closed and opened again.
 */
import { join } from 'node:path';
import { systemClock } from '../../base/clock.ts';
import type { Problem } from '../../base/problem.ts';
import { ok, type Result } from '../../base/result.ts';
import type { Agent } from '../../core/agent.ts';
import { createAgentSource, type AgentSource } from '../../core/screens/agent-source.ts';
import { lookOf } from '../../core/screens/agent-view.ts';
import { createScreens } from '../../core/screens/screens.ts';
import { createSetup } from '../../core/screens/setup.ts';
import type { SetupPlace } from '../../core/screens/setup-files.ts';
import { createSetupSource } from '../../core/screens/setup-source.ts';
import type { Environment } from '../../settings/environment.ts';
import { settingsSchema, type Settings } from '../../settings/schema.ts';
import { screensFolder } from './screens-folder.ts';
import { startService } from './service.ts';

export interface UiOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Where settings are read and written. */
  readonly place: SetupPlace;
  /** Where a changed look is written; undefined: nowhere. */
  readonly lookFile: string | undefined;
  /** The built screens; by default those of this installation. */
  readonly assets?: string | undefined;
}

export interface Ui {
  /** A fresh one-time address. */
  address(view?: string): string;
  /** The setup window, with the settings that are there so far. */
  showSetup(settings: Settings | undefined): void;
  showAgent(agent: Agent, env: Environment): void;
  /** Nothing stands behind the screens until the next `show…`. */
  leaveAgent(): Promise<void>;
  keyChanged(): void;
  lookChanged(settings: Settings): void;
  /** Calls when settings or key were written here. Returns its off switch. */
  onSaved(listener: () => void): () => void;
  close(): Promise<void>;
}

const SESSIONS_FILE = 'sessions.json';

export async function openUi(options: UiOptions): Promise<Result<Ui, Problem>> {
  const clock = systemClock;
  const screens = createScreens(clock);
  const assets = options.assets ?? screensFolder();
  const started = await startService({ screens, clock, port: options.port, assets });
  if (!started.ok) return started;
  const service = started.value;
  const listeners = new Set<() => void>();
  let agentSource: AgentSource | undefined;
  let note: Agent['store']['journal']['note'] | undefined;
  let inForce: Settings | undefined;
  let known = usualSettings();

  const setup = createSetup({
    place: options.place,
    clock,
    locale: () => known.widget.locale,
    inForce: () => inForce,
    onSaved() {
      note?.('setup.saved');
      for (const listener of listeners) listener();
    },
  });

  async function leaveAgent(): Promise<void> {
    const leaving = agentSource;
    agentSource = undefined;
    note = undefined;
    screens.play(undefined);
    await leaving?.stop();
  }

  return ok({
    address: (view) => service.address(view),
    showSetup(settings) {
      inForce = settings;
      known = settings ?? known;
      const { pin } = known.widget;
      const { timeZone } = known.store;
      screens.play(createSetupSource({ clock, look: lookOf(known), timeZone, pin, setup }));
    },
    showAgent(agent, env) {
      const { settings, journal } = agent.store;
      inForce = known = settings;
      note = journal.note;
      note('screens.opened', { port: service.port });
      service.sessions.keepIn(join(settings.dataDir, SESSIONS_FILE));
      agentSource = createAgentSource({ agent, env, clock, lookFile: options.lookFile, setup });
      screens.play(agentSource);
    },
    leaveAgent,
    keyChanged: () => agentSource?.keyChanged(),
    lookChanged(settings) {
      known = settings;
      agentSource?.lookChanged(settings);
    },
    onSaved(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await leaveAgent();
      await service.close();
    },
  });
}

/** What is in effect before there are settings. */
function usualSettings(): Settings {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return settingsSchema.parse({ store: { timeZone }, drop: { folders: [{ path: process.cwd() }] } });
}
