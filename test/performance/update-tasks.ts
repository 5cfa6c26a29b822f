/** Owns: how long the page's main thread is held at a stretch while figures change, on a slow machine. */
import type { Browser, Page } from '@playwright/test';
import { z } from 'zod';
import type { Size } from '../e2e/sizes.ts';
import type { StateServer } from '../e2e/state-server.ts';
import { shopAt } from './shop-day.ts';

export const LONG_TASK_MS = 50;
const UPDATES = 30;
/** Apart enough that the tasks of one update are over before the next. */
const STEP_MS = 400;
/** Fonts, charts and the first warm code are there: a till shows its view all day. */
const WARM_UP = 5;

export interface UpdateTasks {
  readonly longestMs: number;
  /** The longest by its own processor time: what other programs took meanwhile is not in it. */
  readonly computingMs: number;
  /** Tasks over `LONG_TASK_MS` in all updates. */
  readonly long: number;
}

const traceSchema = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      /** Microseconds. */
      dur: z.number().optional(),
      /** The thread's own share of it. */
      tdur: z.number().optional(),
      args: z.object({ name: z.string().optional() }).optional(),
    }),
  ),
});

/** `tab`: which tab of the full view, from 0. */
export async function measureUpdates(
  browser: Browser,
  server: StateServer,
  { view, width, height }: Size,
  options: { readonly slower: number; readonly tab?: number },
): Promise<UpdateTasks> {
  const page = await browser.newPage({ viewport: { width, height } });
  server.play(shopAt(0, 0));
  await page.goto(`${server.origin}/?view=${view}`);
  await page.locator('main').first().waitFor();
  if (options.tab !== undefined) await page.getByRole('tab').nth(options.tab).click();
  await slowDown(page, options.slower);
  await update(page, server, 1, WARM_UP);
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await update(page, server, WARM_UP + 1, WARM_UP + UPDATES);
  const tasks = mainTasks(JSON.parse((await browser.stopTracing()).toString('utf8')));
  await page.close();
  return {
    longestMs: Math.max(...tasks.map(({ ms }) => ms)),
    computingMs: Math.max(...tasks.map(({ ownMs }) => ownMs)),
    long: tasks.filter(({ ms }) => ms > LONG_TASK_MS).length,
  };
}

async function update(page: Page, server: StateServer, from: number, to: number): Promise<void> {
  for (let receipts = from; receipts <= to; receipts += 1) {
    server.play(shopAt(receipts, 0));
    await page.waitForTimeout(STEP_MS);
  }
}

interface Task {
  readonly ms: number;
  readonly ownMs: number;
}

/** The tasks on the page's main thread. */
function mainTasks(trace: unknown): Task[] {
  const { traceEvents } = traceSchema.parse(trace);
  const threadOf = ({ pid, tid }: { pid: number; tid: number }): string => `${pid} ${tid}`;
  const main = new Set(
    traceEvents.filter(({ args }) => args?.name === 'CrRendererMain').map((event) => threadOf(event)),
  );
  return traceEvents
    .filter((event) => event.name === 'ThreadControllerImpl::RunTask' && main.has(threadOf(event)))
    .map(({ dur = 0, tdur = dur }) => ({ ms: dur / 1_000, ownMs: tdur / 1_000 }));
}

/** Every computation takes so many times longer; 1: as it is. */
export async function slowDown(page: Page, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
}
