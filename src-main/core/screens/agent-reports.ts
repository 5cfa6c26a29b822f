/** Owns: the reports of a running agent: with which key they are asked for, and whose figures are kept. */
import type { Clock } from '../../base/clock.ts';
import type { DeviceApi } from '../../heado/device-api.ts';
import { fingerprint } from '../../heado/endpoint.ts';
import { findRole, playersOf } from '../../kpi/roles.ts';
import type { RoleNames } from '../../kpi/model.ts';
import { openKeep } from '../../reports/keep.ts';
import { createReports, type Reports } from '../../reports/poll.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/schema.ts';
import { readReportsKey } from '../../settings/secrets.ts';
import type { Agent } from '../agent.ts';
import { openApi } from '../open-api.ts';

export interface AgentReportsOptions {
  readonly agent: Agent;
  readonly env: Environment;
  readonly clock: Clock;
}

export interface AgentReports {
  readonly reports: Reports;
  keyChanged(): void;
  stop(): Promise<void>;
}

export function openReports(options: AgentReportsOptions): AgentReports {
  const { agent, clock } = options;
  const { settings, zone, journal } = agent.store;
  const way = openWay(options);
  const roles = roleNames(settings);
  const reports = createReports({
    api: way.api,
    clock,
    zone,
    intervalMs: settings.reports.intervalMs,
    ids: settings.reports.ids,
    findIncome: (metrics) => findRole(metrics, 'income', roles),
    madeOfReceipts: (metrics) => playersOf(metrics, roles),
    keep: openKeep({ dataDir: settings.dataDir, owner: ownerOf(options), note: journal.note }),
    note: journal.note,
  });
  return {
    reports,
    keyChanged() {
      way.forgetKey();
      reports.refresh();
    },
    async stop() {
      await reports.stop();
      way.close();
    },
  };
}

/** Only those that settings name: the others are known by their usual names. */
export function roleNames({ reports }: Settings): RoleNames {
  const { income, average, items, count } = reports.roles;
  return {
    ...(income !== undefined && { income }),
    ...(average !== undefined && { average }),
    ...(items !== undefined && { items }),
    ...(count !== undefined && { count }),
  };
}

/** Figures of another server, store or key are none of this till. */
function ownerOf({ agent, env }: AgentReportsOptions): string {
  const { settings } = agent.store;
  const key = readReportsKey(settings, env);
  const whose = key.ok ? fingerprint(key.value.value) : '';
  return [agent.api.host, settings.store.storeExtId ?? '', whose].join(' ');
}

interface Way {
  readonly api: Pick<DeviceApi, 'reports'>;
  forgetKey(): void;
  close(): void;
}

/** The agent's own way, or one with a key of its own (decisions 30). */
function openWay({ agent, env }: AgentReportsOptions): Way {
  const { store } = agent;
  const own = { api: agent.api.api, forgetKey: () => undefined, close: () => undefined };
  if (store.settings.api.reportsKeyFile === undefined) return own;
  const opened = openApi({
    settings: store.settings,
    env,
    clock: store.wallClock,
    note: store.journal.note,
    onCall: (report) => store.health.onCall(report),
    onKey: (key) => store.redaction.learn(key),
    readKey: readReportsKey,
  });
  if (!opened.ok) return own;
  const { api, close } = opened.value;
  return { api, forgetKey: () => api.forgetKey(), close };
}
