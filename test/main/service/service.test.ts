import { hash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CONTENT_POLICY } from '../../../src-main/hosts/service/headers.ts';
import { TOKEN_LIFE_MS } from '../../../src-main/hosts/service/one-time.ts';
import { BODY_BYTES_MAX } from '../../../src-main/hosts/service/routes.ts';
import { CONNECTIONS_MAX } from '../../../src-main/hosts/service/connections.ts';
import { SESSIONS_MAX } from '../../../src-main/hosts/service/kept-sessions.ts';
import { SESSION_LIFE_MS } from '../../../src-main/hosts/service/sessions.ts';
import { startService } from '../../../src-main/hosts/service/service.ts';
import { createScreens } from '../../../src-main/core/screens/screens.ts';
import { systemClock } from '../../../src-main/base/clock.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { onlyAsRoot } from '../../support/only-where.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';
import { ask, cookieOf, layScreens, openShop, postJson, readEvents } from './browser.ts';

const pathOf = (address: string): string => {
  const { pathname, search } = new URL(address);
  return pathname + search;
};

/** A connection that has sent `text` and nothing more. */
function connect(port: number, text: string): Promise<net.Socket> {
  const { promise, resolve } = Promise.withResolvers<net.Socket>();
  const socket = net.connect(port, '127.0.0.1', () => {
    socket.write(text);
    resolve(socket);
  });
  // Let go by the service, before it was connected or later.
  socket.on('error', () => resolve(socket));
  return promise;
}

/** What the service answers to lines that no client library would send. */
async function sayRaw(port: number, head: string): Promise<string> {
  const socket = await connect(port, `${head}Connection: close\r\n\r\n`);
  return text(socket);
}

