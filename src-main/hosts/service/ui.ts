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
import type { Redaction } from '../../core/redaction.ts';
import { pinOf } from '../../core/screens/pin.ts';
import { createScreens } from '../../core/screens/screens.ts';
import { createSetup } from '../../core/screens/setup.ts';
import type { SetupPlace } from '../../core/screens/setup-files.ts';
import { createSetupSource } from '../../core/screens/setup-source.ts';
import type { Environment } from '../../settings/environment.ts';
import { settingsSchema, type Settings } from '../../settings/schema.ts';
import { screensFolder } from './screens-folder.ts';
import { startService } from './service.ts';
import { createAddressTeller, type AddressOptions } from './tell-address.ts';

export interface UiOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Where settings are read and written. */
  readonly place: SetupPlace;
  /** The user's own settings file; undefined: there is none. With `--config` that one. */
  readonly lookFile: string | undefined;
  /** The built screens; by default those of this installation. */
  readonly assets?: string | undefined;
}

export interface Ui {
  /** A fresh one-time address. */
  address(view?: string): string;
  /** The setup window, with the settings that are there so far. */
  showSetup(settings: Settings | undefined): void;
  /** Either of the two tells the first address. */
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

export async function openUi(
  options: UiOptions,
  { redaction, ...telling }: Pick<AddressOptions, 'print' | 'journalled'> & { readonly redaction: Redaction },
): Promise<Result<Ui, Problem>> {
  const clock = systemClock;
  const screens = createScreens(clock);
  const assets = options.assets ?? screensFolder();
  const started = await startService({ screens, clock, port: options.port, assets });
  if (!started.ok) return started;
  const service = started.value;
  const teller = createAddressTeller({ clock, address: () => service.address(), ...telling });
  service.onEntered(() => teller.entered());
  const listeners = new Set<() => void>();
  let agentSource: AgentSource | undefined;
  let note: Agent['store']['journal']['note'] | undefined;
  let inForce: Settings | undefined;
  let sessionsIgnored: string | undefined;
  let known = usualSettings(options.place.env);

  const setup = createSetup({
    place: options.place,
    clock,
    locale: () => known.widget.locale,
    inForce: () => inForce,
    redaction,
    onSaved() {
      note?.('setup.saved');
      for (const listener of listeners) listener();
    },
  });

  /** With a PIN they are kept before there is an agent as well: who was refused stays known. */
  function keepSessions({ dataDir }: Settings): void {
    service.sessions.keepIn(join(dataDir, SESSIONS_FILE), (reason) => (sessionsIgnored = reason));
  }

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
      if (settings) keepSessions(settings);
      known = settings ?? known;
      const { timeZone } = known.store;
      const dataDir = settings?.dataDir;
      screens.play(
        createSetupSource({ clock, look: lookOf(known), timeZone, pin: pinOf(known), dataDir, setup }),
      );
      teller.tell(known.dataDir, true);
    },
    showAgent(agent, env) {
      const { settings, journal } = agent.store;
      inForce = known = settings;
      note = journal.note;
      note('screens.opened', { port: service.port });
      keepSessions(settings);
      if (sessionsIgnored !== undefined) note('sessions.ignored', { reason: sessionsIgnored });
      sessionsIgnored = undefined;
      agentSource = createAgentSource({
        agent,
        env,
        clock: agent.store.clock,
        lookFiles: { user: options.lookFile, machine: options.place.configFile },
        setup,
      });
      screens.play(agentSource);
      teller.tell(settings.dataDir, false);
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
      teller.close();
      await leaveAgent();
      await service.close();
    },
  });
}

/** What is in effect before there are settings. */
function usualSettings(env: Environment): Settings {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const folders = [{ path: process.cwd() }];
  const dataDir = env['HEADO_TILL_DATA_DIR'];
  const given = { store: { timeZone }, drop: { folders } };
  const parsed = settingsSchema.safeParse({ ...given, ...(dataDir !== undefined && { dataDir }) });
  return parsed.success ? parsed.data : settingsSchema.parse(given);
}
