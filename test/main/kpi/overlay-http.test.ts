import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock, type Clock } from '../../../src-main/base/clock.ts';
import { ok } from '../../../src-main/base/result.ts';
import { stampText } from '../../../src-main/base/zone.ts';
import { createDeviceApi, type DeviceApi } from '../../../src-main/heado/device-api.ts';
import type { OwnReceipt } from '../../../src-main/kpi/model.ts';
import { makePeriod } from '../../../src-main/kpi/period.ts';
import { findRole } from '../../../src-main/kpi/roles.ts';
import { createReports, type Reports } from '../../../src-main/reports/poll.ts';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import { FACT_LIMIT_MS } from '../../support/patience.ts';
import { seededRandom, type Random } from '../../support/random.ts';
import { waitFor } from '../../support/wait-for.ts';
import { deviceApiOptions, endCalls } from '../heado/calls.ts';
import { input, noonMs, zone } from './build.ts';

afterEach(endCalls);

const STEPS = 150;
const RETURN_UNIT = 1e-4;
const LIMITS = { deadlineMs: FACT_LIMIT_MS };
const offsetMs = noonMs - systemClock.now();
/** The machine's clock, but it is noon. */
const clock: Clock = { ...systemClock, now: () => systemClock.now() + offsetMs };

interface Own {
  readonly extId: string;
  readonly amount: number;
  readonly occurredAtMs: number;
  firstPostAtMs: number | null;
  acknowledgedAtMs: number | null;
  uncertain: boolean;
  settled: boolean;
  refused: boolean;
}

function payloadOf({ extId, amount, occurredAtMs }: Own, till: string): string {
  const positions = [{ name: 'Хлеб', count: 2, total: Math.abs(amount) }];
  const ts = stampText(occurredAtMs, zone);
  return JSON.stringify({ amount, discount: 0, ts, extId, positions, poskey: `@S1/${till}` });
}

/** Sales are whole roubles, returns ten-thousandths: each can be told from the sum of both. */
function split(amounts: readonly number[]): { sales: number; returns: number } {
  const income = amounts.reduce((sum, amount) => sum + amount, 0);
  const sales = Math.ceil(income - RETURN_UNIT / 2) + 0;
  return { sales, returns: Math.round((sales - income) / RETURN_UNIT) + 0 };
}

/** One of the store's tills, with the figures that its screen shows. */
function openTill(heado: Simulator, api: DeviceApi, reports: Reports, random: Random) {
  const own: Own[] = [];
  let posting: Promise<void> | undefined;
  const waiting = (): Own[] => own.filter((each) => !each.settled && !each.refused);

  async function post(): Promise<void> {
    const batch = waiting().slice(0, 1 + random.below(3));
    const atMs = reports.moment();
    for (const each of batch) each.firstPostAtMs ??= atMs;
    const { outcome } = await api.purchaseRegisterBatch(
      batch.map((each) => payloadOf(each, 'K1')),
      LIMITS,
    );
    if (outcome.kind === 'accepted') {
      for (const each of batch) {
        each.settled = true;
        each.acknowledgedAtMs = reports.moment();
      }
      reports.receiptDelivered();
      return;
    }
    const uncertain = outcome.kind === 'retry' && outcome.uncertain;
    for (const each of batch) {
      if (uncertain) each.uncertain = true;
      else if (!each.uncertain) each.firstPostAtMs = null;
    }
    if (outcome.kind !== 'refused') return;
    const named = String(Reflect.get(Object(outcome.receipt), 'extId'));
    for (const each of batch) if (each.extId === named) each.refused = true;
  }

  return {
    waiting,
    sell() {
      const amount = random.below(4) === 0 ? -RETURN_UNIT * (1 + random.below(9)) : 1 + random.below(500);
      const state = {
        firstPostAtMs: null,
        acknowledgedAtMs: null,
        uncertain: false,
        settled: false,
        refused: false,
      };
      own.push({ extId: `A${own.length}`, amount, occurredAtMs: clock.now(), ...state });
    },
    post(): Promise<void> {
      if (waiting().length > 0) posting ??= post().finally(() => (posting = undefined));
      return posting ?? Promise.resolve();
    },
    shown() {
      const receipts = own.map((each): OwnReceipt => {
        const isReturn = each.amount < 0;
        return { ...each, id: each.extId, items: isReturn ? -2 : 2, receipts: isReturn ? 0 : 1 };
      });
      const { figures } = makePeriod(input(reports.state().day, { receipts, nowMs: clock.now() }));
      const of = (role: string) => figures.find((figure) => figure.role === role)?.fact;
      const [income, count] = [of('income'), of('count')];
      if (typeof income !== 'number' || typeof count !== 'number') return undefined;
      const approximate = figures.some((figure) => figure.approximate);
      return { ...split([income]), count, average: of('average'), items: of('items'), approximate };
    },
    /** What the server has and what this till has beside it. */
    truth() {
      const there = heado.ledger.map(({ receipt }) => receipt.amountUnits / 10_000);
      const known = new Set(heado.ledger.map(({ receipt }) => receipt.extId));
      const here = own
        .filter(({ extId, refused }) => !refused && !known.has(extId))
        .map(({ amount }) => amount);
      const all = [...there, ...here];
      return { ...split(all), count: all.filter((amount) => amount > 0).length };
    },
  };
}

