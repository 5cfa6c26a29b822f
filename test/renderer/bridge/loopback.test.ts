// @vitest-environment node
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bridge } from '../../../src-main/contract/bridge.ts';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';
import { createLoopbackBridge, type LoopbackDelays } from '../../../src-renderer/bridge/loopback.ts';
import { snapshot } from '../support/snapshots.ts';

interface Call {
  readonly path: string;
  readonly body: unknown;
}

/** An agent's service as far as the bridge sees it: streams are kept open, posts are answered by `answer`. */
let server: Server;
let origin: string;
let streams: ServerResponse[];
let calls: Call[];
let eventsStatus: number;
let answer: (call: Call, response: ServerResponse) => void;
let stop: AbortController;

const DELAYS: LoopbackDelays = { firstRetryMs: 10, retryMsMax: 40, silenceMsMax: 5_000, requestMsMax: 5_000 };

beforeEach(async () => {
  streams = [];
  calls = [];
  eventsStatus = 200;
  answer = (_, response) => response.end('{"ok":true,"value":{}}');
  stop = new AbortController();
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
});

afterEach(async () => {
  stop.abort();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/api/events') {
    response.writeHead(eventsStatus, { 'content-type': 'text/event-stream' });
    if (eventsStatus !== 200) return void response.end();
    response.write(`event: stream\ndata: {"stream":"s${streams.length}"}\n\n`);
    streams.push(response);
    return;
  }
  let body = '';
  for await (const piece of request) body += String(piece);
  const call = { path: request.url ?? '', body: JSON.parse(body) as unknown };
  calls.push(call);
  answer(call, response);
}

function open(delays: LoopbackDelays = DELAYS): Bridge {
  return createLoopbackBridge({ origin, signal: stop.signal, delays });
}

/** Waits for a fact; the test's own time limit ends a wait in vain. */
async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

