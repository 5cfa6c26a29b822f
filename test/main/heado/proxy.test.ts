import { afterEach, describe, expect, it } from 'vitest';
import { planProxy } from '../../../src-main/heado/proxy.ts';
import { FACT_LIMIT_MS } from '../../support/patience.ts';
import { endCalls, endpointAt, KEY, mustFail, mustReply, openTransport } from './calls.ts';
import { makeCertificate } from './certificate.ts';
import { startConnectProxy } from './connect-proxy.ts';
import { startHttp, startHttps } from './small-servers.ts';

afterEach(endCalls);

const soon = { deadlineMs: FACT_LIMIT_MS };
const host = 'api.heado.example';
const api = endpointAt(`https://${host}`);

function proxyFor(setting: string, env: Record<string, string>, name = host, port = 443): string | undefined {
  const plan = planProxy(setting, env);
  if (!plan.ok) throw new Error(plan.error.code);
  return plan.value.proxyFor(name, port);
}

describe('the proxy plan', () => {
  it('follows HTTPS_PROXY, lower case first, and takes an address without a scheme for http', () => {
    expect(proxyFor('system', { HTTPS_PROXY: 'http://big:1' })).toBe('http://big:1/');
    expect(proxyFor('system', { HTTPS_PROXY: 'http://big:1', https_proxy: 'small:2' })).toBe(
      'http://small:2/',
    );
    expect(proxyFor('system', {})).toBeUndefined();
  });

  it('prefers the setting, and "none" goes straight', () => {
    expect(proxyFor('http://mine:3', { HTTPS_PROXY: 'http://big:1' })).toBe('http://mine:3/');
    expect(proxyFor('none', { HTTPS_PROXY: 'http://big:1' })).toBeUndefined();
  });

  it.each([
    ['heado.example', true],
    ['.heado.example', true],
    ['*.heado.example', true],
    ['other, api.heado.example:443', true],
    ['*', true],
    ['api.heado.example:8443', false],
    ['eado.example', false],
    ['other.example', false],
    ['', false],
  ])('reads NO_PROXY "%s"', (list, straight) => {
    const proxy = proxyFor('system', { HTTPS_PROXY: 'http://big:1', NO_PROXY: list });
    expect(proxy === undefined).toBe(straight);
  });

  it('never sends loopback to a proxy', () => {
    for (const name of ['localhost', '127.0.0.1', '::1'])
      expect(proxyFor('http://mine:3', {}, name)).toBeUndefined();
  });

  it('names a proxy that cannot be used, without its password', () => {
    const results = ['http://', 'socks5://user:secret-word@p:1', 'http://user:secret-word@:x'].map((text) =>
      planProxy(text, {}),
    );
    expect(results.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual([
      'api.proxyUnreadable',
      'api.proxyKind',
      'api.proxyUnreadable',
    ]);
    expect(JSON.stringify(results)).not.toContain('secret-word');
  });
});

describe('a call through a proxy', () => {
  it('goes through a CONNECT tunnel with TLS to the API itself, and keeps the tunnel', async () => {
    const certificate = makeCertificate({ host });
    const server = await startHttps(certificate, (response) => response.end('1'));
    const proxy = await startConnectProxy(server.port);
    const transport = openTransport({
      proxy: 'system',
      env: { HTTPS_PROXY: `http://till:pass%20word@${proxy.address}` },
      caPem: certificate.cert,
    });
    for (let call = 0; call < 3; call++)
      expect(mustReply(await transport.post(api, '{}', soon)).text).toBe('1');
    expect(proxy.asked).toEqual([
      { target: `${host}:443`, auth: `Basic ${Buffer.from('till:pass word').toString('base64')}` },
    ]);
    expect(server.heard.map(({ path }) => path)).toEqual(Array(3).fill(`/device/${KEY}`));
  });

  it('still verifies the certificate of the API', async () => {
    const server = await startHttps(makeCertificate({ host }), (response) => response.end('1'));
    const proxy = await startConnectProxy(server.port);
    const failure = await openTransport({ proxy: proxy.address }).post(api, '{}', soon);
    expect(mustFail(failure)).toMatchObject({ code: 'tlsFailed', phase: 'before-send' });
    expect(server.heard).toEqual([]);
  });

  it('was never sent when the proxy refuses, is not there or does not answer', async () => {
    const server = await startHttp((response) => response.end('1'));
    const refusing = await startConnectProxy(server.port, { refuse: 407 });
    const hanging = await startConnectProxy(server.port, { hang: true });
    const refused = await openTransport({ proxy: refusing.address }).post(api, '{}', soon);
    expect(mustFail(refused)).toMatchObject({ code: 'proxyFailed', phase: 'before-send' });
    const absent = await openTransport({ proxy: '127.0.0.1:1' }).post(api, '{}', soon);
    expect(mustFail(absent)).toMatchObject({ code: 'proxyFailed', phase: 'before-send' });
    const silent = openTransport({ proxy: hanging.address, connectTimeoutMs: 200 });
    expect(mustFail(await silent.post(api, '{}', soon))).toMatchObject({
      code: 'connectTimeout',
      phase: 'before-send',
    });
  });
});
