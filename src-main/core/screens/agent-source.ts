/**
 * Owns: the running agent behind the screens: when a snapshot is made, and for whom.
 * Promises: a receipt that was stored, a post, a report, a problem reaches every screen that can be seen within
 * some milliseconds, many of them together at most twenty times a second; while nobody looks nothing is done, and
 * what was missed is read from the outbox when somebody looks again.
 */
import type { Clock } from '../../base/clock.ts';
import type { Look, Snapshot } from '../../contract/snapshot.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Agent } from '../agent.ts';
import { openReports } from './agent-reports.ts';
import { createAgentView, lookOf } from './agent-view.ts';
import { createAudience, type Listener } from './audience.ts';
import { keepLook } from './keep-look.ts';
import { openMemory } from './memory.ts';
import { createPulse } from './pulse.ts';
import { createServiceView } from './service-view.ts';
import type { Handlers, ScreensSource, SetupHandlers, Viewer } from './source.ts';
import { refusal, value } from './tell.ts';
import { openWatching, type Watching } from './watching.ts';

/** Faster than this nobody reads. */
const PUSH_PAUSE_MS = 50;

export interface AgentSourceOptions {
  readonly agent: Agent;
  readonly env: Environment;
  readonly clock: Clock;
  /** Where a changed look is written; undefined: there is no such place. */
  readonly lookFile: string | undefined;
  readonly setup: SetupHandlers;
}

export interface AgentSource extends ScreensSource {
  /** The key file changed. */
  keyChanged(): void;
  /** Settings of the screens changed, and no others. */
  lookChanged(settings: Pick<Settings, 'widget'>): void;
  stop(): Promise<void>;
}

export function createAgentSource(options: AgentSourceOptions): AgentSource {
  const { agent, clock, lookFile, setup } = options;
  const { settings, zone } = agent.store;
  const { reports, keyChanged, stop } = openReports(options);
  const memory = openMemory(settings.dataDir);
  const view = createAgentView({ settings, clock, zone, memory });
  const audience = createAudience();
  const pulse = createPulse(clock, PUSH_PAUSE_MS, push);
  let look: Look = lookOf(settings);
  let watching: Watching | undefined;

  function make(known: Watching): Snapshot {
    return view.make({ ...known.facts(), look });
  }

  function push(): void {
    const seeing = audience.seeing();
    if (!watching || seeing.length === 0) return;
    const snapshot = make(watching);
    for (const listener of seeing) listener(snapshot);
  }

  function join(listener: Listener): Viewer {
    watching ??= openWatching({ agent, clock, reports, onNews: () => pulse.beat() });
    audience.join(listener);
    listener(make(watching));
    return {
      show(shown) {
        const appeared = audience.show(listener, shown);
        reports.show(audience.shown());
        if (appeared) pulse.beat();
      },
      close() {
        audience.leave(listener);
        reports.show(audience.shown());
        if (audience.size === 0) leave();
      },
    };
  }

  function leave(): void {
    watching?.close();
    watching = undefined;
    pulse.stop();
  }

  const handlers: Handlers = {
    ...createServiceView({ agent, clock, locale: () => look.locale }),
    ...setup,
    async changeLook(change) {
      const failed = keepLook(lookFile, change);
      if (failed) return refusal(failed, look.locale);
      look = { ...look, ...change };
      pulse.beat();
      return value({});
    },
    async putAwayShiftCard({ id }) {
      memory.add('putAway', id);
      pulse.beat();
      return value({});
    },
  };

  return {
    watch: join,
    handlers,
    pin: settings.widget.pin,
    keyChanged,
    lookChanged(changed) {
      look = lookOf(changed);
      pulse.beat();
    },
    async stop() {
      leave();
      await stop();
    },
  };
}
