import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dotlessEventName, startSimulator } from '../../simulator/simulator.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { agentInfo, batch, call, envelope, refund, sale, send } from './raw-client.ts';

let heado: Simulator;
beforeEach(async () => {
  heado = await startSimulator();
});
afterEach(() => heado.close());

const pie = {
  name: 'Пирожок с повидлом',
  count: 10,
  total: 100,
  seller: 'Марина Ивановна',
  category: 'Вкусное',
};
const seedSale = {
  ...{ amount: 100, discount: 0, ts: '2018-03-14T16:39:51+05:00', cashier: 'Марина Ивановна' },
  ...{ extId: 'bb802ad3-d268-4946-b80c-b963aaf66b21', positions: [{ ...pie, extId: '10002346' }] },
};
const seedSecond = {
  ...{ amount: 150, discount: 0, ts: '2018-03-14T16:55:01+05:00', cashier: 'Илона Давыдовна' },
  ...{ extId: '34c39902-5554-4be3-a3b2-042c3e2a6262', positions: [{ ...pie, count: 15, total: 150 }] },
  poskey: '@111/123',
};

describe('purchaseRegisterBatch', () => {
  test('takes the example of the device API once its times have an offset and its sums agree', async () => {
    const agent = { name: 'Centrum', version: '10.2.60.0' };
    const answer = await call(heado.deviceUrl, 'purchaseRegisterBatch', {
      receipts: [seedSale, seedSecond],
      agent,
    });
    expect(answer).toEqual({ jsonrpc: '2.0', id: 'call-1', result: { count: 2 } });
    expect(heado.ledger.map((entry) => entry.storeExtId)).toEqual([undefined, '111']);
  });

  test('refuses the example of the device API as it is printed, for its Z and for its sum', async () => {
    const printed = { ...seedSale, ts: '2018-03-14T16:39:51.000Z' };
    const first = await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(printed));
    expect(first.error?.message).toContain('guide 4.4.4: receipts[0].ts');
    const second = await call(
      heado.deviceUrl,
      'purchaseRegisterBatch',
      batch({ ...seedSecond, amount: 250 }),
    );
    expect(second.error?.message).toContain('guide 7.1.4: receipts[0].positions must add up to 250');
  });

  test('registers a repeated receipt again', async () => {
    await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale()));
    await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale()));
    expect(heado.ledger.map((entry) => entry.receipt.extId)).toEqual(['S015-K1-88-14', 'S015-K1-88-14']);
    expect(heado.registered()).toBe(2);
  });

  test('takes a return with position totals of either sign', async () => {
    const signed = refund({ positions: [{ name: 'Кофе', count: 2, total: -100 }] });
    const answer = await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(refund(), signed));
    expect(answer.result).toEqual({ count: 2 });
  });

  test('takes a correction without positions, discount and cashier', async () => {
    const correction = { amount: 50, ts: '2026-11-21T20:00:00+03:00', extId: 'C-1' };
    const answer = await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(correction));
    expect(answer.result).toEqual({ count: 1 });
  });

  test('takes lines of mixed sign that add up, and a sale of nothing', async () => {
    const positions = [
      { name: 'Вода', count: 1, total: 150.5 },
      { name: 'Тара', count: 1, total: -50.5 },
    ];
    const free = sale({ amount: 0, positions: [{ name: 'Подарок', count: 1, total: 0 }] });
    const answer = await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale({ positions }), free));
    expect(answer.result).toEqual({ count: 2 });
  });

  test('adds up in decimals', async () => {
    const positions = [0.1, 0.2].map((total) => ({ name: 'Пакет', count: 1, total }));
    const answer = await call(
      heado.deviceUrl,
      'purchaseRegisterBatch',
      batch(sale({ amount: 0.3, positions })),
    );
    expect(answer.result).toEqual({ count: 1 });
  });

  test('registers nothing of a refused batch and names the refused receipt', async () => {
    const bad = sale({ extId: '' });
    const answer = await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale(), bad, sale()));
    expect(answer.error).toMatchObject({ code: -32602, receipt: bad });
    expect(heado.registered()).toBe(0);
    expect(heado.calls[0]).toMatchObject({
      committed: false,
      committedReceipts: 0,
      receipts: 3,
      errorCode: -32602,
    });
  });

  test('keeps what came before the refused receipt when it is partial, and can leave the receipt unnamed', async () => {
    await using partial = await startSimulator({ partial: true, namesRefusedReceipt: false });
    const answer = await call(
      partial.deviceUrl,
      'purchaseRegisterBatch',
      batch(sale(), sale({ extId: '' }), sale()),
    );
    expect(answer.error).not.toHaveProperty('receipt');
    expect(partial.registered()).toBe(1);
    expect(partial.calls[0]).toMatchObject({ committed: true, committedReceipts: 1 });
  });

  test('takes parameters as an array in the documented order', async () => {
    const answer = await call(heado.deviceUrl, 'purchaseRegisterBatch', [[sale()], agentInfo]);
    expect(answer.result).toEqual({ count: 1 });
  });

  test('checks the offset against the zone of the store where it is known', async () => {
    await using ural = await startSimulator({ timeZone: 'Asia/Yekaterinburg' });
    const wrong = await call(ural.deviceUrl, 'purchaseRegisterBatch', batch(sale()));
    expect(wrong.error?.message).toContain("must have the store's offset +05:00");
    const right = await call(
      ural.deviceUrl,
      'purchaseRegisterBatch',
      batch(sale({ ts: '2026-11-21T18:42:11+05:00' })),
    );
    expect(right.result).toEqual({ count: 1 });
  });

  test('knows both offsets of a zone with summer time', async () => {
    await using berlin = await startSimulator({ timeZone: 'Europe/Berlin' });
    const times = ['2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00', '2026-07-01T12:00:00+02:00'];
    const answer = await call(
      berlin.deviceUrl,
      'purchaseRegisterBatch',
      batch(...times.map((ts) => sale({ ts }))),
    );
    expect(answer.result).toEqual({ count: 3 });
  });
});

