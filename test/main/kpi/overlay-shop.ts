/**
 * Owns: a model of a shop for the overlay: a server with its figures, this till with its outbox, other tills of the
 * store, calls that take their time, answers that get lost, refusals, clocks that jump, and the real reports room.
 * Sales are whole roubles and returns ten-thousandths, so that each can be told from a sum of both.
 */
import { openZone } from '../../../src-main/base/zone.ts';
import { problem } from '../../../src-main/base/problem.ts';
import type { Outcome } from '../../../src-main/heado/outcome.ts';
import type { OwnReceipt } from '../../../src-main/kpi/model.ts';
import { makePeriod } from '../../../src-main/kpi/period.ts';
import { createReports, type Reports } from '../../../src-main/reports/poll.ts';
import { dayRange } from '../../../src-main/reports/ranges.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import type { Random } from '../../support/random.ts';
import { input } from './build.ts';

const RETURN_UNIT = 1e-4;
const zone = openZone('Europe/Moscow');

interface Sold {
  readonly occurredAtMs: number;
  readonly amount: number;
}

/** What the figures of a day come to, each kind by itself. */
export interface Sums {
  readonly sales: number;
  readonly returns: number;
  readonly count: number;
}

/** An own receipt and what happened to it. */
interface Own extends Sold {
  readonly id: string;
  firstPostAtMs: number | null;
  acknowledgedAtMs: number | null;
  /** An attempt ended without a definite answer. */
  uncertain: boolean;
  registered: boolean;
  settled: boolean;
  refused: boolean;
}

type Fate = 'accepted' | 'answerLost' | 'requestLost' | 'unsent' | 'refused';

export interface Shop {
  readonly clock: FakeClock;
  readonly reports: Reports;
  sell(): void;
  sellElsewhere(): void;
  /** Begins a call with waiting receipts; nothing while one is under way. */
  post(fate: Fate): void;
  /** What the screen shows; undefined: nothing yet. */
  shown(): (Sums & { readonly approximate: boolean }) | undefined;
  /** What the server has, and what this till has beside it. */
  truth(): Sums;
  /** What the server has. */
  atServer(): Sums;
  /** What the last report says. */
  reported(): Pick<Sums, 'sales'>;
  hasWaiting(): boolean;
  readonly failReports: { share: number };
}

