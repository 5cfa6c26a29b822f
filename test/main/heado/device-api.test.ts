import { afterEach, describe, expect, it } from 'vitest';
import { problem, type Problem } from '../../../src-main/base/problem.ts';
import { fail, ok, type Result } from '../../../src-main/base/result.ts';
import {
  createDeviceApi,
  type CallReport,
  type DeviceApi,
  type DeviceApiOptions,
} from '../../../src-main/heado/device-api.ts';
import { fingerprint } from '../../../src-main/heado/endpoint.ts';
import { FACT_LIMIT_MS } from '../../support/patience.ts';
import { deviceApiOptions, endCalls } from './calls.ts';
import { errorFor, resultFor, startHttp, type Respond } from './small-servers.ts';

afterEach(endCalls);

const soon = { deadlineMs: FACT_LIMIT_MS };
const PLAIN = 'registerEvent';
const DOTLESS = 'reg\u0131sterEvent';
const accept: Respond = (response, { body }) => void response.end(resultFor(body));
const methodOf = (body: string): unknown => Reflect.get(Object(JSON.parse(body)), 'method');

interface Opened {
  readonly api: DeviceApi;
  readonly bodies: () => string[];
  readonly paths: () => string[];
  readonly reports: CallReport[];
  readonly notes: string[];
}

async function open(respond: Respond, changes: Partial<DeviceApiOptions> = {}): Promise<Opened> {
  const server = await startHttp(respond);
  const reports: CallReport[] = [];
  const notes: string[] = [];
  const api = createDeviceApi(
    deviceApiOptions(server.base, {
      note: (event, fields) => void notes.push(`${event} ${JSON.stringify(fields)}`),
      onCall: (report) => void reports.push(report),
      ...changes,
    }),
  );
  const bodies = (): string[] => server.heard.map(({ body }) => body);
  return { api, bodies, paths: () => server.heard.map(({ path }) => path), reports, notes };
}

describe('the device API', () => {
  it('sends payloads of a batch unchanged, in order, with the name of the program', async () => {
    const { api, bodies } = await open(accept);
    const payloads = ['{"amount":1.10,"extId":"a"}', '{"amount":-2,"extId":"ё"}'];
    await api.purchaseRegisterBatch(payloads, soon);
    expect(bodies()[0]).toContain(
      `"params":{"receipts":[${payloads.join(',')}],"agent":{"name":"heado-till","version":"1.2.3"}}}`,
    );
  });

  it('gives every call an id of its own', async () => {
    const { api, bodies } = await open(accept);
    for (let call = 0; call < 3; call++) await api.purchaseRegisterBatch(['{}'], soon);
    expect(new Set(bodies().map((body) => /"id":"(.+?)"/.exec(body)?.[1])).size).toBe(3);
  });

  it('splits a receipt for the single form', async () => {
    const { api, bodies } = await open(accept);
    await api.purchaseRegister('{"amount":836.67,"discount":1,"extId":"7","poskey":"@111/22"}', soon);
    expect(JSON.parse(bodies()[0] ?? '')).toMatchObject({
      method: 'purchaseRegister',
      params: { token: 'guest', amount: 836.67, cart: { discount: 1, extId: '7' }, poskey: '@111/22' },
    });
  });

  it('asks for reports and sets plans as the device API prints it', async () => {
    const { api, bodies } = await open(accept);
    const range = { type: 'day', from: '2026-11-22 00:00', to: '2026-11-22 23:59' };
    await api.reports('metrics', [range], soon);
    await api.planSet({ metric: 'income', plan: 5, year: 2026, month: 11 }, soon);
    await api.planPublish(true, soon);
    expect(bodies().map((body): unknown => JSON.parse(body))).toMatchObject([
      { method: 'reports', params: { id: 'metrics', params: { filter: {}, range: [range] } } },
      { method: 'planSet', params: { metric: 'income', plan: 5, year: 2026, month: 11 } },
      { method: 'planPublish', params: { auto: true } },
    ]);
  });

  it('reports every call with its outcome and both clocks', async () => {
    const { api, reports } = await open((response, { body }) => {
      response.writeHead(200, { Date: 'Sun, 22 Nov 2026 10:00:00 GMT' }).end(resultFor(body));
    });
    await api.purchaseRegisterBatch(['{}'], soon);
    expect(reports).toMatchObject([
      {
        method: 'purchaseRegisterBatch',
        outcome: { kind: 'accepted' },
        dateHeaderMs: Date.UTC(2026, 10, 22, 10),
      },
    ]);
    expect(reports[0]?.durationMs).toBeGreaterThan(0);
  });

  it.each([
    ['a portal that wants a password', 200, '<html>Log in, please</html>'],
    ['a proxy without a way', 502, 'Bad gateway'],
    ['an answer to another call', 200, '{"jsonrpc":"2.0","id":"strange","result":{"count":1}}'],
    ['an error of nobody’s call', 200, '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}'],
  ])('learns no time from %s', async (_, status, text) => {
    const { api, reports } = await open((response) => {
      response.writeHead(status, { Date: 'Thu, 01 Jan 1970 00:00:10 GMT' }).end(text);
    });
    await api.purchaseRegisterBatch(['{}'], soon);
    expect(reports.map(({ dateHeaderMs }) => dateHeaderMs)).toEqual([undefined]);
  });

  it('learns the time from an error object of HEADO’s own', async () => {
    const { api, reports } = await open((response, { body }) => {
      const headers = { Date: 'Sun, 22 Nov 2026 10:00:00 GMT' };
      response.writeHead(500, headers).end(errorFor(body, { code: -32610, message: 'database' }));
    });
    await api.purchaseRegisterBatch(['{}'], soon);
    expect(reports[0]?.dateHeaderMs).toBe(Date.UTC(2026, 10, 22, 10));
  });

  it('reads the key once while it works, and anew after an answer that blames it', async () => {
    let reads = 0;
    const keys = ['first-key-0001', 'second-key-0002'];
    const { api, paths, notes } = await open(
      (response, { body, path }) => {
        response.end(path.includes('second') ? resultFor(body) : errorFor(body, { code: -32801 }));
      },
      { readKey: () => ok(keys[Math.min(reads++, 1)] ?? '') },
    );
    expect((await api.purchaseRegisterBatch(['{}'], soon)).outcome.kind).toBe('hold');
    expect((await api.purchaseRegisterBatch(['{}'], soon)).outcome.kind).toBe('accepted');
    expect((await api.purchaseRegisterBatch(['{}'], soon)).outcome.kind).toBe('accepted');
    expect(reads).toBe(2);
    expect(paths()).toEqual(['/device/first-key-0001', '/device/second-key-0002', '/device/second-key-0002']);
    expect(api.keyFingerprint()).toBe(fingerprint('second-key-0002'));
    expect(notes).toEqual(keys.map((key) => `key.taken {"fingerprint":"${fingerprint(key)}"}`));
  });

  it('holds without a call while the key cannot be read or the address may not be used', async () => {
    const unreadable: Result<string, Problem> = fail(problem('settings.keyFileMissing', '', { path: '/k' }));
    const missing = await open(accept, { readKey: () => unreadable });
    expect((await missing.api.purchaseRegisterBatch(['{}'], soon)).outcome).toEqual({
      kind: 'hold',
      problem: problem('api.endpointUnusable', '', { path: '/k', because: 'settings.keyFileMissing' }),
    });
    const plain = await open(accept, { base: 'http://api.heado.example' });
    expect((await plain.api.reports('metrics', [], soon)).outcome).toMatchObject({
      problem: { code: 'api.endpointUnusable', values: { because: 'api.httpNotAllowed' } },
    });
    expect([...missing.bodies(), ...plain.bodies()]).toEqual([]);
  });
});

