import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeedSection } from '../../simulator/refusal.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { agentInfo, batch, call, envelope, readAnswer, sale, send } from './raw-client.ts';
import type { Body } from './raw-client.ts';

let heado: Simulator;
beforeAll(async () => {
  heado = await startSimulator({ timeZone: 'Europe/Moscow' });
});
afterAll(() => heado.close());

const many = Array.from({ length: 101 }, (_, index) => sale({ extId: String(index) }));
const range = { type: 'day', from: '2026-11-21 00:00', to: '2026-11-21 23:59' };
const reportOf = (changes: Body): Body => ({ id: 'metrics', params: { range: [{ ...range, ...changes }] } });
const signal = { name: 'shift/start', ts: '2026-11-21 08:56:02' };

/** A client's mistake, method and parameters, the code and the section. */
const wrongCalls: readonly (readonly [string, string, unknown, number, SeedSection])[] = [
  ['sends 101 receipts', 'purchaseRegisterBatch', batch(...many), -32602, 'guide 7.2'],
  ['sends no receipts', 'purchaseRegisterBatch', batch(), -32602, 'guide 7.2'],
  ['does not name itself', 'purchaseRegisterBatch', { receipts: [sale()] }, -32602, 'guide 7.3'],
  [
    'sends no version',
    'purchaseRegisterBatch',
    { receipts: [sale()], agent: { name: 'x' } },
    -32602,
    'device API, purchaseRegisterBatch',
  ],
  [
    'tells more of itself',
    'purchaseRegisterBatch',
    { receipts: [sale()], agent: { ...agentInfo, key: 'x' } },
    -32602,
    'guide 7.3',
  ],
  [
    'sends a parameter of its own',
    'purchaseRegisterBatch',
    { ...batch(sale()), store: '1' },
    -32602,
    'device API, purchaseRegisterBatch',
  ],
  ['calls what is not there', 'purchaseRegisterAll', {}, -32601, 'device API, error codes'],
  ['calls the other API', 'setCashbox', {}, -32601, 'device API, error codes'],
  ['sends no parameters', 'purchaseRegisterBatch', undefined, -32602, 'guide 7.2'],
  ['sends a text as parameters', 'purchaseRegisterBatch', 'x', -32602, 'device API, purchaseRegisterBatch'],
  ['invents a signal', 'registerEvent', { ...signal, name: 'shift/open' }, -32602, 'guide 13.1'],
  [
    'sends a signal with offset',
    'registerEvent',
    { ...signal, ts: '2026-11-21T08:56:02+03:00' },
    -32602,
    'guide 13.1',
  ],
  [
    'sends a signal in February 30',
    'registerEvent',
    { ...signal, ts: '2026-02-30 08:00:00' },
    -32602,
    'guide 13.1',
  ],
  [
    'sends the zone as a number',
    'registerEvent',
    { ...signal, params: { localtimezone: 3 } },
    -32602,
    'guide 13.1',
  ],
  [
    'sends the zone by name',
    'registerEvent',
    { ...signal, params: { localtimezone: 'Europe/Moscow' } },
    -32602,
    'guide 13.1',
  ],
  [
    'asks for a report of its own',
    'reports',
    { id: 'sales', params: { range: [range] } },
    -32602,
    'device API, reports',
  ],
  ['asks for no range', 'reports', { id: 'metrics', params: { range: [] } }, -32602, 'guide 11.2'],
  [
    'asks for 31 April',
    'reports',
    reportOf({ type: 'month', from: '2018-04-01', to: '2018-04-31 23:59' }),
    -32602,
    'guide 11.2',
  ],
  ['asks for a part of a day', 'reports', reportOf({ to: '2026-11-21 18:00' }), -32602, 'guide 11.2'],
  [
    'asks for a part of a month',
    'reports',
    reportOf({ type: 'month', from: '2026-11-01 00:00' }),
    -32602,
    'guide 11.2',
  ],
  ['asks for two days as one', 'reports', reportOf({ to: '2026-11-22 23:59' }), -32602, 'guide 11.2'],
  [
    'asks from the end to the beginning',
    'reports',
    reportOf({ to: '2026-11-20 23:59' }),
    -32602,
    'guide 11.2',
  ],
  [
    'asks twice for one type',
    'reports',
    { id: 'metrics', params: { range: [range, range] } },
    -32602,
    'guide 11.2',
  ],
  [
    'plans an unknown metric',
    'planSet',
    { metric: 'profit', plan: 1, year: 2026 },
    -32602,
    'device API, planSet',
  ],
  [
    'plans a day without a month',
    'planSet',
    { metric: 'income', plan: 1, year: 2026, day: 3 },
    -32602,
    'device API, planSet',
  ],
  [
    'plans 31 November',
    'planSet',
    { metric: 'income', plan: 1, year: 2026, month: 11, day: 31 },
    -32602,
    'device API, planSet',
  ],
  ['publishes without saying how', 'planPublish', {}, -32602, 'device API, planPublish'],
];

describe('a call is refused when the client', () => {
  test.each(wrongCalls)('%s', async (_mistake, method, params, code, section) => {
    const answer = await call(heado.deviceUrl, method, params);
    expect(answer.error?.code).toBe(code);
    expect(answer.error?.message.startsWith(`${section}: `)).toBe(true);
    expect(heado.registered()).toBe(0);
  });
});

const envelopes: readonly (readonly [string, string | Buffer, number, string | null])[] = [
  ['sends no JSON', '{"jsonrpc":"2.0",', -32700, null],
  ['sends nothing', '', -32700, null],
  [
    'sends windows-1251',
    Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xcf, 0xf0]), Buffer.from('"}')]),
    -32700,
    null,
  ],
  ['sends a list of calls', `[${envelope('reports', {})}]`, -32600, null],
  ['sends no id', '{"jsonrpc":"2.0","method":"reports","params":{}}', -32600, null],
  ['leaves the version out', '{"id":"1","method":"reports","params":{}}', -32600, '1'],
  ['leaves the method out', '{"jsonrpc":"2.0","id":"1","params":{}}', -32600, '1'],
  [
    'adds the key to the request',
    '{"jsonrpc":"2.0","id":"1","method":"reports","params":{},"key":"k"}',
    -32600,
    '1',
  ],
];

describe('a request is refused when the client', () => {
  test.each(envelopes)('%s', async (_mistake, body, code, id) => {
    const answer = readAnswer((await send(heado.deviceUrl, body)).text);
    expect(answer).toMatchObject({ id, error: { code } });
    expect(answer.error?.message).toMatch(/^device API, protocol: /);
    expect(heado.registered()).toBe(0);
  });
});