describe('purchaseRegister', () => {
  test('takes one receipt and answers with amount, id and time', async () => {
    await using fixed = await startSimulator({ now: () => Date.UTC(2026, 10, 21, 12) });
    const { amount, ...cart } = seedSale;
    const answer = await call(fixed.deviceUrl, 'purchaseRegister', {
      token: 'guest@giftoman.ru',
      amount,
      cart,
    });
    expect(answer.result).toEqual({ amount: 100, id: 1, ts: '2026-11-21T12:00:00.000Z' });
  });

  test('refuses a receipt without a token', async () => {
    const { amount, poskey, ...cart } = sale();
    const answer = await call(heado.deviceUrl, 'purchaseRegister', { amount, cart, poskey });
    expect(answer.error?.message).toContain('device API, purchaseRegister: params.token');
  });
});

describe('registerEvent', () => {
  const signal = {
    name: 'shift/start',
    ts: '2026-11-21 08:56:02',
    params: { seller: 'Орлова', localtimezone: '+3' },
  };

  test('is known in both spellings, or in the one that is chosen', async () => {
    expect(dotlessEventName).toBe('regısterEvent');
    expect(await call(heado.deviceUrl, 'registerEvent', signal)).toMatchObject({ result: true });
    expect(await call(heado.deviceUrl, dotlessEventName, signal)).toMatchObject({ result: true });
    expect(heado.signals).toHaveLength(2);
    await using dotless = await startSimulator({ eventSpelling: 'dotless' });
    expect(await call(dotless.deviceUrl, 'registerEvent', signal)).toMatchObject({ error: { code: -32601 } });
    expect(await call(dotless.deviceUrl, dotlessEventName, signal)).toMatchObject({ result: true });
  });

  test('checks localtimezone against the zone of the store where it is known', async () => {
    await using ural = await startSimulator({ timeZone: 'Asia/Yekaterinburg' });
    const answer = await call(ural.deviceUrl, 'registerEvent', signal);
    expect(answer.error?.message).toContain('guide 13.1: params.localtimezone must be the offset');
  });
});

describe('addresses and keys', () => {
  test('both path prefixes lead to the device', async () => {
    const answer = await call(`${heado.url}/s/${heado.deviceKey}`, 'purchaseRegisterBatch', batch(sale()));
    expect(answer.result).toEqual({ count: 1 });
    expect(heado.calls[0]?.kind).toBe('device');
    expect(heado.calls[0]?.keyFingerprint).toMatch(/^[0-9a-f]{4}$/);
  });

  test.each([
    ['an unknown key', () => `${heado.url}/device/nobody`, -32802],
    ['the administrative key on the device path', () => `${heado.url}/device/${heado.adminKey}`, -33100],
    ['the device key on the management path', () => `${heado.url}/m/${heado.deviceKey}`, -33100],
  ])('%s is refused', async (_what, url, code) => {
    const answer = await call(url(), 'purchaseRegisterBatch', batch(sale()));
    expect(answer.error?.code).toBe(code);
    expect(heado.registered()).toBe(0);
  });

  test('a blocked terminal is refused until it is active again', async () => {
    heado.setTerminal(heado.deviceKey, 'blocked');
    expect(await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale()))).toMatchObject({
      error: { code: -32801 },
    });
    heado.heal();
    expect(await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale()))).toMatchObject({
      result: { count: 1 },
    });
  });

  test('what is no POST or no address gets a bare status', async () => {
    expect((await send(heado.deviceUrl, '', { verb: 'PUT' })).status).toBe(405);
    expect((await send(`${heado.url}/elsewhere`, envelope('reports', {}))).status).toBe(404);
    expect(heado.calls.map((logged) => logged.status)).toEqual([405, 404]);
  });

  test('the same seed gives the same keys', async () => {
    await using first = await startSimulator({ seed: 7 });
    await using second = await startSimulator({ seed: 7 });
    expect(second.deviceKey).toBe(first.deviceKey);
    expect(second.adminKey).not.toBe(second.deviceKey);
  });
});

test('counts alone can be kept, for benchmarks', async () => {
  await using sink = await startSimulator({ record: 'counts' });
  await call(sink.deviceUrl, 'purchaseRegisterBatch', batch(sale(), sale()));
  expect(sink.registered()).toBe(2);
  expect(sink.ledger).toHaveLength(0);
  expect(sink.calls[0]).toMatchObject({ params: undefined, committedReceipts: 2 });
});

test('reset forgets calls and receipts and keeps the keys', async () => {
  await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale()));
  heado.reset();
  expect([heado.calls.length, heado.ledger.length, heado.registered()]).toEqual([0, 0, 0]);
  expect(await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale()))).toMatchObject({
    result: { count: 1 },
  });
});
