/**
 * Owns: the crash programme: receipts are dropped without pause, the agent is killed at random moments, the
 * server commits and then resets a share of the calls. In the end everything is audited from the server's raw
 * call log and the agent's own folders (`test/audit`), and the order by the numbers.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { auditTill } from '../audit/audit.ts';
import { timesRegistered } from '../audit/identities.ts';
import { readBook, readPlaces } from '../audit/read-book.ts';
import { countedResends } from '../audit/repeats.ts';
import { tellBroken } from '../audit/story.ts';
import { auditReceipts } from '../simulator/audit.ts';
import { drawFrom } from '../simulator/rules.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import {
  layTill,
  readStatus,
  startAgentProcess,
  type AgentProcess,
  type TillFiles,
} from '../support/agent-process.ts';
import { waitFor } from '../support/wait-for.ts';
import { dropNumbered, recordOf } from './receipts.ts';

export interface CrashPlan {
  readonly root: string;
  readonly kills: number;
  readonly receipts: number;
  readonly seed: number;
  /** Share of the calls that are committed and then reset. */
  readonly resetShare: number;
  readonly onKill?: (kill: number) => void;
}

export interface CrashResult {
  readonly kills: number;
  readonly dropped: number;
  readonly calls: number;
  /** Registrations beyond the first of each receipt. */
  readonly repeats: number;
  /** Entries that the agent says it sent again without knowing. */
  readonly recordedResends: number;
  /** First pair that arrived in the wrong order; undefined: order kept. */
  readonly disorder: string | undefined;
  /** Every promise that was broken, in words; empty: none. */
  readonly broken: string;
}

/** Working time before a kill: long enough to be in the middle of anything. */
const WORK_MS = { least: 60, most: 240 } as const;

export async function runCrashes(plan: CrashPlan): Promise<CrashResult> {
  const heado = await startSimulator({ seed: plan.seed });
  const more = { retry: { delaysMs: [0, 20, 50, 100], capMs: 1_000 } };
  const till = layTill(plan.root, { baseUrl: heado.url, key: heado.deviceKey, more });
  heado.behave({ act: 'resetAfterCommit', random: { seed: plan.seed, share: plan.resetShare } });
  try {
    await killAgain(plan, till);
    heado.heal();
    return await drainAndAudit(plan, till, heado);
  } finally {
    await heado.close();
  }
}

/** Starts, lets it work, kills; drops an equal part of the receipts during each life. */
async function killAgain(plan: CrashPlan, till: TillFiles): Promise<void> {
  const draw = drawFrom(plan.seed);
  for (let kill = 0; kill < plan.kills; kill += 1) {
    const agent = await startAgentProcess(till);
    const workMs = WORK_MS.least + draw() * (WORK_MS.most - WORK_MS.least);
    await dropDuring(plan, till, kill, workMs);
    await agent.kill();
    plan.onKill?.(kill + 1);
  }
}

async function dropDuring(plan: CrashPlan, till: TillFiles, kill: number, workMs: number): Promise<void> {
  const share = plan.receipts / plan.kills;
  const from = Math.round(kill * share);
  const to = Math.round((kill + 1) * share);
  const steps = 8;
  for (let step = 0; step < steps; step += 1) {
    const begin = from + Math.round(((to - from) * step) / steps);
    const end = from + Math.round(((to - from) * (step + 1)) / steps);
    dropNumbered(till.drop, begin, end);
    await pause(workMs / steps);
  }
}

async function drainAndAudit(plan: CrashPlan, till: TillFiles, heado: Simulator): Promise<CrashResult> {
  const agent: AgentProcess = await startAgentProcess(till);
  const arrived = (): number => new Set(heado.ledger.map((each) => each.receipt.extId)).size;
  await waitFor('all receipts at the server', () => arrived() >= plan.receipts, { everyMs: 100 }).catch(
    () => undefined,
  );
  await waitFor(
    'an empty outbox',
    async () => {
      const { outbox } = await readStatus(till);
      return outbox.waiting + outbox.inFlight === 0;
    },
    { everyMs: 200 },
  );
  const status = await readStatus(till);
  await agent.stop();
  return audit(plan, till, heado, status);
}

function audit(
  plan: CrashPlan,
  till: TillFiles,
  heado: Simulator,
  status: Awaited<ReturnType<typeof readStatus>>,
): CrashResult {
  const dropped = recordOf(plan.receipts);
  const book = readBook(till.dataDir);
  const places = readPlaces(till);
  const numbers = [...auditReceipts(heado.calls).tills.values()]
    .flat()
    .map((identity) => Number(identity.split('|')[1]?.slice(2)));
  const wrong = numbers.findIndex((number, index) => index > 0 && number < (numbers[index - 1] ?? 0));
  const repeats = [...timesRegistered(heado.calls).values()].reduce((sum, times) => sum + times - 1, 0);
  return {
    kills: plan.kills,
    dropped: plan.receipts,
    calls: heado.calls.length,
    repeats,
    recordedResends: countedResends(book),
    disorder: wrong === -1 ? undefined : `C-${numbers[wrong - 1]} before C-${numbers[wrong]}`,
    broken: tellBroken(auditTill({ dropped, calls: heado.calls, book, places, status, atRest: true })),
  };
}
