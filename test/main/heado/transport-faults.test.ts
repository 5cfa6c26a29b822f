import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { FACT_LIMIT_MS } from '../../support/patience.ts';
import { endCalls, endpointAt, mustFail, mustReply, openTransport } from './calls.ts';
import { makeCertificate } from './certificate.ts';
import { listen, portOf, rawAnswer, readRequests, startHttp, startHttps, startTcp } from './small-servers.ts';

afterEach(endCalls);

const soon = { deadlineMs: FACT_LIMIT_MS };
const at = (port: number): ReturnType<typeof endpointAt> => endpointAt(`http://127.0.0.1:${port}`);
const large = 'x'.repeat(4_000_000);

async function closedPort(): Promise<number> {
  const server = net.createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('before any byte can have been sent, a failure says so', () => {
  it('when the connection is refused', async () => {
    const failure = mustFail(await openTransport().post(at(await closedPort()), '{}', soon));
    expect(failure).toEqual({
      kind: 'failure',
      code: 'connectionRefused',
      phase: 'before-send',
      words: 'ECONNREFUSED',
    });
  });

  it('when the name is not known', async () => {
    const lookup: net.LookupFunction = (host, _options, done) => {
      done(Object.assign(new Error(`no ${host}`), { code: 'ENOTFOUND' }), '');
    };
    const failure = await openTransport({ lookup }).post(endpointAt('https://nowhere.example'), '{}', soon);
    expect(mustFail(failure)).toMatchObject({ code: 'nameNotFound', phase: 'before-send' });
  });

  it('when the lookup of the name never ends', async () => {
    const lookup: net.LookupFunction = () => undefined;
    const transport = openTransport({ lookup, connectTimeoutMs: 100 });
    const failure = await transport.post(endpointAt('https://nowhere.example'), '{}', soon);
    expect(mustFail(failure)).toMatchObject({ code: 'connectTimeout', phase: 'before-send' });
  });

  it('when the TLS handshake hangs', async () => {
    const port = await startTcp(() => undefined);
    const transport = openTransport({ connectTimeoutMs: 150 });
    const failure = await transport.post(endpointAt(`https://localhost:${port}`), '{}', soon);
    expect(mustFail(failure)).toMatchObject({ code: 'connectTimeout', phase: 'before-send' });
  });

  it('when the server hangs up in the TLS handshake or speaks no TLS', async () => {
    const hangsUp = await startTcp((socket) => socket.once('data', () => socket.destroy()));
    const speaksHttp = await startHttp((response) => response.end());
    for (const port of [hangsUp, speaksHttp.port]) {
      const failure = await openTransport().post(endpointAt(`https://localhost:${port}`), '{}', soon);
      expect(mustFail(failure)).toMatchObject({ code: 'tlsFailed', phase: 'before-send' });
    }
  });

  it.each([
    ['self-signed', { host: 'localhost' }, false, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['for another host', { host: 'other.example' }, true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expired', { host: 'localhost', fromDays: -9, toDays: -2 }, true, 'CERT_HAS_EXPIRED'],
  ])('when the certificate is %s, and the server gets no request', async (_name, facts, trusted, words) => {
    const certificate = makeCertificate(facts);
    const server = await startHttps(certificate, (response) => response.end('1'));
    const transport = openTransport(trusted ? { caPem: certificate.cert } : {});
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const failure = await transport.post(endpointAt(server.base), '{}', soon);
      expect(mustFail(failure)).toEqual({ kind: 'failure', code: 'tlsFailed', phase: 'before-send', words });
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
    expect(server.heard).toEqual([]);
  });

  it('and a server whose authority is given is believed', async () => {
    const certificate = makeCertificate({ host: 'localhost' });
    const server = await startHttps(certificate, (response) => response.end('1'));
    const transport = openTransport({ caPem: certificate.cert });
    expect(mustReply(await transport.post(endpointAt(server.base), '{}', soon)).text).toBe('1');
  });
});

describe('once bytes may have been sent, a failure says so', () => {
  it('when the connection is accepted and closed', async () => {
    const port = await startTcp((socket) => socket.destroy());
    expect(mustFail(await openTransport().post(at(port), '{}', soon))).toMatchObject({
      code: 'connectionReset',
      phase: 'maybe-sent',
    });
  });

  it('when the connection is reset in the middle of the request', async () => {
    const port = await startTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(mustFail(await openTransport().post(at(port), large, soon))).toMatchObject({
      code: 'connectionReset',
      phase: 'maybe-sent',
    });
  });

  it('when the connection is reset after the request', async () => {
    const port = await startTcp((socket) => readRequests(socket, () => socket.resetAndDestroy()));
    expect(mustFail(await openTransport().post(at(port), '{}', soon))).toMatchObject({
      code: 'connectionReset',
      phase: 'maybe-sent',
    });
  });

  it.each([
    ['in the status line', 'HTTP/1.1 2'],
    ['in the headers', 'HTTP/1.1 200 OK\r\nContent-Le'],
  ])('when the answer is cut %s', async (_where, sent) => {
    const port = await startTcp((socket) => readRequests(socket, () => socket.end(sent)));
    expect(mustFail(await openTransport().post(at(port), '{}', soon)).phase).toBe('maybe-sent');
  });

  it.each([
    ['short of its length', 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"jsonrpc"'],
    ['between chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'],
  ])('when the body is cut %s', async (_where, sent) => {
    const port = await startTcp((socket) => readRequests(socket, () => socket.end(sent)));
    expect(mustFail(await openTransport().post(at(port), '{}', soon))).toMatchObject({
      code: 'answerCut',
      phase: 'maybe-sent',
    });
  });

  it.each([
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n'],
    ['headers without end', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`],
  ])('when the answer is %s', async (_what, sent) => {
    const port = await startTcp((socket) => readRequests(socket, () => socket.write(sent)));
    expect(mustFail(await openTransport().post(at(port), '{}', soon))).toMatchObject({
      code: 'answerNotHttp',
      phase: 'maybe-sent',
    });
  });

  it('when what calls itself gzip is none', async () => {
    const server = await startHttp((response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('plain');
    });
    expect(mustFail(await openTransport().post(endpointAt(server.base), '{}', soon))).toMatchObject({
      code: 'answerCut',
      phase: 'maybe-sent',
    });
  });

  it('when no answer comes by the deadline', async () => {
    const port = await startTcp(() => undefined);
    expect(mustFail(await openTransport().post(at(port), '{}', { deadlineMs: 150 }))).toMatchObject({
      code: 'noAnswer',
      phase: 'maybe-sent',
    });
  });

  it('when the answer trickles in byte by byte', async () => {
    const port = await startTcp((socket) =>
      readRequests(socket, () => {
        let rest = rawAnswer('{"a":1}'.repeat(50));
        const timer = setInterval(() => {
          socket.write(rest.slice(0, 1));
          rest = rest.slice(1);
        }, 10);
        socket.once('close', () => clearInterval(timer));
      }),
    );
    expect(mustFail(await openTransport().post(at(port), '{}', { deadlineMs: 250 })).code).toBe('noAnswer');
  });

  it('when the server takes the request byte by byte', async () => {
    const port = await startTcp((socket) => {
      socket.pause();
      const timer = setInterval(() => void socket.read(1), 10);
      socket.once('close', () => clearInterval(timer));
    });
    expect(mustFail(await openTransport().post(at(port), large, { deadlineMs: 250 })).code).toBe('noAnswer');
  });

  it('when a kept connection is closed as the next call is written', async () => {
    let requests = 0;
    const port = await startTcp((socket) =>
      readRequests(socket, () => {
        requests += 1;
        if (requests === 1) socket.write(rawAnswer('1'));
        else socket.resetAndDestroy();
      }),
    );
    const transport = openTransport();
    mustReply(await transport.post(at(port), '{}', soon));
    expect(mustFail(await transport.post(at(port), '{}', soon))).toMatchObject({
      code: 'connectionReset',
      phase: 'maybe-sent',
    });
  });
});

describe('after a failure', () => {
  it('the next call goes over a new connection and succeeds', async () => {
    let connections = 0;
    const server = net.createServer((socket) => {
      connections += 1;
      if (connections === 1) socket.destroy();
      else readRequests(socket, () => socket.write(rawAnswer('fine')));
    });
    await listen(server);
    const transport = openTransport();
    mustFail(await transport.post(at(portOf(server)), '{}', soon));
    expect(mustReply(await transport.post(at(portOf(server)), '{}', soon)).text).toBe('fine');
  });
});
