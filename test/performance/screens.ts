/**
 * Owns: `npm run bench:screens`: the built screens in a real browser, medians of several runs against the budgets.
 * Asserts nothing: a busy machine is no fault of the screens.
 *
 * node screens.ts [--runs N] [--receipts N] [--only drops|first|updates|heap|weights]
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from '@playwright/test';
import { BROWSER_SWITCHES, findBrowser } from '../e2e/find-browser.ts';
import { sizes, type Size } from '../e2e/sizes.ts';
import { startStateServer, type StateServer } from '../e2e/state-server.ts';
import { measureDrops } from './drop-to-pixels.ts';
import { median, percentile, table } from './figures.ts';
import { measureFirstFigure } from './first-figures.ts';
import { measureHeap } from './screen-heap.ts';
import { shopAt } from './shop-day.ts';
import { LONG_TASK_MS, measureUpdates, type UpdateTasks } from './update-tasks.ts';
import { weighScreens } from './weights.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    receipts: { type: 'string', default: '100' },
    only: { type: 'string' },
  },
});
const runs = Number(values.runs);
/** A till's processor beside this one (quality: Screens). */
const SLOW = 6;
/** Headless Chromium draws a window as low as the strip once a second only; the strip is as high in any. */
const strip: Size = { ...sizeOf('strip-1024'), height: 240 };
const panel = sizeOf('panel-800');
const full = sizeOf('full-1024');

function sizeOf(name: string): Size {
  const size = sizes.find((each) => each.name === name);
  if (!size) throw new Error(`bench: no size ${name}`);
  return size;
}

/** With the load of the machine meanwhile: above 2 the figures are of other programs too. */
function print(title: string, rows: readonly (readonly string[])[]): void {
  process.stdout.write(`\n${title} (load ${show(loadavg()[0] ?? 0)})\n${table(rows)}\n`);
}

/** What `measure` gives, run by run. */
async function repeat<T>(measure: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let run = 0; run < runs; run += 1) results.push(await measure());
  return results;
}

const show = (value: number): string => value.toFixed(value < 100 ? 1 : 0);

async function drops(browser: Browser): Promise<void> {
  const samples = await repeat(() => measureDrops(browser, strip, Number(values.receipts)));
  const middle = (p: number): string => show(median(samples.map((each) => percentile(each, p))));
  print(`receipt dropped → frame on the strip, ${values.receipts} receipts`, [
    ['', 'p50 ms', 'p99 ms', 'wanted'],
    ['strip', middle(0.5), middle(0.99), 'p50 ≤ 100'],
  ]);
}

async function first(browser: Browser, server: StateServer): Promise<void> {
  const rows = [['', 'as it is, ms', `${SLOW} × slower, ms`]];
  for (const size of [strip, full]) {
    const fast = await repeat(() => measureFirstFigure(browser, server, size, 1));
    const slow = await repeat(() => measureFirstFigure(browser, server, size, SLOW));
    rows.push([size.view, show(median(fast)), show(median(slow))]);
  }
  print('navigation → first figure', [...rows, ['wanted', '≤ 300', '≤ 1000']]);
}

async function updates(browser: Browser, server: StateServer): Promise<void> {
  const rows = [['', 'longest task ms', 'computing ms', `tasks over ${LONG_TASK_MS} ms`]];
  const views = [
    { name: 'strip', size: strip },
    { name: 'panel', size: panel },
    { name: 'full, figures', size: full, tab: 0 },
    { name: 'full, sellers', size: full, tab: 1 },
    { name: 'full, stores', size: full, tab: 2 },
  ];
  for (const { name, size, ...tab } of views) {
    const results = await repeat(() => measureUpdates(browser, server, size, { slower: SLOW, ...tab }));
    const middle = (figure: keyof UpdateTasks): number => median(results.map((each) => each[figure]));
    rows.push([name, show(middle('longestMs')), show(middle('computingMs')), String(middle('long'))]);
  }
  print(`30 updates, ${SLOW} × slower`, [...rows, ['wanted', `≤ ${LONG_TASK_MS}`, '', '0']]);
}

async function heap(browser: Browser, server: StateServer): Promise<void> {
  const rows = [['', 'snapshots', 'first MB', 'half MB', 'last MB', 'wanted']];
  for (const size of [strip, full]) {
    const { snapshots, atStartMb, halfwayMb, atEndMb } = await measureHeap(browser, server, size);
    rows.push([size.view, String(snapshots), show(atStartMb), show(halfwayMb), show(atEndMb), '≤ 12, flat']);
  }
  print('heap over 8 hours of polling, after collection (one run)', rows);
}

function weights(): void {
  const rows = weighScreens().map(({ name, kb, limit }) => [name, show(kb), limit]);
  print('weights, gzip', [['', 'kB', 'limit'], ...rows]);
}

const wanted = (part: string): boolean => values.only === undefined || values.only === part;

const server = await startStateServer(shopAt(0, 0));
const browser = await chromium.launch({ executablePath: findBrowser(), args: [...BROWSER_SWITCHES] });
try {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'processor'}`;
  process.stdout.write(`${machine}, Chromium ${browser.version()}; medians of ${runs} runs\n`);
  if (wanted('drops')) await drops(browser);
  if (wanted('first')) await first(browser, server);
  if (wanted('updates')) await updates(browser, server);
  if (wanted('heap')) await heap(browser, server);
  if (wanted('weights')) weights();
} finally {
  await browser.close();
  await server.close();
}