describe('the one-time address', () => {
  it('is exchanged for a cookie once, and the token leaves the address', async () => {
    const { service, port } = await openShop();
    const path = pathOf(service.address('panel'));
    const first = await ask(port, path);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/?view=panel');
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(/^heado-till=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    const again = await ask(port, path);
    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(again.body).toContain('heado-till ui-url');
    const page = await ask(port, '/?view=panel', { headers: { cookie: cookieOf(first) } });
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>heado-till</title>' });
  });

  it('is of no use after its time, nor are older ones when too many are asked for', async () => {
    const clock = createFakeClock();
    const { service, port } = await openShop({ clock });
    const early = pathOf(service.address());
    clock.advance(TOKEN_LIFE_MS);
    expect((await ask(port, early)).status).toBe(401);
    const first = pathOf(service.address());
    const others = Array.from({ length: 16 }, () => pathOf(service.address()));
    expect((await ask(port, first)).status).toBe(401);
    expect((await ask(port, others[0] ?? '')).status).toBe(303);
  });

  it('opens nothing from a link on a page of somebody else, and is not used up by that', async () => {
    const { service, port } = await openShop();
    const path = pathOf(service.address());
    for (const site of ['cross-site', 'same-site'])
      expect((await ask(port, path, { headers: { 'sec-fetch-site': site } })).status).toBe(403);
    expect((await ask(port, path, { headers: { 'sec-fetch-site': 'none' } })).status).toBe(303);
  });

  it('opened again by a browser that has a cookie leads on to the page', async () => {
    const { service, port, enter } = await openShop();
    const cookie = await enter();
    const stale = pathOf(service.address()).replace(/token=[^&]+/, 'token=used');
    const led = await ask(port, stale, { headers: { cookie } });
    expect(led).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(led.headers['set-cookie']).toBeUndefined();
  });

  it('is used up by whoever opens it first, a browser that has a cookie as well', async () => {
    const { service, port, enter } = await openShop();
    const cookie = await enter();
    const path = pathOf(service.address());
    expect((await ask(port, path, { headers: { cookie } })).status).toBe(303);
    expect((await ask(port, path)).status).toBe(401);
  });

  it.each(['?view=../x', '?view=%0d%0aSet-Cookie:x', '?view=//evil.example'])(
    'leads to our own page only (%s)',
    async (search) => {
      const { service, port } = await openShop();
      const { headers, status } = await ask(port, pathOf(service.address()) + search.replace('?', '&'));
      expect([status, headers.location]).toEqual([303, '/']);
    },
  );
});

describe('without a cookie', () => {
  it.each(['/', '/index.html', '/assets/main-D3x9_k2A.js', '/favicon.ico'])('%s is refused', async (path) => {
    const { port } = await openShop();
    for (const cookie of ['', 'heado-till=', `heado-till=${'A'.repeat(43)}`, 'other=1'])
      expect((await ask(port, path, { headers: { cookie } })).status).toBe(401);
  });

  it('requests and the event stream say that it is not allowed', async () => {
    const { port } = await openShop();
    const refusal = { ok: false, refusal: { reason: 'notAllowed' } };
    const events = await ask(port, '/api/events');
    expect([events.status, JSON.parse(events.body)]).toEqual([401, refusal]);
    const posted = await postJson(port, '/api/serviceState', '', {});
    expect([posted.status, JSON.parse(posted.body)]).toEqual([401, refusal]);
  });
});

describe('the cookie', () => {
  it('survives a restart; the file has hashes alone, mode 0600', async () => {
    const folder = tempFolder();
    const file = join(folder, 'sessions.json');
    const one = await openShop();
    one.service.sessions.keepIn(file);
    const cookie = await one.enter();
    const secret = cookie.split('=')[1] ?? '';
    const kept = readFileSync(file, 'utf8');
    expect(kept).not.toContain(secret.slice(0, 8));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const other = await openShop();
    expect((await ask(other.port, '/', { headers: { cookie } })).status).toBe(401);
    other.service.sessions.keepIn(file);
    expect((await ask(other.port, '/', { headers: { cookie } })).status).toBe(200);
  });

  async function opensNothing(flaw: string): Promise<void> {
    const folder = tempFolder();
    const file = join(folder, 'sessions.json');
    const one = await openShop();
    one.service.sessions.keepIn(file);
    const cookie = await one.enter();
    if (flaw === 'a mode for others') chmodSync(file, 0o640);
    if (flaw === 'another owner') chownSync(file, 65_534, 65_534);
    if (flaw === 'a second name') linkSync(file, join(folder, 'second'));
    if (flaw === 'rubbish') writeFileSync(file, '{"sessions":[{"sha256":"x"}]}');
    if (flaw === 'a link') {
      renameSync(file, join(folder, 'elsewhere'));
      symlinkSync(join(folder, 'elsewhere'), file);
    }
    const other = await openShop();
    const told: string[] = [];
    other.service.sessions.keepIn(file, (reason) => told.push(reason));
    expect(told).toHaveLength(1);
    expect((await ask(other.port, '/', { headers: { cookie } })).status).toBe(401);
    expect(await other.enter()).not.toBe('');
    expect(statSync(file)).toMatchObject({ nlink: 1, uid: process.getuid?.() });
  }

  it.each(['a mode for others', 'a link', 'a second name', 'rubbish'])(
    'of a file with %s opens nothing, and that is told',
    opensNothing,
  );
  onlyAsRoot('to give a file away').it('of a file with another owner opens nothing, and that is told', () =>
    opensNothing('another owner'),
  );

  it('kept by an earlier version opens the screens', async () => {
    const file = join(tempFolder(), 'sessions.json');
    const secret = 'A'.repeat(43);
    const session = { sha256: hash('sha256', secret), untilMs: Date.now() + 60_000 };
    writeFileSync(file, JSON.stringify({ sessions: [session] }), { mode: 0o600 });
    const { service, port } = await openShop();
    service.sessions.keepIn(file);
    expect((await ask(port, '/', { headers: { cookie: `heado-till=${secret}` } })).status).toBe(200);
  });

  it('given before the data folder was known is kept there afterwards', async () => {
    const { service, enter } = await openShop();
    const file = join(tempFolder(), 'sessions.json');
    await enter();
    expect(existsSync(file)).toBe(false);
    service.sessions.keepIn(file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ sessions: [{}] });
  });

  it('ends 30 days after the page was opened last', async () => {
    const clock = createFakeClock();
    const { port, enter } = await openShop({ clock });
    const cookie = await enter();
    const statusOf = async (): Promise<number> => (await ask(port, '/', { headers: { cookie } })).status;
    clock.advance(SESSION_LIFE_MS - 1);
    const renewed = await ask(port, '/', { headers: { cookie } });
    expect(cookieOf(renewed)).toBe(cookie);
    clock.advance(SESSION_LIFE_MS - 1);
    expect(await statusOf()).toBe(200);
    clock.advance(SESSION_LIFE_MS);
    expect(await statusOf()).toBe(401);
  });

  it('is given to a bounded number of browsers: the one that ends first gives its place', async () => {
    const clock = createFakeClock();
    const { port, enter } = await openShop({ clock });
    const cookies: string[] = [];
    for (let count = 0; count <= SESSIONS_MAX; count += 1) {
      cookies.push(await enter());
      clock.advance(1);
    }
    const statuses = await Promise.all(
      [cookies[0], cookies[1], cookies.at(-1)].map((cookie = '') => ask(port, '/', { headers: { cookie } })),
    );
    expect(statuses.map(({ status }) => status)).toEqual([401, 200, 200]);
  });
});

