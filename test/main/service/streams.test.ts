import net from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { CONTENT_POLICY } from '../../../src-main/hosts/service/headers.ts';
import { HEARTBEAT_MS, STALLED_MS_MAX, STREAMS_MAX } from '../../../src-main/hosts/service/streams.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { waitUntil } from '../../support/wait-for.ts';
import { snapshotAt } from '../screens/snapshots.ts';
import { ask, openShop, postJson, readEvents } from './browser.ts';

const hello = z.object({ stream: z.string() });

/** When each snapshot that came was made. */
function momentsOf(events: readonly { event: string; data: string }[]): number[] {
  return events
    .filter(({ event }) => event === 'snapshot')
    .map(({ data }) => Number(Reflect.get(Object(JSON.parse(data)), 'atMs')));
}

describe('the event stream', () => {
  it('tells its name, the present snapshot at once and every newer one, and ends with its reader', async () => {
    const shop = await openShop();
    const reader = await readEvents(shop.port, { cookie: await shop.enter() });
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': CONTENT_POLICY,
    });
    await waitUntil(() => expect(momentsOf(reader.events())).toEqual([1]));
    expect(reader.events()[0]?.event).toBe('stream');
    expect(reader.events()[0]?.data).toMatch(/^\{"stream":"\S+"\}$/);
    shop.tell(snapshotAt(2));
    await waitUntil(() => expect(momentsOf(reader.events())).toEqual([1, 2]));
    expect(shop.viewers()).toBe(1);
    reader.close();
    await waitUntil(() => expect(shop.viewers()).toBe(0));
  });

  it('carries names of goods as data that cannot end an event', async () => {
    const shop = await openShop();
    const reader = await readEvents(shop.port, { cookie: await shop.enter() });
    const hostile = '<img src=x onerror=alert(1)>\n\ndata: {}\r\nevent: snapshot\u2028';
    shop.tell(snapshotAt(2, { seller: hostile }));
    await waitUntil(() => expect(momentsOf(reader.events())).toEqual([1, 2]));
    expect(Reflect.get(Object(JSON.parse(reader.events().at(-1)?.data ?? '')), 'seller')).toBe(hostile);
  });

  it('takes what its screen shows', async () => {
    const shop = await openShop();
    const cookie = await shop.enter();
    const reader = await readEvents(shop.port, { cookie });
    await waitUntil(() => expect(reader.events().length).toBeGreaterThan(0));
    const { stream } = hello.parse(JSON.parse(reader.events()[0]?.data ?? ''));
    const shown = { visible: true, reports: ['metrics'] };
    expect((await postJson(shop.port, '/api/show', cookie, { stream, shown })).status).toBe(204);
    expect(shop.shown).toEqual([shown]);
    reader.close();
    await waitUntil(() => expect(shop.viewers()).toBe(0));
    expect((await postJson(shop.port, '/api/show', cookie, { stream, shown })).status).toBe(404);
  });

  it('is kept alive by a comment', async () => {
    const clock = createFakeClock();
    const shop = await openShop({ clock });
    const reader = await readEvents(shop.port, { cookie: await shop.enter() });
    await waitUntil(() => expect(reader.events().length).toBe(2));
    clock.advance(2 * HEARTBEAT_MS);
    const beats = (): number => reader.events().filter(({ event }) => event === ':').length;
    await waitUntil(() => expect(beats()).toBe(2));
  });

  it('is given to a bounded number of readers; a place that is left is free again', async () => {
    const shop = await openShop();
    const cookie = await shop.enter();
    const readers = [];
    for (let count = 0; count < STREAMS_MAX; count += 1)
      readers.push(await readEvents(shop.port, { cookie }));
    const refused = await ask(shop.port, '/api/events', { headers: { cookie } });
    expect([refused.status, refused.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
    readers[0]?.close();
    await waitUntil(() => expect(shop.viewers()).toBe(STREAMS_MAX - 1));
    expect((await readEvents(shop.port, { cookie })).status).toBe(200);
  });

  it('ends with the service', async () => {
    const shop = await openShop();
    const reader = await readEvents(shop.port, { cookie: await shop.enter() });
    await shop.service.close();
    await reader.ended;
    expect(shop.viewers()).toBe(0);
  });
});

describe('a reader that reads nothing', () => {
  /** A stream whose socket is never read. */
  async function openDeaf(port: number, cookie: string): Promise<net.Socket> {
    const socket = net.connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    const { promise, resolve } = Promise.withResolvers<undefined>();
    socket.once('readable', () => resolve(undefined));
    socket.pause();
    socket.write(`GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n\r\n`);
    await promise;
    return socket;
  }

  const LARGE = 'x'.repeat(500_000);

  it('holds nobody up, and gets the newest snapshot alone when it reads again', async () => {
    const shop = await openShop();
    const cookie = await shop.enter();
    const deaf = await openDeaf(shop.port, cookie);
    const reader = await readEvents(shop.port, { cookie });
    for (let atMs = 2; atMs <= 60; atMs += 1) {
      shop.tell(snapshotAt(atMs, { seller: LARGE }));
      await waitUntil(() => expect(momentsOf(reader.events()).at(-1)).toBe(atMs));
    }
    let said = '';
    deaf.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    deaf.resume();
    await waitUntil(() => expect(said).toContain('"atMs":60,'));
    const moments = [...said.matchAll(/"atMs":(\d+),/g)].map(([, atMs]) => Number(atMs));
    expect(moments.length).toBeLessThan(40);
    expect(moments).toEqual([...new Set(moments)].sort((one, other) => one - other));
  });

  it('is let go after a while', async () => {
    const clock = createFakeClock();
    const shop = await openShop({ clock });
    await openDeaf(shop.port, await shop.enter());
    expect(shop.viewers()).toBe(1);
    for (let atMs = 2; atMs <= 30; atMs += 1) shop.tell(snapshotAt(atMs, { seller: LARGE.repeat(20) }));
    clock.advance(STALLED_MS_MAX);
    await waitUntil(() => expect(shop.viewers()).toBe(0));
  });
});