describe('the shift method', () => {
  const knowing =
    (...names: string[]): Respond =>
    (response, { body }) => {
      const known = names.includes(String(methodOf(body)));
      response.end(known ? resultFor(body, true) : errorFor(body, { code: -32601 }));
    };
  const called = (opened: Opened): unknown[] => opened.bodies().map(methodOf);

  it('is called by its plain name, and once by the other where the server does not know it', async () => {
    const opened = await open(knowing(DOTLESS));
    for (let call = 0; call < 3; call++)
      expect((await opened.api.registerEvent('{"name":"shift/start"}', soon)).outcome.kind).toBe('accepted');
    expect(called(opened)).toEqual([PLAIN, DOTLESS, DOTLESS, DOTLESS]);
  });

  it('changes back when the server changes', async () => {
    let names = [DOTLESS];
    const opened = await open((response, heard) => knowing(...names)(response, heard));
    await opened.api.registerEvent('{}', soon);
    names = [PLAIN];
    await opened.api.registerEvent('{}', soon);
    await opened.api.registerEvent('{}', soon);
    expect(called(opened)).toEqual([PLAIN, DOTLESS, DOTLESS, PLAIN, PLAIN]);
  });

  it('is missing when the server knows neither name', async () => {
    const opened = await open(knowing());
    expect((await opened.api.registerEvent('{}', soon)).outcome.kind).toBe('noMethod');
    expect(called(opened)).toEqual([PLAIN, DOTLESS]);
  });

  it('keeps to the name that the setting forces', async () => {
    const plain = await open(knowing(DOTLESS), { registerEventSpelling: 'ascii' });
    expect((await plain.api.registerEvent('{}', soon)).outcome.kind).toBe('noMethod');
    const dotless = await open(knowing(DOTLESS), { registerEventSpelling: 'dotless' });
    expect((await dotless.api.registerEvent('{}', soon)).outcome.kind).toBe('accepted');
    expect([called(plain), called(dotless)]).toEqual([[PLAIN], [DOTLESS]]);
  });
});
