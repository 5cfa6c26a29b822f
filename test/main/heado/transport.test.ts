import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { ANSWER_BYTES_MAX, ANSWER_PIECES_MAX } from '../../../src-main/heado/transport.ts';
import { FACT_LIMIT_MS } from '../../support/patience.ts';
import { endCalls, endpointAt, KEY, mustFail, mustReply, openTransport } from './calls.ts';
import { rawAnswer, readRequests, startHttp, startTcp } from './small-servers.ts';

afterEach(endCalls);

const soon = { deadlineMs: FACT_LIMIT_MS };

describe('a call', () => {
  it('posts the body as it is to the address with the key', async () => {
    const server = await startHttp((response) => response.end('{"ok":1}'));
    const reply = mustReply(await openTransport().post(endpointAt(server.base), '{"a":"ё"}', soon));
    const [heard] = server.heard;
    expect(reply).toMatchObject({ status: 200, text: '{"ok":1}' });
    expect(heard).toMatchObject({ path: `/device/${KEY}`, body: '{"a":"ё"}' });
    expect(heard?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'heado-till/test',
      'content-length': '10',
    });
  });

  it('returns any status with its body and the headers that matter', async () => {
    const server = await startHttp((response) => {
      response.writeHead(503, { 'Retry-After': '7', Date: 'Sun, 22 Nov 2026 10:00:00 GMT' }).end('busy');
    });
    expect(mustReply(await openTransport().post(endpointAt(server.base), '{}', soon))).toEqual({
      kind: 'reply',
      status: 503,
      headers: { retryAfter: '7', contentType: undefined },
      text: 'busy',
      dateHeaderMs: Date.UTC(2026, 10, 22, 10),
    });
  });

  it('has no server date where the header is missing or rubbish', async () => {
    const port = await startTcp((socket) =>
      readRequests(socket, () => {
        socket.write(rawAnswer('1', 'HTTP/1.1 200 OK\r\nDate: yesterday'));
      }),
    );
    const reply = mustReply(await openTransport().post(endpointAt(`http://127.0.0.1:${port}`), '{}', soon));
    expect(reply.dateHeaderMs).toBeUndefined();
  });

  it('uses one connection for call after call', async () => {
    const server = await startHttp((response) => response.end('1'));
    const transport = openTransport();
    for (let call = 0; call < 5; call++) await transport.post(endpointAt(server.base), '{}', soon);
    expect(new Set(server.heard.map(({ socket }) => socket)).size).toBe(1);
  });

  it('never follows a redirect, neither here nor to another host', async () => {
    const other = await startHttp((response) => response.end('1'));
    for (const status of [301, 302, 303, 307, 308]) {
      for (const location of [`${other.base}/device/${KEY}`, '/elsewhere']) {
        const server = await startHttp((response) =>
          response.writeHead(status, { Location: location }).end(),
        );
        const reply = mustReply(await openTransport().post(endpointAt(server.base), '{}', soon));
        expect(reply.status).toBe(status);
        expect(server.heard).toHaveLength(1);
      }
    }
    expect(other.heard).toEqual([]);
  });

  it('reads chunked, early-hinted, gzipped and HTTP/1.0 answers', async () => {
    const chunked = await startHttp((response) => {
      for (const piece of ['{"a', '":', '1}']) response.write(piece);
      response.end();
    });
    const hinted = await startHttp((response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' }, () => response.end('{"a":1}'));
    });
    const zipped = await startHttp((response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('{"a":1}'));
    });
    const old = await startTcp((socket) =>
      readRequests(socket, () => {
        socket.end('HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{"a":1}');
      }),
    );
    const bases = [chunked.base, hinted.base, zipped.base, `http://127.0.0.1:${old}`];
    for (const base of bases) {
      expect(mustReply(await openTransport().post(endpointAt(base), '{}', soon))).toMatchObject({
        status: 200,
        text: '{"a":1}',
      });
    }
  });

  it('takes an answer of exactly the largest size and cuts off one byte more', async () => {
    const server = await startHttp((response, { body }) => {
      response.end('x'.repeat(body === 'max' ? ANSWER_BYTES_MAX : ANSWER_BYTES_MAX + 1));
    });
    const transport = openTransport();
    const reply = mustReply(await transport.post(endpointAt(server.base), 'max', soon));
    expect(reply.text).toHaveLength(ANSWER_BYTES_MAX);
    expect(mustFail(await transport.post(endpointAt(server.base), 'over', soon))).toMatchObject({
      code: 'answerTooLarge',
      phase: 'maybe-sent',
    });
  });

  it('cuts off an answer that comes in single bytes', async () => {
    const port = await startTcp((socket) =>
      readRequests(socket, () => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        socket.write('1\r\n \r\n'.repeat(ANSWER_PIECES_MAX + 1));
      }),
    );
    const failed = mustFail(await openTransport().post(endpointAt(`http://127.0.0.1:${port}`), '{}', soon));
    expect(failed).toMatchObject({ code: 'answerTooLarge', phase: 'maybe-sent' });
  });

  it('cuts off an endless body and a gzip bomb by what they unpack to', async () => {
    const endless = await startHttp((response) => {
      const pump = (): void => {
        while (!response.destroyed && response.write('y'.repeat(65_536)));
      };
      response.on('drain', pump);
      response.on('error', () => undefined);
      pump();
    });
    const bomb = await startHttp((response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(100_000_000)));
    });
    for (const { base } of [endless, bomb])
      expect(mustFail(await openTransport().post(endpointAt(base), '{}', soon)).code).toBe('answerTooLarge');
  });

  it('does not mix a late answer into the next call', async () => {
    let calls = 0;
    const server = await startHttp((response, { body }) => {
      calls += 1;
      if (calls === 1) setTimeout(() => response.end(`late ${body}`), 300);
      else response.end(`good ${body}`);
    });
    const transport = openTransport();
    const first = await transport.post(endpointAt(server.base), 'one', { deadlineMs: 100 });
    expect(mustFail(first)).toMatchObject({ code: 'noAnswer', phase: 'maybe-sent' });
    const second = mustReply(await transport.post(endpointAt(server.base), 'two', soon));
    expect(second.text).toBe('good two');
  });

  it('leaves the proxies of the environment to its own plan', async () => {
    const server = await startHttp((response) => response.end('1'));
    const proxy = await startHttp((response) => response.end('proxied'));
    process.env['HTTP_PROXY'] = process.env['http_proxy'] = proxy.base;
    try {
      const reply = mustReply(await openTransport().post(endpointAt(server.base), '{}', soon));
      expect(reply.text).toBe('1');
    } finally {
      delete process.env['HTTP_PROXY'];
      delete process.env['http_proxy'];
    }
    expect(proxy.heard).toEqual([]);
  });

  it('ends at once when it is stopped, and does not begin when it was stopped before', async () => {
    const stop = new AbortController();
    const server = await startHttp(() => stop.abort());
    const transport = openTransport();
    const limits = { ...soon, stop: stop.signal };
    const cut = await transport.post(endpointAt(server.base), '{}', limits);
    expect(mustFail(cut)).toMatchObject({ code: 'stopped', phase: 'maybe-sent' });
    const unborn = await transport.post(endpointAt(server.base), '{}', limits);
    expect(mustFail(unborn)).toMatchObject({ code: 'stopped', phase: 'before-send' });
    expect(server.heard).toHaveLength(1);
  });

  it('closes an idle connection before a server with the usual five seconds does', async () => {
    const server = await startHttp((response) => response.end('1'));
    server.server.keepAliveTimeout = 60_000;
    const closed = new Promise((resolve) =>
      server.server.once('connection', (socket) => socket.once('close', resolve)),
    );
    await openTransport().post(endpointAt(server.base), '{}', soon);
    expect(await closed).toBe(false);
  });
});
