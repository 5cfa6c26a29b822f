/** The page of the real service against whoever would put something into it, or look at it from elsewhere. */
import { createServer, type Server } from 'node:http';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { openStand, type Stand } from './stand.ts';

test.describe.configure({ mode: 'serial' });
test.use({ viewport: { width: 1024, height: 64 } });

interface Neighbour {
  readonly origin: string;
  /** Paths that were asked for. */
  readonly asked: string[];
  close(): void;
}

declare global {
  interface Window {
    violations?: string[];
    owned?: number;
  }
}

let stand: Stand;
let neighbour: Neighbour;
test.beforeAll(async () => {
  stand = await openStand();
  neighbour = await startNeighbour();
});
test.afterAll(async () => {
  neighbour.close();
  await stand.leave();
});

/** Another program of this machine that serves pages: the same host, another port. */
async function startNeighbour(): Promise<Neighbour> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' });
    response.end('<!doctype html><title>neighbour</title><body>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { origin: `http://127.0.0.1:${address.port}`, asked, close: () => server.close() };
}

const isDrawn = (page: Page): Promise<void> =>
  expect(page.getByRole('button', { name: 'Меню' })).toBeVisible();

async function openStrip(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const violations: string[] = [];
    window.violations = violations;
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      violations.push(`${effectiveDirective} ${blockedURI}`),
    );
  });
  await page.goto(await stand.address('strip'));
  await isDrawn(page);
}

const violations = (page: Page): Promise<string[]> => page.evaluate(() => window.violations ?? ['not heard']);

test('the page itself breaks no rule of its policy', async ({ page }) => {
  await openStrip(page);
  await page.setViewportSize({ width: 1024, height: 600 });
  await page.goto(page.url().replace('strip', 'full'));
  await expect(page.getByRole('tablist')).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('a script that came with the page does not run, nor one that was put into it', async ({ page }) => {
  await page.route('**/?view=strip', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('</head>', '<script>window.owned = 1</script></head>');
    await route.fulfill({ response, body });
  });
  await openStrip(page);
  await page.goto(page.url());
  expect(await violations(page)).toEqual(['script-src-elem inline']);
  // Not inside of this call: what a debugger evaluates has rights of its own.
  await page.evaluate(() => {
    const attempts = [
      (): void =>
        document.head.append(Object.assign(document.createElement('script'), { text: 'owned = 1' })),
      (): void => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="owned = 1">'),
      (): void => void Reflect.apply(Reflect.get(window, 'Function'), window, ['window.owned = 1']),
      (): void => void Reflect.apply(window.eval, window, ['window.owned = 1']),
    ];
    for (const attempt of attempts) setTimeout(attempt, 0);
  });
  await expect.poll(() => violations(page)).toHaveLength(5);
  for (const violation of (await violations(page)).slice(1))
    expect(violation).toMatch(/^(require-trusted-types-for|script-src)/);
  expect(await page.evaluate(() => window.owned)).toBeUndefined();
});

test('nothing can be sent to another address, by whatever means a page has', async ({ page }) => {
  await openStrip(page);
  await page.evaluate((origin) => {
    const add = (name: string, fields: object): void =>
      document.body.append(Object.assign(document.createElement(name), fields));
    void fetch(`${origin}/fetch`, { mode: 'no-cors' }).catch(() => undefined);
    navigator.sendBeacon(`${origin}/beacon`, 'x');
    add('img', { src: `${origin}/img` });
    add('iframe', { src: `${origin}/frame` });
    add('link', { rel: 'stylesheet', href: `${origin}/style` });
    const form = document.createElement('form');
    form.action = `${origin}/form`;
    document.body.append(form);
    form.submit();
  }, neighbour.origin);
  const directives = async (): Promise<string[]> =>
    (await violations(page)).map((violation) => violation.split(' ')[0] ?? '').sort();
  await expect
    .poll(directives)
    .toEqual(['connect-src', 'connect-src', 'form-action', 'frame-src', 'img-src', 'style-src-elem']);
  expect(neighbour.asked).toEqual([]);
});

test('the printed address opens once; whoever has no cookie gets nothing but what to do', async ({
  browser,
}) => {
  const address = await stand.address('strip');
  const { origin } = new URL(address);
  const [first, second] = await Promise.all([browser.newContext(), browser.newContext()]);
  const page = await enter(first, address);
  expect(page.url()).toBe(`${origin}/?view=strip`);
  for (const url of [address, origin, `${origin}/?view=full`]) {
    const stranger = await second.newPage();
    const response = await stranger.goto(url);
    expect(response?.status()).toBe(401);
    await expect(stranger.locator('body')).toContainText('Новый даёт команда: heado-till ui-url');
    await expect(stranger.locator('body')).toContainText('A new one comes from: heado-till ui-url');
    expect(await stranger.evaluate(() => fetch('/api/events').then(({ status }) => status))).toBe(401);
  }
  // The first one goes on with its cookie, also at the used address; without it the page says what to do.
  await page.goto(address);
  await isDrawn(page);
  await first.clearCookies();
  await stand.restart();
  await expect(page.getByRole('main')).toContainText('Доступ к экрану закрыт.');
  await expect(page.getByRole('main')).toContainText('heado-till ui-url');
  await Promise.all([first.close(), second.close()]);
});

async function enter(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await isDrawn(page);
  return page;
}

test('a page of another program can neither frame it nor hold on to its window', async ({ page }) => {
  await page.goto(await stand.address('strip'));
  await isDrawn(page);
  const ours = page.url();
  await page.goto(neighbour.origin);
  await page.evaluate((src) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src }));
  }, ours);
  await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate((url) => {
      Object.assign(window, { held: window.open(url) });
    }, ours),
  ]);
  await isDrawn(popup);
  expect(await popup.evaluate(() => window.opener === null)).toBe(true);
  expect(
    await page.evaluate(() => {
      const held: unknown = Reflect.get(window, 'held');
      return typeof held === 'object' && held !== null && Reflect.get(held, 'closed') === true;
    }),
  ).toBe(true);
});
