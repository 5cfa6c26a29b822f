import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '../../../src-main/base/result.ts';
import { createDeviceApi } from '../../../src-main/heado/device-api.ts';
import { tracesOf } from '../../security/traces.ts';
import { seededRandom } from '../../support/random.ts';
import { deviceApiOptions, endCalls, openTransport, type TransportFacts } from './calls.ts';
import { makeCertificate } from './certificate.ts';
import { startConnectProxy } from './connect-proxy.ts';
import { randomKey } from './secrecy.ts';
import { errorFor, rawAnswer, readRequests, startHttp, startHttps, startTcp } from './small-servers.ts';

afterEach(endCalls);

interface Path extends TransportFacts {
  readonly base: string;
  readonly deadlineMs?: number;
}

/** A server for every way in which a call can fail; those that can repeat what they were sent do. */
async function everyErrorPath(): Promise<Record<string, Path>> {
  const loopback = (port: number): string => `http://127.0.0.1:${port}`;
  const raw = async (answer: (body: string) => string): Promise<string> =>
    loopback(await startTcp((socket) => readRequests(socket, (body) => void socket.end(answer(body)))));
  const echo = (status: number): Promise<string> =>
    startHttp((response, { path }) => {
      response.writeHead(status, { Location: path, 'Retry-After': path }).end(`no ${path}`);
    }).then(({ base }) => base);
  const says = (code: number): Promise<string> =>
    startHttp((response, { body, path }) => {
      response.end(errorFor(body, { code, message: `at ${path}, ${decodeURIComponent(path)}` }));
    }).then(({ base }) => base);
  const https = await startHttps(makeCertificate({ host: 'localhost' }), (response) => response.end());
  const proxy = await startConnectProxy(https.port, { refuse: 502 });
  return {
    refused: { base: loopback(1) },
    reset: { base: loopback(await startTcp((socket) => socket.destroy())) },
    silent: { base: loopback(await startTcp(() => undefined)), deadlineMs: 30 },
    tls: { base: https.base },
    noTls: { base: `https://localhost:${(await startHttp((response) => response.end())).port}` },
    proxy: { base: 'https://api.heado.example', proxy: proxy.address },
    cut: { base: await raw(() => 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx') },
    noHttp: { base: await raw((body) => `${body}\r\n\r\n`) },
    notJson: { base: await raw((body) => rawAnswer(`<p>${body}`)) },
    otherId: { base: await raw(() => rawAnswer('{"id":"x","result":1}')) },
    redirect: { base: await echo(302) },
    unauthorized: { base: await echo(401) },
    missing: { base: await echo(404) },
    broken: { base: await echo(500) },
    busy: { base: await echo(429) },
    refusal: { base: await says(-32602) },
    blocked: { base: await says(-32801) },
    unknown: { base: await says(-1) },
    noMethod: { base: await says(-32601) },
    plainHttp: { base: 'http://api.heado.example' },
    badBase: { base: 'nonsense' },
  };
}

describe('whatever goes wrong', () => {
  it('no outcome, report, note or printed object holds any trace of the key', async () => {
    const paths = await everyErrorPath();
    const random = seededRandom(2026);
    const kinds = new Set<string>();
    for (const [name, path] of Object.entries(paths)) {
      for (let round = 0; round < 5; round++) {
        const key = randomKey(random);
        const said: unknown[] = [];
        const api = createDeviceApi(
          deviceApiOptions(path.base, {
            transport: openTransport(path),
            readKey: () => ok(key),
            note: (...line) => void said.push(line),
            onCall: (report) => void said.push(report),
          }),
        );
        const result = await api.registerEvent('{"name":"shift/start"}', {
          deadlineMs: path.deadlineMs ?? 5_000,
        });
        kinds.add(result.outcome.kind);
        said.push(result, api, api.keyFingerprint());
        const text = `${JSON.stringify(said)}${inspect(said, { depth: 20, showHidden: true })}`;
        expect({ name, traces: tracesOf(key, text) }).toEqual({ name, traces: [] });
      }
    }
    expect([...kinds].sort()).toEqual(['hold', 'noMethod', 'refused', 'retry']);
  });
});
