/**
 * Owns: a whole till for a browser to look at: simulated HEADO, a network that can be cut, the built agent with
 * its screens on loopback, a drop folder, a POS that drops receipts.
 * Promises: the store's day is in full swing whatever the machine's clock says (the zone is chosen for it), and
 * everything is stopped and removed by `leave`.
 */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanFacts, StoreFacts } from '../simulator/simulator-options.ts';
import { startFaultProxy, type FaultProxy } from '../simulator/fault-proxy.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import {
  layTill,
  runCommand,
  startAgentProcess,
  type AgentProcess,
  type TillFiles,
} from '../support/agent-process.ts';

/** Hour of the store's day at which the tests take place: plans by the hour and forecasts mean something. */
const HOUR_OF_TESTS = 14;
const STORE = 'S1';

/** The whole-hour zone in which it is now about two in the afternoon. `Etc/GMT-5` is five hours east. */
function zoneOfAfternoon(now = new Date()): string {
  const east = ((HOUR_OF_TESTS - now.getUTCHours() + 36) % 24) - 12;
  return east === 0 ? 'Etc/GMT' : `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
}

/** Today's date in a zone, as numbers. */
export function todayIn(zone: string): {
  readonly year: number;
  readonly month: number;
  readonly day: number;
} {
  const [year = 0, month = 0, day = 0] = new Intl.DateTimeFormat('sv-SE', { timeZone: zone })
    .format(new Date())
    .split('-')
    .map(Number);
  return { year, month, day };
}

type Plans = Readonly<Partial<Record<PlanFacts['metric'], number>>>;

export interface StandOptions {
  /** Plans for today, by metric; none by default. */
  readonly plans?: Plans;
  /** Plans for this month. */
  readonly monthPlans?: Plans;
  readonly stores?: readonly StoreFacts[];
  /** Merged over the settings file. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Time between two reports; short, so that tests wait for facts and not for clocks. */
  readonly reportsMs?: number;
  /** A key that HEADO does not know. */
  readonly wrongKey?: boolean;
}

export interface SaleFacts {
  readonly amount: number;
  readonly items?: number;
  readonly seller?: string;
  readonly kind?: 'sale' | 'return';
  readonly itemName?: string;
  /** Default: now. */
  readonly atMs?: number;
}

export interface Stand {
  readonly heado: Simulator;
  readonly network: FaultProxy;
  readonly till: TillFiles;
  readonly zone: string;
  readonly agent: () => AgentProcess;
  /** A fresh one-time address. */
  address(view: string): Promise<string>;
  /** Drops a receipt as a file; answers its external id. */
  sell(sale: SaleFacts): string;
  /** Drops any text under that name. */
  drop(name: string, text: string): void;
  /** Kills the agent and starts it again. */
  restart(): Promise<void>;
  leave(): Promise<void>;
}

export async function openStand(options: StandOptions = {}): Promise<Stand> {
  const zone = zoneOfAfternoon();
  const { year, month, day } = todayIn(zone);
  const plans = [
    ...plansFor(options.plans ?? {}, { year, month, day }),
    ...plansFor(options.monthPlans ?? {}, { year, month }),
  ];
  const heado = await startSimulator({
    timeZone: zone,
    storeExtId: STORE,
    stores: [{ storeExtId: STORE, name: 'Тюмень, 50 лет ВЛКСМ, 63', plans }, ...(options.stores ?? [])],
  });
  const network = await startFaultProxy(heado.port);
  const root = mkdtempSync(join(tmpdir(), 'heado-till-screens-'));
  const till = layTill(root, {
    baseUrl: network.url,
    key: options.wrongKey === true ? 'no-such-key-0123456789' : heado.deviceKey,
    timeZone: zone,
    more: {
      reports: { intervalMs: options.reportsMs ?? 5_000 },
      retry: { delaysMs: [0, 300, 600], capMs: 1_000 },
      ...options.more,
    },
  });
  let agent = await startAgentProcess(till, ['--ui', '0']);
  let port = /^ui http:\/\/127\.0\.0\.1:(\d+)\//m.exec(agent.output())?.[1] ?? '0';
  let sold = 0;

  function drop(name: string, text: string): void {
    const hidden = join(till.drop, `.${name}`);
    writeFileSync(hidden, text);
    renameSync(hidden, join(till.drop, name));
  }

  return {
    heado,
    network,
    till,
    zone,
    agent: () => agent,
    async address(view) {
      const { stdout, stderr } = await runCommand(till, ['ui-url', '--view', view]);
      const found = /http:\S+/.exec(stdout)?.[0];
      if (found === undefined) throw new Error(`ui-url: ${stdout}${stderr}`);
      return found;
    },
    sell(sale) {
      sold += 1;
      const extId = `E-${sold}`;
      drop(`${extId}.json`, JSON.stringify(receiptOf(sale, extId)));
      return extId;
    },
    drop,
    async restart() {
      await agent.kill();
      agent = await startAgentProcess(till, ['--ui', port]);
      port = /^ui http:\/\/127\.0\.0\.1:(\d+)\//m.exec(agent.output())?.[1] ?? port;
    },
    async leave() {
      await agent.stop();
      await network.close();
      await heado.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

const METRICS = ['income', 'average', 'complexity', 'count'] as const;

function plansFor(plans: Plans, period: Omit<PlanFacts, 'metric' | 'plan'>): PlanFacts[] {
  return METRICS.flatMap((metric) => {
    const plan = plans[metric];
    return plan === undefined ? [] : [{ metric, plan, ...period }];
  });
}

/** A receipt of one or more equal positions that add up exactly. */
function receiptOf(sale: SaleFacts, extId: string): Record<string, unknown> {
  const { amount, items = 1, seller = 'Иванова Анна Петровна', kind = 'sale', atMs = Date.now() } = sale;
  const each = Math.floor((amount * 100) / items) / 100;
  const positions = Array.from({ length: items }, (_, line) => ({
    name: sale.itemName ?? `Товар ${line + 1}`,
    count: 1,
    total: line === 0 ? Math.round((amount - each * (items - 1)) * 100) / 100 : each,
    seller,
  }));
  const sign = kind === 'return' ? -1 : 1;
  return {
    kind,
    amount: sign * amount,
    ts: new Date(atMs).toISOString().slice(0, 19) + 'Z',
    cashier: seller,
    extId,
    positions,
    attributes: [{ name: 'withcard', value: '0' }],
    ...(kind === 'return' && { docId: `R-${extId}` }),
  };
}
