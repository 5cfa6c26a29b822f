import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSimulator } from '../../simulator/simulator.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import type { SimulatorOptions } from '../../simulator/simulator-options.ts';
import { batch, call, refund, sale } from './raw-client.ts';
import type { Body } from './raw-client.ts';

/** Noon in Moscow, so a quarter of the opening hours is over. */
const noon = (): number => Date.parse('2026-11-21T12:00:00+03:00');
const day = { type: 'day', from: '2026-11-21 00:00', to: '2026-11-21 23:59' };
const month = { type: 'month', from: '2026-11-01', to: '2026-11-30 23:59:59' };

const metric = z.object({ name: z.string(), fact: z.number(), plan: z.number(), qty: z.number() }).loose();
const labelled = z.object({ idx: z.string(), label: z.string(), fact: z.number(), qty: z.number() }).loose();
const reportSchema = z.object({
  metrics: z.object({ store_ext_id: z.string(), name: z.string(), metrics: z.array(metric) }).optional(),
  bysellers: z
    .object({
      common: z.array(labelled),
      sellers: z.array(z.object({ id: z.string(), name: z.string(), metrics: z.array(labelled) })),
    })
    .optional(),
  bytradepoints: z
    .array(z.object({ name: z.string(), place: z.number(), fact: z.number() }).loose())
    .optional(),
});
const resultSchema = z.object({ data: z.record(z.string(), reportSchema) });

async function ask(heado: Simulator, id: string, ...range: readonly Body[]) {
  const answer = await call(heado.deviceUrl, 'reports', { id, params: { filter: {}, range } });
  return resultSchema.parse(answer.result).data;
}

function line(total: number, changes: Body = {}): Body {
  return { name: 'Товар', count: 1, total, ...changes };
}

const receipts = [
  sale({
    extId: '1',
    amount: 300,
    positions: [line(100, { seller: 'Пётр' }), line(200, { count: 2, seller: 'Анна' })],
  }),
  sale({ extId: '2', amount: 100.5, cashier: 'Анна', positions: [line(100.5)] }),
  refund({ extId: '1', amount: -100, positions: [line(100, { seller: 'Пётр' })] }),
  sale({ extId: '3', amount: 50, ts: '2026-11-20T23:59:59+03:00', cashier: 'Анна', positions: [line(50)] }),
  sale({ extId: '4', amount: 1000, ts: '2026-12-01T00:00:00+03:00', positions: [line(1000)] }),
];

async function filled(options: SimulatorOptions = {}): Promise<Simulator> {
  const heado = await startSimulator({ now: noon, timeZone: 'Europe/Moscow', ...options });
  await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(...receipts));
  return heado;
}

describe('metrics', () => {
  test('has the shape of the device API, with a ratio for a day and none for a month', async () => {
    await using heado = await filled({
      storeExtId: 'S015',
      stores: [{ storeExtId: 'S015', name: 'Тюмень, 63' }],
    });
    const { day: today, month: thisMonth } = await ask(heado, 'metrics', day, month);
    expect(today?.metrics?.metrics[0]).toEqual({
      ...{ id: '1437627895975735595', name: 'Выручка', order: 0, type: 2 },
      ...{ fact: 300.5, plan: 0, planhour: 0, predict: 1202, ratio: 1, qty: 2 },
    });
    expect(today?.metrics).toMatchObject({ store_ext_id: 'S015', name: 'Тюмень, 63' });
    expect(thisMonth?.metrics?.metrics[0]).not.toHaveProperty('ratio');
  });

  test('computes income, average, items and sales within the day, and returns subtract', async () => {
    await using heado = await filled();
    const { day: today } = await ask(heado, 'metrics', day);
    const facts = today?.metrics?.metrics.map(({ name, fact, qty }) => [name, fact, qty]);
    expect(facts).toEqual([
      ['Выручка', 300.5, 2],
      ['Средний чек', 150.25, 2],
      ['Наполняемость', 1.5, 2],
      ['Кол-во продаж', 2, 2],
    ]);
  });

  test('takes the day before into the month and leaves the next month out', async () => {
    await using heado = await filled();
    const { month: thisMonth } = await ask(heado, 'metrics', month);
    expect(thisMonth?.metrics?.metrics.map(({ fact }) => fact)).toEqual([350.5, 116.83, 1.33, 3]);
  });

  test('reads returns with positive and with negative positions alike', async () => {
    await using heado = await startSimulator();
    const signed = refund({ positions: [line(-100)] });
    await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale(), refund(), signed));
    const { day: today } = await ask(heado, 'bysellers', day);
    const incomes = today?.bysellers?.sellers.map(({ name, metrics }) => [name, metrics[0]?.fact]);
    expect(new Map(incomes?.map(([name, fact]) => [String(name), fact]))).toEqual(
      new Map([
        ['Громов Пётр', 0],
        ['Орлова Ирина', -100],
      ]),
    );
  });

  test('counts a repeated receipt twice', async () => {
    await using heado = await startSimulator();
    for (let time = 0; time < 2; time += 1)
      await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale()));
    const { day: today } = await ask(heado, 'metrics', day);
    expect(today?.metrics?.metrics[0]?.fact).toBe(200);
  });

  test('keys the answer by the type that was sent, whatever it is', async () => {
    await using heado = await filled();
    const week = { type: 'week 47', from: '2026-11-16 00:00', to: '2026-11-22 23:59' };
    const data = await ask(heado, 'metrics', week);
    expect(Object.keys(data)).toEqual(['week 47']);
    expect(data['week 47']?.metrics?.metrics[0]?.fact).toBe(350.5);
  });
});