describe('loopback bridge', () => {
  it('gives every snapshot of the stream, the present one first to a later listener', async () => {
    const bridge = open();
    const early: Snapshot[] = [];
    bridge.onSnapshot((each) => early.push(each));
    await until(() => streams.length === 1);
    streams[0]?.write(event(snapshot({ atMs: 1 })));
    await until(() => early.length === 1);
    const late: number[] = [];
    const off = bridge.onSnapshot(({ atMs }) => late.push(atMs));
    streams[0]?.write(event(snapshot({ atMs: 2 })));
    await until(() => early.length === 2);
    off();
    streams[0]?.write(event(snapshot({ atMs: 3 })));
    await until(() => early.length === 3);
    expect(late).toEqual([1, 2]);
  });

  it('puts together events that arrive in pieces, and passes over comments and what is no snapshot', async () => {
    const bridge = open();
    const seen: (string | null)[] = [];
    bridge.onSnapshot(({ storeName }) => seen.push(storeName));
    await until(() => streams.length === 1);
    const bytes = Buffer.from(
      `: alive\r\n\r\nevent: snapshot\r\n${event(snapshot({ storeName: 'Ёлка ₽' }))}`,
    );
    const middle = bytes.indexOf(Buffer.from('₽')) + 1;
    streams[0]?.write(event({ other: true }) + 'data: <html>\n\n');
    streams[0]?.write(bytes.subarray(0, middle));
    await new Promise((resolve) => setImmediate(resolve));
    streams[0]?.write(bytes.subarray(middle));
    await until(() => seen.length > 0);
    expect(seen).toEqual(['Ёлка ₽']);
  });

  it('asks again when the stream ends, tells the agent lost when that fails, and says anew what is shown', async () => {
    const bridge = open();
    const agent: string[] = [];
    bridge.onAgent((state) => agent.push(state));
    bridge.show({ visible: true, reports: ['metrics'] });
    await until(() => streams.length === 1);
    streams[0]?.write(event(snapshot()));
    await until(() => agent.includes('here'));
    eventsStatus = 503;
    streams[0]?.end();
    await until(() => agent.includes('lost'));
    await until(() => calls.length === 1);
    calls.length = 0;
    eventsStatus = 200;
    await until(() => streams.length === 2);
    streams[1]?.write(event(snapshot()));
    await until(() => calls.length === 1 && agent.length === 3);
    expect(agent).toEqual(['here', 'lost', 'here']);
    const shown = { visible: true, reports: ['metrics'] };
    expect(calls).toEqual([{ path: '/api/show', body: { stream: 's1', shown } }]);
  });

  it('does not call the agent lost when the next stream opens at once', async () => {
    const bridge = open();
    const agent: string[] = [];
    bridge.onAgent((state) => agent.push(state));
    for (const turn of [0, 1]) {
      await until(() => streams.length === turn + 1);
      streams[turn]?.end(event(snapshot({ atMs: turn })));
    }
    await until(() => streams.length === 3);
    expect(agent).toEqual(['here']);
  });

  it('takes a silent stream for lost and asks again', async () => {
    open({ ...DELAYS, silenceMsMax: 30 });
    await until(() => streams.length >= 2);
    await until(() => streams[0]?.destroyed === true);
  });

  it('tells that the address is not allowed any more, for the stream and for requests', async () => {
    eventsStatus = 401;
    answer = (_, response) => response.writeHead(401).end();
    const bridge = open();
    const agent: string[] = [];
    bridge.onAgent((state) => agent.push(state));
    await until(() => agent.length === 1);
    expect(agent).toEqual(['notAllowed']);
    expect(await bridge.request('lock', {})).toEqual({ ok: false, refusal: { reason: 'notAllowed' } });
  });

  it('posts a request with its argument and hands the answer on', async () => {
    answer = (_, response) => response.end('{"ok":true,"value":{"openForMs":60000}}');
    const bridge = open();
    expect(await bridge.request('unlock', { pin: '1234' })).toEqual({
      ok: true,
      value: { openForMs: 60_000 },
    });
    expect(calls).toEqual([{ path: '/api/unlock', body: { pin: '1234' } }]);
    answer = (_, response) =>
      response.writeHead(403).end('{"ok":false,"refusal":{"reason":"locked","retryInMs":5}}');
    expect(await bridge.request('unlock', { pin: '0' })).toEqual({
      ok: false,
      refusal: { reason: 'locked', retryInMs: 5 },
    });
  });

  it.each(['', '<html>', '{"ok":true}', '{"ok":false}', '[]', 'null'])(
    'takes an answer of %j for none',
    async (body) => {
      answer = (_, response) => response.end(body);
      expect(await open().request('lock', {})).toEqual({ ok: false, refusal: { reason: 'unreachable' } });
    },
  );

  it('tells an agent that cannot be reached', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const bridge = open();
    const agent: string[] = [];
    bridge.onAgent((state) => agent.push(state));
    expect(await bridge.request('lock', {})).toEqual({ ok: false, refusal: { reason: 'unreachable' } });
    await until(() => agent.length === 1);
    expect(agent).toEqual(['lost']);
  });

  it('says what is shown one call after the other, the newest last', async () => {
    const held: ServerResponse[] = [];
    answer = (_, response) => held.push(response);
    const bridge = open();
    const agent: string[] = [];
    bridge.onAgent((state) => agent.push(state));
    await until(() => streams.length === 1);
    streams[0]?.write(event(snapshot()));
    await until(() => agent.length === 1);
    bridge.show({ visible: true, reports: ['metrics'] });
    bridge.show({ visible: false, reports: [] });
    await until(() => held.length === 1);
    expect(calls).toHaveLength(1);
    answer = (_, response) => response.end();
    held[0]?.end();
    await until(() => calls.length >= 2);
    expect(calls.at(-1)?.body).toEqual({ stream: 's0', shown: { visible: false, reports: [] } });
  });
});
