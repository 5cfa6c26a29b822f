/**
 * Owns: the running agent behind the screens: when a snapshot is made, and for whom.
 * Promises: a receipt that was stored, a post, a report, a problem reaches every screen that can be seen within
 * some milliseconds, many of them together at most twenty times a second; while nobody looks nothing is done, and
 * what was missed is read from the outbox when somebody looks again. A fault in here costs a picture, never the agent.
 */
import type { Cancel, Clock } from '../../base/clock.ts';
import type { Look, Snapshot } from '../../contract/snapshot.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Agent } from '../agent.ts';
import { openReports } from './agent-reports.ts';
import { createAgentView, lookOf } from './agent-view.ts';
import { createAudience, type Listener } from './audience.ts';
import { keepLook, type LookFiles } from './keep-look.ts';
import { openMemory } from './memory.ts';
import { pinOf } from './pin.ts';
import { pinRecord } from './pin-record.ts';
import { createPulse } from './pulse.ts';
import { createServiceView } from './service-view.ts';
import type { Handlers, ScreensSource, SetupHandlers, Viewer } from './source.ts';
import { refusal, value, withoutKeys } from './tell.ts';
import { openWatching, type Watching } from './watching.ts';

/** Faster than this nobody reads. */
const PUSH_PAUSE_MS = 50;
/** After a fault (the outbox cannot be read) the screens keep what they have for so long. */
const FAULT_PAUSE_MS = 5_000;

export interface AgentSourceOptions {
  readonly agent: Agent;
  readonly env: Environment;
  readonly clock: Clock;
  /** Where a changed look is written. */
  readonly lookFiles: LookFiles;
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
  const { agent, clock, lookFiles, setup } = options;
  const { settings, zone, journal, redaction } = agent.store;
  const { reports, keyChanged, stop } = openReports(options);
  const memory = openMemory(settings.dataDir);
  const view = createAgentView({ settings, clock, zone, memory });
  const audience = createAudience();
  const pulse = createPulse(clock, PUSH_PAUSE_MS, push);
  let look: Look = lookOf(settings);
  let watching: Watching | undefined;
  let cancelRetry: Cancel | undefined;

  function make(): Snapshot {
    watching ??= openWatching({ agent, clock, reports, onNews: () => pulse.beat() });
    const snapshot = view.make({ ...watching.facts(), look });
    return { ...snapshot, notices: snapshot.notices.map((notice) => withoutKeys(notice, redaction)) };
  }

  function tell(listeners: readonly Listener[]): void {
    if (listeners.length === 0) return;
    try {
      const snapshot = make();
      for (const listener of listeners) listener(snapshot);
    } catch (error) {
      journal.note('screens.faulted', { error: error instanceof Error ? error.message : String(error) });
      cancelRetry ??= clock.after(FAULT_PAUSE_MS, retry);
    }
  }

  function retry(): void {
    cancelRetry = undefined;
    pulse.beat();
  }

  function push(): void {
    tell(audience.seeing());
  }

  function join(listener: Listener): Viewer {
    audience.join(listener);
    tell([listener]);
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
    cancelRetry?.();
    cancelRetry = undefined;
  }

  const handlers: Handlers = {
    ...createServiceView({ agent, clock, locale: () => look.locale, calls: reports.calls }),
    ...setup,
    async changeLook(change) {
      const failed = keepLook(lookFiles, change);
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
    pin: pinOf(settings),
    pinRecord: pinRecord(memory, ({ inRow }, waitMs) => journal.note('pin.refused', { inRow, waitMs })),
    locale: () => look.locale,
    onEnded: (count) => journal.note('sessions.ended', { count }),
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