describe('the guard', () => {
  it('listens on 127.0.0.1 and no other address', async () => {
    const { port } = await openShop();
    const { promise, resolve } = Promise.withResolvers<string>();
    net
      .connect(port, '127.0.0.2')
      .on('connect', () => resolve('connected'))
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    expect(await promise).toBe('ECONNREFUSED');
  });

  it('knows itself as 127.0.0.1 with its port, by no other name', async () => {
    const { port, enter } = await openShop();
    const cookie = await enter();
    const statusFor = async (host: string): Promise<number> =>
      (await ask(port, '/', { headers: { host, cookie } })).status;
    expect(await statusFor(`127.0.0.1:${port}`)).toBe(200);
    for (const host of [
      `localhost:${port}`,
      `[::1]:${port}`,
      `127.0.0.1:${port}.`,
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      'localhost',
      `127.0.0.1:${port + 1}`,
    ])
      expect(await statusFor(host)).toBe(421);
  });

  it.each([String.raw`/\[`, '//[', String.raw`/\evil.example/`, '/a b', '*', 'http://127.0.0.1/', '/\t'])(
    'refuses the target %j, with a cookie and without',
    async (target) => {
      const { port, enter } = await openShop();
      for (const cookie of ['', await enter()]) {
        const said = await sayRaw(
          port,
          `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n`,
        );
        expect(said).toMatch(/^HTTP\/1\.1 400 /);
      }
    },
  );

  it('opens a page beside any number of connections that say nothing or half a request', async () => {
    const { port, enter } = await openShop();
    const cookie = await enter();
    const stream = await readEvents(port, { cookie });
    await waitFor('the stream', () => stream.events().length > 0);
    const silent = await Promise.all(
      Array.from({ length: CONNECTIONS_MAX * 3 }, (_, index) =>
        connect(port, index % 2 === 0 ? '' : 'GET / HT'),
      ),
    );
    onTestFinished(() => silent.forEach((socket) => socket.destroy()));
    for (let times = 0; times < 5; times += 1) expect(await enter()).not.toBe('');
    expect((await ask(port, '/', { headers: { cookie } })).status).toBe(200);
    await waitFor('the oldest are let go', () => silent[0]?.destroyed === true);
    expect(silent.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(CONNECTIONS_MAX);
    stream.close();
  });

  it.each([
    ['another origin', { origin: 'http://evil.example' }],
    ['no origin at all', { origin: 'null' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['https', { origin: 'https://127.0.0.1' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['an address line', { 'sec-fetch-site': 'none' }],
  ])('refuses requests and the event stream from %s', async (_, headers) => {
    const { port, enter } = await openShop();
    const cookie = await enter();
    const json = { 'content-type': 'application/json', cookie };
    const posted = await ask(port, '/api/lock', {
      method: 'POST',
      headers: { ...json, ...headers },
      body: '{}',
    });
    expect(posted.status).toBe(403);
    expect((await ask(port, '/api/events', { headers: { cookie, ...headers } })).status).toBe(403);
  });

  it.each(['PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'])('refuses the method %s', async (method) => {
    const { port, enter } = await openShop();
    const refused = await ask(port, '/', { method, headers: { cookie: await enter() } });
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, POST']);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json-seq',
    '',
  ])('refuses a body of the type "%s"', async (type) => {
    const { port, enter } = await openShop();
    const headers = { 'content-type': type, cookie: await enter() };
    expect((await ask(port, '/api/lock', { method: 'POST', headers, body: '{}' })).status).toBe(415);
  });

  it('refuses a body over the limit, announced or not', async () => {
    const { port, enter } = await openShop();
    const cookie = await enter();
    const pin = 'x'.repeat(BODY_BYTES_MAX);
    expect((await postJson(port, '/api/unlock', cookie, { pin })).status).toBe(413);
    const headers = { 'content-type': 'application/json', cookie, 'transfer-encoding': 'chunked' };
    const body = JSON.stringify({ pin });
    expect((await ask(port, '/api/unlock', { method: 'POST', headers, body })).status).toBe(413);
  });

  it('refuses arguments of another form and requests that there are not', async () => {
    const { port, enter } = await openShop();
    const cookie = await enter();
    const statusOf = async (name: string, value: unknown): Promise<number> =>
      (await postJson(port, `/api/${name}`, cookie, value)).status;
    expect(await statusOf('putAwayShiftCard', { id: 'x' })).toBe(200);
    for (const value of [{}, { id: 1 }, { id: '' }, { id: 'x', more: 1 }, [], null, 'x'])
      expect(await statusOf('putAwayShiftCard', value)).toBe(400);
    for (const name of ['nothing', 'constructor', '__proto__', 'toString', ''])
      expect(await statusOf(name, {})).toBe(404);
    expect(await statusOf('show', { stream: 'x', shown: { visible: true, reports: ['all'] } })).toBe(400);
    expect(await statusOf('show', { stream: 'x', shown: { visible: true, reports: [] } })).toBe(404);
  });

  it('cuts a request that never ends, and survives rubbish', async () => {
    const { port, enter } = await openShop();
    const { promise, resolve } = Promise.withResolvers<string>();
    const socket = net.connect(port, '127.0.0.1');
    let said = '';
    socket.on('data', (chunk) => (said += chunk.toString()));
    socket.on('close', () => resolve(said));
    socket.end(`\u0000\u0001 rubbish\r\n\r\n`);
    expect(await promise).toMatch(/^HTTP\/1\.1 400 /);
    expect(await enter()).not.toBe('');
  });
});

describe('what is served', () => {
  it('bears the content policy and its companions, whatever the answer is', async () => {
    const { service, port, enter } = await openShop();
    const cookie = await enter();
    const replies = [
      await ask(port, '/', { headers: { cookie } }),
      await ask(port, '/'),
      await ask(port, '/nothing', { headers: { cookie } }),
      await ask(port, '/', { headers: { host: 'evil.example' } }),
      await ask(port, '/', { method: 'PUT' }),
      await ask(port, pathOf(service.address())),
      await postJson(port, '/api/lock', cookie, {}),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 401, 404, 421, 405, 303, 200]);
    for (const { headers } of replies) {
      expect(headers).toMatchObject({
        'content-security-policy': CONTENT_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
    expect(CONTENT_POLICY).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'",
    );
  });

  it('is packed where the browser can unpack it, and lasts where its name has a hash', async () => {
    const { port, enter } = await openShop();
    const cookie = await enter();
    const path = '/assets/main-D3x9_k2A.js';
    const plain = await ask(port, path, { headers: { cookie } });
    expect(plain.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const headers = { cookie, 'accept-encoding': 'gzip, br' };
    const { promise, resolve } = Promise.withResolvers<Buffer>();
    const { open } = await import('./browser.ts');
    const message = await open(port, path, { headers });
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => resolve(Buffer.concat(chunks)));
    const packed = await promise;
    expect(message.headers['content-encoding']).toBe('gzip');
    expect(packed.length).toBeLessThan(plain.body.length / 10);
    expect(gunzipSync(packed).toString()).toBe(plain.body);
  });

  it.each([
    '/../secret.html',
    '/assets/../../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.html',
    '/..\\secret.html',
    '/%5c..%5csecret.html',
    '/index.html%00.js',
    '//secret.html',
    '///etc/passwd',
    '/notes.txt',
    '/assets/',
    '/assets',
  ])('is nothing beside the screens: %s', async (path) => {
    const { port, enter } = await openShop();
    const { status, body } = await ask(port, path, { headers: { cookie: await enter() } });
    expect([400, 404]).toContain(status);
    expect(body).not.toContain('secret');
  });
});

describe('starting', () => {
  it('fails in words where the screens are missing or the port is taken', async () => {
    const { port } = await openShop();
    const screens = createScreens(systemClock);
    const start = (assets: string, wanted: number): ReturnType<typeof startService> =>
      startService({ screens, clock: systemClock, assets, port: wanted });
    expect(await start(tempFolder(), 0)).toMatchObject({ ok: false, error: { code: 'screens.notBuilt' } });
    expect(await start(layScreens(), port)).toMatchObject({
      ok: false,
      error: { code: 'screens.portUnusable', values: { port, reason: 'EADDRINUSE' } },
    });
  });
});
