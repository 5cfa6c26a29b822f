import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSimulator } from '../../simulator/simulator.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { batch, call, sale } from './raw-client.ts';
import type { Body } from './raw-client.ts';

let heado: Simulator;
beforeEach(async () => {
  heado = await startSimulator({ stores: [{ storeExtId: '111' }] });
});
afterEach(() => heado.close());

const manage = (method: string, params?: unknown) => call(heado.adminUrl, method, params);
const location = {
  ...{ country: 'Россия', city: 'Тюмень', street: '50 лет ВЛКСМ', house: '63' },
  ...{ store_ext_id: '222', name: 'Шаурма' },
};
const cashbox = z.object({ cashbox_id: z.number(), Auth_Key: z.string() });

describe('setCashbox', () => {
  test('registers a terminal whose key works at once', async () => {
    const { cashbox_id: id, Auth_Key: key } = cashbox.parse(
      (await manage('setCashbox', { location, extid: 'K1' })).result,
    );
    expect(id).toBe(3);
    const answer = await call(
      `${heado.url}/device/${key}`,
      'purchaseRegisterBatch',
      batch(sale({ poskey: undefined })),
    );
    expect(answer.result).toEqual({ count: 1 });
    expect(heado.ledger[0]?.storeExtId).toBe('222');
  });

  test('refuses to register a terminal twice, with and without extid', async () => {
    for (const extid of ['K1', undefined]) {
      cashbox.parse((await manage('setCashbox', { location, extid })).result);
      expect((await manage('setCashbox', { location, extid })).error).toMatchObject({ code: -32803 });
    }
  });

  test('refuses another address for a known store and takes another name', async () => {
    await manage('setCashbox', { location, extid: 'K1' });
    const moved = await manage('setCashbox', { location: { ...location, house: '64' }, extid: 'K2' });
    expect(moved.error?.message).toContain('guide 6.1.4: location.house');
    await manage('setCashbox', { location: { ...location, name: 'Кафе' }, extid: 'K2' });
    expect(heado.account.stores.get('222')?.name).toBe('Кафе');
  });
});

const hours = { from: '09:00', to: '21:00' };
const person = { fio: 'Громов Пётр', ext_id: '7' };
const stock = {
  store_ext_id: '111',
  price_ext_id: '100210',
  snapshot_datetime: '2026-11-21T00:00:00+03:00',
  qty: 5,
};
const price = { name: 'Кофе', params: { extid: '100210', category: 'BSTR100&&[1,2,5]BSTR10', price: 0 } };
const manning = { store_ext_id: '111', staff: person, date: '2026-11-21', workhours: [hours], breaks: [] };

describe('management methods take what the guide describes', () => {
  test.each<[string, unknown, unknown]>([
    ['priceCategoryReset', undefined, true],
    ['priceUpdateBatch', { items: [price, price] }, { count: 2 }],
    ['inventoryUpdateBatch', { items: [{ ...stock, purchase_price: 1.5, prime_cost: 1 }] }, { count: 1 }],
    ['storeSchedule', { store_ext_id: '111', schedule: [{ wday: 1, from: '00:00', to: '24:00' }] }, true],
    ['staffManning', { items: [manning] }, { count: 1 }],
    ['storePlanPublish', { store_ext_id: '111', auto: false }, { addressId: '3656', auto: false }],
  ])('%s', async (method, params, result) => {
    expect(await manage(method, params)).toMatchObject({ result });
  });

  test('storePlanSet', async () => {
    const plan = { store_ext_id: '111', metric: 'p/1437627895975735595', plan: 123456789.1234, year: 2026 };
    expect((await manage('storePlanSet', plan)).result).toMatchObject({
      addressId: '3656',
      month: -1,
      day: -1,
    });
  });

  test('the price list is empty after a reset, stock keeps the last quantity', async () => {
    await manage('priceUpdateBatch', { items: [price] });
    expect(heado.account.prices.get('100210')?.category).toBe('BSTR100&&[1,2,5]BSTR10');
    await manage('priceCategoryReset', {});
    expect(heado.account.prices.size).toBe(0);
    await manage('inventoryUpdateBatch', { items: [stock, { ...stock, qty: 4 }] });
    expect(heado.account.stock.get('111/100210')).toBe(4);
  });
});

const thousandAndOne = Array.from({ length: 1001 }, () => price);
const noStreet = { ...location, street: undefined };
const day = { wday: 1, ...hours };
const plan: Body = { store_ext_id: '999', metric: 'income', plan: 1, year: 2026 };

describe('a management call is refused when the client', () => {
  test.each<[string, string, unknown, string]>([
    ['leaves the street out', 'setCashbox', { location: noStreet }, 'guide 6.3'],
    [
      'sends a store id with a dash',
      'setCashbox',
      { location: { ...location, store_ext_id: '2-2' } },
      'guide 6.3',
    ],
    ['sends a long house', 'setCashbox', { location: { ...location, house: 'x'.repeat(21) } }, 'guide 6.3'],
    ['sends 1001 prices', 'priceUpdateBatch', { items: thousandAndOne }, 'guide 10.1.2'],
    [
      'sends no price',
      'priceUpdateBatch',
      { items: [{ name: 'x', params: { extid: '1' } }] },
      'guide 10.1.2',
    ],
    ['gives the reset parameters', 'priceCategoryReset', { all: true }, 'guide 10.1.1'],
    ['plans for an unknown store', 'storePlanSet', plan, 'guide 12.1'],
    ['publishes for an unknown store', 'storePlanPublish', { store_ext_id: '999', auto: true }, 'guide 12.2'],
    ['names a day twice', 'storeSchedule', { store_ext_id: '111', schedule: [day, day] }, 'guide 14.1'],
    [
      'numbers Sunday 0',
      'storeSchedule',
      { store_ext_id: '111', schedule: [{ ...day, wday: 0 }] },
      'guide 14.1',
    ],
    [
      'opens at 9',
      'storeSchedule',
      { store_ext_id: '111', schedule: [{ ...day, from: '9:00' }] },
      'guide 14.1',
    ],
    [
      'sends stock without offset',
      'inventoryUpdateBatch',
      { items: [{ ...stock, snapshot_datetime: '2026-11-21' }] },
      'guide 15.1',
    ],
    [
      'sends stock of an unknown store',
      'inventoryUpdateBatch',
      { items: [{ ...stock, store_ext_id: '9' }] },
      'guide 15.1',
    ],
    ['sends staff as a text', 'staffManning', { items: [{ ...manning, staff: 'Пётр' }] }, 'guide 16.1'],
    ['sends no work hours', 'staffManning', { items: [{ ...manning, workhours: [] }] }, 'guide 16.1'],
    ['sends 30 February', 'staffManning', { items: [{ ...manning, date: '2026-02-30' }] }, 'guide 16.1'],
  ])('%s', async (_mistake, method, params, section) => {
    const { error } = await manage(method, params);
    expect(error?.code).toBe(-32602);
    expect(error?.message.startsWith(`${section}: `)).toBe(true);
  });
});

test('device methods are unknown on the management path', async () => {
  expect((await manage('purchaseRegisterBatch', batch(sale()))).error?.code).toBe(-32601);
});
