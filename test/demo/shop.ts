/**
 * Owns: the demo's world: a simulated HEADO with plans for today, a network that can be cut, a till with its agent
 * and its screens, and a POS that drops files. Everything is real but HEADO: files, sockets, processes, the agent.
 */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedCall } from '../simulator/call-log.ts';
import { isRecord } from '../simulator/fields.ts';
import { startFaultProxy, type FaultProxy } from '../simulator/fault-proxy.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import {
  layTill,
  runCommand,
  startAgentProcess,
  type AgentProcess,
  type TillFiles,
} from '../support/agent-process.ts';
import type { PlanFacts } from '../simulator/simulator-options.ts';
import { demoZone, localClock } from './clock-text.ts';
import { closing, dropOf, type Drop } from './receipts.ts';
import type { Story } from './story.ts';

export interface Shop {
  readonly till: TillFiles;
  readonly heado: Simulator;
  readonly drops: readonly Drop[];
  dropNext(): void;
  close(): void;
  toggleNetwork(): Promise<void>;
  heal(): Promise<void>;
  /** kill -9; the next call starts it again. */
  toggleAgent(): Promise<void>;
  ensureAgent(): Promise<void>;
  /** A fresh one-time address of the screens. */
  screens(view: string): Promise<string>;
  leave(): Promise<void>;
}

const STORE = 'S1';
/** A small shop's day; small enough for a few minutes of receipts to move the bar. */
const PLANS = { income: 20_000, average: 300, complexity: 2, count: 70 } as const;
/** The shortest that the settings allow: the reader should not wait a minute for a figure to be settled. */
const REPORTS_MS = 5_000;

export async function openShop(story: Story): Promise<Shop> {
  const droppedAtMs = new Map<string, number>();
  const heado = await startSimulator({
    timeZone: demoZone,
    storeExtId: STORE,
    stores: [{ storeExtId: STORE, name: 'Магазин на углу', plans: todaysPlans() }],
    onCall: (call) => tellCall(story, call, droppedAtMs),
  });
  const network: FaultProxy = await startFaultProxy(heado.port);
  const root = mkdtempSync(join(tmpdir(), 'heado-till-demo-'));
  const more = {
    drop: { folders: [{ path: join(root, 'drop') }], staleMs: 3_000 },
    reports: { intervalMs: REPORTS_MS },
    retry: { delaysMs: [0, 500, 1_000, 2_000], capMs: 2_000 },
  };
  const till = layTill(root, { baseUrl: network.url, key: heado.deviceKey, timeZone: demoZone, more });
  const drops: Drop[] = [];
  let agent: AgentProcess | undefined;
  let cut = false;
  /** The first start takes any free one; the window that was opened finds it again after a kill. */
  let port = 0;

  function write(drop: Drop): void {
    drops.push(drop);
    const hidden = join(till.drop, `.${drop.file}`);
    writeFileSync(hidden, drop.body);
    renameSync(hidden, join(till.drop, drop.file));
    for (const id of drop.delivers) droppedAtMs.set(id.split(':')[0] ?? id, performance.now());
    story.tell('POS', `drops ${drop.file}: ${drop.says}`);
  }

  async function ensureAgent(): Promise<void> {
    if (agent) return;
    agent = await startAgentProcess(till, ['--ui', String(port)]);
    port = Number(/^ui http:\/\/127\.0\.0\.1:(\d+)\//m.exec(agent.output())?.[1] ?? 0);
    story.tell('agent', `ready after ${Math.round(agent.readyMs)} ms (process ${agent.pid})`);
  }

  async function heal(): Promise<void> {
    if (!cut) return;
    cut = false;
    await network.heal();
    story.tell('network', 'is back');
  }

  return {
    till,
    heado,
    drops,
    dropNext: () => write(dropOf(drops.length, drops)),
    close: () => write(closing(drops.length)),
    heal,
    ensureAgent,
    async toggleNetwork() {
      if (cut) return heal();
      cut = true;
      await network.cut();
      story.tell('network', 'is cut: every connection reset, new ones refused');
    },
    async toggleAgent() {
      if (!agent) return ensureAgent();
      const { pid } = agent;
      await agent.kill();
      agent = undefined;
      story.tell('agent', `killed (kill -9 ${pid})`);
    },
    async screens(view) {
      const { stdout, stderr } = await runCommand(till, ['ui-url', '--view', view]);
      const address = /http:\S+/.exec(stdout)?.[0];
      if (address === undefined) throw new Error(`demo: no address of the screens: ${stderr}`);
      return address;
    },
    async leave() {
      await agent?.stop();
      await network.close();
      await heado.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function todaysPlans(): PlanFacts[] {
  const [year = 0, month = 0, day = 0] = localClock().slice(0, 10).split('-').map(Number);
  const metrics = ['income', 'average', 'complexity', 'count'] as const;
  return metrics.map((metric) => ({ metric, plan: PLANS[metric], year, month, day }));
}

/** One line per call that reached the server. */
function tellCall(story: Story, call: RecordedCall, droppedAtMs: ReadonlyMap<string, number>): void {
  if (call.method === 'registerEvent') {
    const name = isRecord(call.params) ? String(call.params['name']) : '';
    story.tell('HEADO', `${name} ${call.committed ? 'registered' : 'refused'}`);
  }
  const receipts = isRecord(call.params) ? call.params['receipts'] : undefined;
  if (call.method !== 'purchaseRegisterBatch' || !Array.isArray(receipts)) return;
  const ids = receipts.map((each: unknown) => (isRecord(each) ? String(each['extId']) : ''));
  const [only] = ids;
  const span =
    ids.length === 1 && only !== undefined
      ? performance.now() - (droppedAtMs.get(only) ?? Number.NaN)
      : Number.NaN;
  const timing = Number.isNaN(span) ? '' : `, ${span.toFixed(1)} ms after its file`;
  const verdict = call.committed ? 'registered' : `refused: ${call.answer.slice(0, 120)}`;
  story.tell(
    'HEADO',
    `${ids.length} receipt${ids.length === 1 ? '' : 's'} ${verdict} (${shorten(ids)})${timing}`,
  );
}

function shorten(ids: readonly string[]): string {
  return ids.length <= 4 ? ids.join(', ') : `${ids.slice(0, 2).join(', ')} … ${ids.at(-1) ?? ''}`;
}