describe('plans', () => {
  const set = (heado: Simulator, params: Body) => call(heado.deviceUrl, 'planSet', params);

  test('show once they are published, whole for the month and evenly for the day', async () => {
    await using heado = await filled();
    const answer = await set(heado, { metric: 'income', plan: 30_000, year: 2026, month: 11 });
    expect(answer.result).toEqual({
      addressId: '0',
      metric: 'income',
      plan: 30_000,
      year: 2026,
      month: 11,
      day: -1,
    });
    expect((await ask(heado, 'metrics', day))['day']?.metrics?.metrics[0]?.plan).toBe(0);
    await call(heado.deviceUrl, 'planPublish', { auto: false });
    const { day: today, month: whole } = await ask(heado, 'metrics', day, month);
    expect(today?.metrics?.metrics[0]).toMatchObject({ plan: 1000, planhour: 250, ratio: 0.3005 });
    expect(whole?.metrics?.metrics[0]?.plan).toBe(30_000);
  });

  test('of a day win over the month, and a negative one deletes', async () => {
    await using heado = await filled({ plans: [{ metric: 'income', plan: 30_000, year: 2026, month: 11 }] });
    await set(heado, { metric: 'income', plan: 500, year: 2026, month: 11, day: 21, day_corr_plan: 100 });
    await call(heado.deviceUrl, 'planPublish', { auto: true });
    expect((await ask(heado, 'metrics', day))['day']?.metrics?.metrics[0]?.plan).toBe(600);
    await set(heado, { metric: 'income', plan: -1, year: 2026, month: 11, day: 21 });
    await call(heado.deviceUrl, 'planPublish', { auto: true });
    expect((await ask(heado, 'metrics', day))['day']?.metrics?.metrics[0]?.plan).toBe(1000);
  });

  test('of an average are not spread', async () => {
    await using heado = await filled({ plans: [{ metric: 'average', plan: 200, year: 2026 }] });
    const { day: today } = await ask(heado, 'metrics', day);
    expect(today?.metrics?.metrics[1]).toMatchObject({
      name: 'Средний чек',
      plan: 200,
      planhour: 200,
      ratio: 0.7513,
    });
  });
});

describe('bysellers', () => {
  test('goes by the seller of the position, else by the cashier, joined to the common figures by idx', async () => {
    await using heado = await filled();
    const { day: today } = await ask(heado, 'bysellers', day);
    const sellers = today?.bysellers?.sellers.map(({ name, metrics }) => [
      name,
      metrics.map(({ fact }) => fact),
    ]);
    expect(sellers).toEqual([
      ['Анна', [300.5, 150.25, 1.5, 2]],
      ['Пётр', [0, 0, 0, 1]],
    ]);
    const common = today?.bysellers?.common.map(({ idx, label, fact }) => [idx, label, fact]);
    expect(common?.[0]).toEqual(['1', 'Выручка', 300.5]);
    expect(today?.bysellers?.sellers[0]?.metrics.map(({ idx }) => idx)).toEqual(common?.map(([idx]) => idx));
  });
});

describe('bytradepoints', () => {
  test('ranks stores by income, those without receipts last', async () => {
    await using heado = await filled({ storeExtId: 'S015', stores: [{ storeExtId: 'S2', name: 'Вторая' }] });
    const other = sale({ poskey: '@S1/K1', amount: 900, positions: [line(900)] });
    await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(other));
    const { day: today } = await ask(heado, 'bytradepoints', day);
    expect(today?.bytradepoints?.map(({ place, name, fact }) => [place, name, fact])).toEqual([
      [1, 'Store S1', 900],
      [2, 'Store S015', 300.5],
      [3, 'Вторая', 0],
    ]);
  });

  test('a key with a store shows that store alone in its metrics', async () => {
    await using heado = await filled({ storeExtId: 'S015' });
    await call(heado.deviceUrl, 'purchaseRegisterBatch', batch(sale({ poskey: '@S1/K1' })));
    const { day: today } = await ask(heado, 'metrics', day);
    expect(today?.metrics?.metrics[0]?.fact).toBe(300.5);
  });
});