/** `lagMs`: how far the reports are behind the server. */
export function openShop(random: Random, startMs: number, lagMs: () => number = () => 0): Shop {
  const clock = createFakeClock(startMs);
  const own: Own[] = [];
  const server: (Sold & { readonly atMs: number })[] = [];
  const failReports = { share: 0.2 };
  let posting = false;
  let numbers = 0;

  function ofToday(sold: readonly Sold[]): readonly Sold[] {
    const { fromMs, toMs } = dayRange(clock.now(), zone);
    return sold.filter(({ occurredAtMs }) => occurredAtMs >= fromMs && occurredAtMs < toMs);
  }

  const reports = createReports({
    ...{ clock, zone, intervalMs: 6_000, ids: ['metrics'], random: random.next },
    findIncome: (metrics) => metrics[0],
    keep: { read: () => undefined, write: () => undefined },
    note: () => undefined,
    api: {
      reports: (_id, ranges, { stop }) =>
        new Promise((resolve) => {
          const end = (outcome: Outcome): void => resolve({ outcome, durationMs: 1 });
          stop?.addEventListener('abort', () => end(lost));
          const fails = random.next() < failReports.share;
          clock.after(random.below(1_500), () => {
            const data = Object.fromEntries(
              ranges.map(({ type, from }) => [type, reportOn(from.slice(0, 10))]),
            );
            const outcome: Outcome = fails ? lost : { kind: 'accepted', result: { data } };
            clock.after(random.below(1_500), () => end(outcome));
          });
        }),
    },
  });
  reports.show({ visible: true, reports: ['metrics'] });

  /** For a day; that of the month is not looked at. */
  function reportOn(day: string): object {
    const { fromMs, toMs } = dayRange(Date.parse(`${day}T12:00:00+03:00`), zone);
    const untilMs = clock.monotonicMs() - lagMs();
    const of = server.filter(
      ({ occurredAtMs, atMs }) => atMs <= untilMs && occurredAtMs >= fromMs && occurredAtMs < toMs,
    );
    const count = of.filter(({ amount }) => amount > 0).length;
    const fact = of.reduce((sum, { amount }) => sum + amount, 0);
    const metrics = [
      { id: '1', name: 'Выручка', type: 2, fact: Number(fact.toFixed(4)), qty: count },
      { id: '2', name: 'Кол-во продаж', type: 1, fact: count, qty: count },
    ];
    return { metrics: { metrics } };
  }

  function receiptOf(id: string): Own {
    const amount = random.below(4) === 0 ? -RETURN_UNIT * (1 + random.below(9)) : 1 + random.below(50);
    const state = {
      firstPostAtMs: null,
      acknowledgedAtMs: null,
      uncertain: false,
      registered: false,
      settled: false,
      refused: false,
    };
    return { id, amount, occurredAtMs: clock.now() - random.below(20_000), ...state };
  }

  function settle(batch: readonly Own[], fate: Fate): void {
    posting = false;
    if (fate === 'accepted')
      for (const each of batch) {
        each.settled = true;
        each.acknowledgedAtMs = reports.moment();
      }
    if (fate === 'answerLost' || fate === 'requestLost') for (const each of batch) each.uncertain = true;
    if (fate === 'unsent' || fate === 'refused')
      for (const each of batch) if (!each.uncertain) each.firstPostAtMs = null;
    if (fate !== 'refused') return;
    const [culprit] = batch;
    if (culprit && !culprit.registered) culprit.refused = true;
  }

  /** As often as it is sent: the server recognises no repetition. */
  function register(batch: readonly Sold[]): void {
    const atMs = clock.monotonicMs();
    server.push(...batch.map(({ occurredAtMs, amount }) => ({ occurredAtMs, amount, atMs })));
  }

  const waiting = (): Own[] => own.filter((each) => !each.settled && !each.refused);
  const sumsOf = (of: readonly Sold[]): Sums => ({
    sales: of.reduce((sum, { amount }) => sum + Math.max(amount, 0), 0),
    returns: Math.round(of.reduce((sum, { amount }) => sum - Math.min(amount, 0), 0) / RETURN_UNIT),
    count: of.filter(({ amount }) => amount > 0).length,
  });

  return {
    clock,
    reports,
    failReports,
    sell: () => void own.push(receiptOf(String((numbers += 1)))),
    sellElsewhere: () => register([receiptOf('')]),
    post(fate) {
      const batch = waiting().slice(0, 1 + random.below(4));
      if (posting || batch.length === 0) return;
      posting = true;
      const atMs = reports.moment();
      for (const each of batch) each.firstPostAtMs ??= atMs;
      clock.after(random.below(1_500), () => {
        if (fate === 'accepted' || fate === 'answerLost') {
          for (const each of batch) each.registered = true;
          register(batch);
        }
        clock.after(random.below(1_500), () => settle(batch, fate));
      });
    },
    shown() {
      const receipts = own.map((each): OwnReceipt => ({
        ...each,
        items: Math.sign(each.amount),
        receipts: each.amount > 0 ? 1 : 0,
      }));
      const { day } = reports.state();
      const { figures } = makePeriod(input(day, { receipts, nowMs: clock.now() }));
      const [income, count] = figures;
      if (typeof income?.fact !== 'number' || typeof count?.fact !== 'number') return undefined;
      const sales = Math.ceil(income.fact - RETURN_UNIT / 2) + 0;
      const returns = Math.round((sales - income.fact) / RETURN_UNIT) + 0;
      return { sales, returns, count: count.fact, approximate: income.approximate };
    },
    truth: () => sumsOf(ofToday([...server, ...own.filter((each) => !each.registered && !each.refused)])),
    atServer: () => sumsOf(ofToday(server)),
    reported() {
      const fact = reports.state().day.metrics.answer?.report.metrics[0]?.fact ?? 0;
      return { sales: Math.ceil(fact - RETURN_UNIT / 2) + 0 };
    },
    hasWaiting: () => waiting().length > 0,
  };
}

const lost: Outcome = {
  ...{ kind: 'retry', problem: problem('api.noAnswer' as const) },
  ...{ uncertain: true, failedInside: false, unsent: false, slowDown: false, retryAfterMs: undefined },
};
