/**
 * A page that stays open while the store's midnight passes. Agent, screens and service stand in this process, so that
 * their clock can be moved; page, sockets and files are real.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, type Page } from '@playwright/test';
import { createAgentSource } from '../../src-main/core/screens/agent-source.ts';
import { createScreens } from '../../src-main/core/screens/screens.ts';
import type { SetupHandlers } from '../../src-main/core/screens/source.ts';
import { startService } from '../../src-main/hosts/service/service.ts';
import type { PlanFacts } from '../simulator/simulator-options.ts';
import { DAY_MS, sale } from '../street/agent-goods.ts';
import { leaveStreets, openStreet, type Street } from '../street/agent-street.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';

test.use({ viewport: { width: 1024, height: 64 } });

const SCREENS = join(import.meta.dirname, '..', '..', 'dist', 'screens');
const MOSCOW_MS = 3 * 3_600_000;
const MINUTE_MS = 60_000;
const BADGE = 'План дня выполнен';

/** The clock goes on by itself, four times as fast as ours; it is hurried on beside that. */
const GOING = { stepMs: 200, everyMs: 50 } as const;
/** Steps that leave calls on this machine time to end: their deadlines are of the same clock. */
const HURRY = { stepMs: 1_000, pauseMs: 10 } as const;

interface Till {
  readonly clock: FakeClock;
  readonly street: Street;
  readonly address: string;
  leave(): Promise<void>;
}

const notAsked = (): never => {
  throw new Error('nobody sets anything up here');
};
const setup: SetupHandlers = {
  setupState: notAsked,
  testConnection: notAsked,
  saveSetup: notAsked,
  sendTestReceipt: notAsked,
};

/** Both days have a plan of 1,000 roubles. */
function planOf(midnightMs: number): PlanFacts {
  const [year = 0, month = 0, day = 0] = new Date(midnightMs + MOSCOW_MS)
    .toISOString()
    .slice(0, 10)
    .split('-');
  return { metric: 'income', plan: 1_000, year: Number(year), month: Number(month), day: Number(day) };
}

async function openTill(clock: FakeClock, midnightMs: number): Promise<Till> {
  const street = await openStreet({
    clock,
    heado: { now: clock.now, plans: [planOf(midnightMs - DAY_MS), planOf(midnightMs)] },
    settings: { reports: { intervalMs: 5_000 } },
  });
  const source = createAgentSource({
    agent: await street.start(),
    env: {},
    clock,
    lookFiles: { user: undefined, machine: '/nowhere' },
    setup,
  });
  const screens = createScreens(clock);
  screens.play(source);
  const started = await startService({ screens, clock, port: 0, assets: SCREENS });
  if (!started.ok) throw new Error(started.error.code);
  const going = setInterval(() => clock.advance(GOING.stepMs), GOING.everyMs);
  return {
    ...{ clock, street, address: started.value.address('strip') },
    async leave() {
      await started.value.close();
      await source.stop();
      clearInterval(going);
      await leaveStreets();
    },
  };
}

async function hurry(clock: FakeClock, ms: number): Promise<void> {
  for (let doneMs = 0; doneMs < ms; doneMs += HURRY.stepMs) {
    clock.advance(HURRY.stepMs);
    await pause(HURRY.pauseMs);
  }
}

let till: Till;
test.afterEach(() => till.leave());

test('yesterday ends at midnight, today begins without data, and a plan is praised once a day', async ({
  page,
}) => {
  const midnightMs = Math.ceil((Date.now() + MOSCOW_MS) / DAY_MS) * DAY_MS - MOSCOW_MS;
  const clock = createFakeClock(midnightMs - MINUTE_MS / 2);
  till = await openTill(clock, midnightMs);
  const sell = (name: string, kopecks: number): void =>
    till.street.put(
      `${name}.json`,
      sale(name, { atMs: Math.floor(clock.now() / 1_000) * 1_000, kopecks: [kopecks] }).body,
    );
  const said = await countBadges(page);
  await page.clock.install();
  await page.goto(till.address);
  const strip = page.getByRole('main');

  await expect(strip).toContainText('0 ₽');
  sell('A-1', 150_000);
  await expect(strip).toContainText('1 500 ₽');
  await expect(page.getByText('≈')).toHaveCount(0);
  await seeBadge(page);
  await expect(strip).toContainText('выполнен');

  // HEADO counts the old day and gives nothing of the new one.
  const act = { name: 'status', status: 503 } as const;
  till.street.heado.behave({ act, method: 'reports', times: 'forever' });
  await hurry(clock, midnightMs - clock.now());
  await expect(strip).toContainText('нет данных');
  await expect(strip).not.toContainText(/\d/);
  sell('A-2', 70_000);
  await expect.poll(() => till.street.heado.registered()).toBe(2);
  await expect(strip).not.toContainText(/\d/);
  till.street.heado.heal();
  await hurry(clock, MINUTE_MS);
  await expect(strip).toContainText('700 ₽');
  await expect(strip).not.toContainText('1 500 ₽');
  await expect(strip).toContainText('ещё 300 ₽');
  await expect(strip).toContainText(/00:0\d/);

  // What was said is neither said again to a new page, nor for another receipt of the same day.
  await page.reload();
  await expect(strip).toContainText('700 ₽');
  sell('A-3', 40_000);
  await expect(strip).toContainText('1 100 ₽');
  await seeBadge(page);
  await hurry(clock, MINUTE_MS);
  sell('A-4', 40_000);
  await expect(strip).toContainText('1 500 ₽');
  await expect(page.getByText('≈')).toHaveCount(0);
  await page.reload();
  await expect(strip).toContainText('1 500 ₽');
  await expect(strip).not.toContainText(BADGE);
  expect(said.times).toBe(2);
});

/** It comes some seconds after the receipt and goes after ten: the page's own clock is hurried on, too. */
async function seeBadge(page: Page): Promise<void> {
  await expect(async () => {
    await page.clock.fastForward(1_000);
    await expect(page.getByRole('main')).toContainText(BADGE, { timeout: 100 });
  }).toPass();
  await page.clock.fastForward(11_000);
  await expect(page.getByRole('main')).not.toContainText(BADGE);
}

/** How often the badge appeared, over all that the page was reloaded to. */
async function countBadges(page: Page): Promise<{ readonly times: number }> {
  const counted = { times: 0 };
  await page.exposeFunction('badgeAppeared', () => void (counted.times += 1));
  await page.addInitScript((badge) => {
    let isThere = false;
    const look = (): void => {
      const was = isThere;
      isThere = document.querySelector('main')?.textContent.includes(badge) ?? false;
      const tell: unknown = Reflect.get(window, 'badgeAppeared');
      if (isThere && !was && typeof tell === 'function') Reflect.apply(tell, window, []);
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  }, BADGE);
  return counted;
}