describe('own receipts over the reports of a server', () => {
  test.each([1, 2, 3])('never count twice and come to its exact figures (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    await using heado = await startSimulator({
      ...{ seed, storeExtId: 'S1', timeZone: 'Europe/Moscow', now: clock.now },
      plans: [{ metric: 'income', plan: 900_000, year: 2026, month: 11 }],
    });
    const method = 'purchaseRegisterBatch';
    heado.behave([
      { act: { name: 'slow', delayMs: 12 }, method: 'reports', random: { seed, share: 0.5 } },
      { act: { name: 'slow', delayMs: 8 }, method, random: { seed: seed + 10, share: 0.2 } },
      { act: 'resetAfterCommit', method, random: { seed: seed + 20, share: 0.1 } },
      { act: 'resetBeforeCommit', method, random: { seed: seed + 30, share: 0.1 } },
      { act: 'rpcError', method, random: { seed: seed + 40, share: 0.1 } },
      { act: { name: 'refuseReceipt', when: (receipt) => /"A\d*5"/.test(JSON.stringify(receipt)) }, method },
    ]);
    const api = createDeviceApi(deviceApiOptions(heado.url, { clock, readKey: () => ok(heado.deviceKey) }));
    /** Some requests are long on their way: what is posted after them may be there before. */
    const slowly: Pick<DeviceApi, 'reports'> = {
      async reports(...parameters) {
        for (let wait = random.below(30); wait > 0; wait -= 1) await turn();
        return api.reports(...parameters);
      },
    };
    const reports = createReports({
      ...{ api: slowly, clock, zone, intervalMs: 60_000, ids: ['metrics'], note: () => undefined },
      findIncome: (metrics) => findRole(metrics, 'income'),
      keep: { read: () => undefined, write: () => undefined },
    });
    const till = openTill(heado, api, reports, random);
    const elsewhere: Promise<unknown>[] = [];
    reports.show({ visible: true, reports: ['metrics'] });
    await waitFor('the first report', () => till.shown() !== undefined);
    for (let step = 0; step < STEPS; step += 1) {
      const chance = random.below(8);
      if (chance < 3) till.sell();
      else if (chance < 5) void till.post();
      else if (chance < 6) reports.refresh();
      else {
        const sold = { amount: 1 + random.below(500), occurredAtMs: clock.now() };
        const other = {
          ...sold,
          extId: `B${step}`,
          firstPostAtMs: null,
          acknowledgedAtMs: null,
          uncertain: false,
          settled: false,
          refused: false,
        };
        elsewhere.push(api.purchaseRegisterBatch([payloadOf(other, 'K2')], LIMITS));
      }
      for (let wait = random.below(12); wait >= 0; wait -= 1) {
        const [shown, truth] = [till.shown(), till.truth()];
        if (!shown) throw new Error('the figures are gone');
        const within = [
          shown.sales <= truth.sales,
          shown.returns <= truth.returns,
          shown.count <= truth.count,
        ];
        expect({ step, shown, truth, within }).toMatchObject({ within: [true, true, true] });
        await turn();
      }
    }
    await Promise.all(elsewhere);
    await waitFor('everything is delivered', async () => {
      await till.post();
      return till.waiting().length === 0;
    });
    reports.refresh();
    const exact = (): boolean => {
      const [shown, truth] = [till.shown(), till.truth()];
      return shown?.approximate === false && shown.sales === truth.sales && shown.returns === truth.returns;
    };
    await waitFor('the figures are those of the server', exact);
    const { day } = reports.state();
    expect(till.shown()?.count).toBe(till.truth().count);
    expect(day.metrics.answer?.report.metrics.map(({ fact }) => fact)).toContain(till.shown()?.average);
    await reports.stop();
  });
});
