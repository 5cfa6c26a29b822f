/**
 * Owns: `npm run demo`: receipts travel from a folder to a simulated HEADO while the reader cuts the network and
 * kills the agent; the widget beside it moves with every receipt. `--seconds N` ends by itself; `--plain` takes no
 * keys and shows no colours; `--view card|panel|full` shows another size than the strip.
 */
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { readStatus } from '../support/agent-process.ts';
import { waitFor } from '../support/wait-for.ts';
import { readKeys } from './keys.ts';
import { openShop, type Shop } from './shop.ts';
import { createStory, type Story } from './story.ts';
import { summarise } from './summary.ts';
import { isView, openWindow, VIEWS } from './window.ts';

const DROP_EVERY_MS = 700;
/** Shares of the demo's time at which things happen by themselves. */
const SCRIPT = [
  { at: 0.3, does: 'cut' },
  { at: 0.45, does: 'heal' },
  { at: 0.6, does: 'kill' },
  { at: 0.7, does: 'start' },
] as const;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    plain: { type: 'boolean', default: false },
    view: { type: 'string', default: 'strip' },
  },
});
const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
if (seconds !== undefined && !(seconds > 0)) {
  process.stderr.write('demo: --seconds takes a number of seconds\n');
  process.exit(2);
}

const { view } = values;
if (!isView(view)) {
  process.stderr.write(`demo: --view takes one of ${VIEWS.join(', ')}\n`);
  process.exit(2);
}

async function play(shop: Shop, quit: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  const script = seconds === undefined ? [] : [...SCRIPT];
  const share = (): number => (performance.now() - startedAt) / ((seconds ?? 1) * 1000);
  while (!quit.aborted && (seconds === undefined || share() < 1)) {
    shop.dropNext();
    await pause(DROP_EVERY_MS, undefined, { signal: quit }).catch(() => undefined);
    const due = script[0];
    if (!due || share() < due.at) continue;
    script.shift();
    if (due.does === 'cut' || due.does === 'heal') await shop.toggleNetwork();
    else await shop.toggleAgent();
  }
}

async function finish(shop: Shop, story: Story): Promise<boolean> {
  await shop.heal();
  await shop.ensureAgent();
  shop.close();
  const refused = shop.drops.filter((drop) => drop.refused).length;
  await waitFor(
    'everything delivered or kept for a person',
    async () => {
      const { outbox, quarantine, lanes } = await readStatus(shop.till);
      const idle = lanes.every((lane) => lane.state === 'idle');
      return outbox.waiting + outbox.inFlight === 0 && quarantine.open === refused && idle;
    },
    { everyMs: 250 },
  ).catch((error: unknown) => story.plain(String(error)));
  const summary = summarise(shop.drops, shop.heado.calls, await readStatus(shop.till));
  story.plain(`\n${summary.lines.join('\n')}`);
  return summary.good;
}

const interactive = !values.plain && process.stdin.isTTY;
const story = createStory((text) => process.stdout.write(text), !values.plain && process.stdout.isTTY);
const quit = new AbortController();
process.once('SIGINT', () => quit.abort());
process.once('SIGTERM', () => quit.abort());
const shop = await openShop(story);
let window: ReturnType<typeof openWindow>;
const stopKeys = interactive ? readKeys(shop, quit) : undefined;
try {
  story.plain(`drop folder  ${shop.till.drop}\nHEADO        ${shop.heado.url} (simulated)`);
  if (interactive) story.plain('keys         n network off/on   k kill/start the agent   q finish\n');
  await shop.ensureAgent();
  window = openWindow(await shop.screens(view), view);
  story.tell('screens', window ? `the ${view} is open in a window` : `open ${await shop.screens(view)}`);
  await play(shop, quit.signal);
  process.exitCode = (await finish(shop, story)) ? 0 : 1;
} finally {
  stopKeys?.();
  await window?.close();
  await shop.leave();
}
