/**
 * Owns the three reports in the shapes of the device API's examples: metrics, bysellers, bytradepoints.
 * Promises that every figure is computed from the receipts that were registered, repeats included.
 * The answer of bytradepoints is not documented: a list of stores by place, each with name, fact, plan and ratio.
 */
import { addStore } from './account.ts';
import type { Account, RegisteredReceipt, Store } from './account.ts';
import { ownStore } from './methods-plans.ts';
import { planFor } from './plans.ts';
import type { MetricName } from './plans.ts';
import { factOf, round, sumBySeller, sumReceipts } from './report-figures.ts';
import type { Figures } from './report-figures.ts';
import { readRanges } from './report-ranges.ts';
import type { ReportRange } from './report-ranges.ts';
import { localTimeIn } from './times.ts';

export type ReportId = 'metrics' | 'bysellers' | 'bytradepoints';

export interface ReportContext {
  readonly account: Account;
  /** The store of the key; undefined: the key stands for everything that was sent. */
  readonly storeExtId: string | undefined;
  readonly timeZone: string;
  readonly nowMs: number;
}

interface Metric {
  readonly metric: MetricName;
  readonly id: string;
  readonly title: string;
  /** 1 number, 2 money (device API, reports). */
  readonly type: 1 | 2;
  /** Whether it grows through the day, so that a plan by the hour and a forecast mean something. */
  readonly grows: boolean;
}

const metrics: readonly Metric[] = [
  { metric: 'income', id: '1437627895975735595', title: 'Выручка', type: 2, grows: true },
  { metric: 'average', id: '1437627895975735596', title: 'Средний чек', type: 2, grows: false },
  { metric: 'complexity', id: '1437627895975735664', title: 'Наполняемость', type: 1, grows: false },
  { metric: 'count', id: '1437627895975735700', title: 'Кол-во продаж', type: 1, grows: true },
];

/** Minutes of the day between which a store sells, for the plan by the hour and the forecast. */
const openMinute = 9 * 60;
const closeMinute = 21 * 60;

function receiptsOf(
  context: ReportContext,
  range: ReportRange,
  storeExtId: string | undefined,
): RegisteredReceipt[] {
  const all = range.days.flatMap((day) => context.account.days.get(day) ?? []);
  return storeExtId === undefined ? all : all.filter((entry) => entry.storeExtId === storeExtId);
}

function planOf(
  context: ReportContext,
  range: ReportRange,
  metric: Metric,
  storeExtId: string | undefined,
): number {
  const { account } = context;
  const byName = planFor(account.plans, storeExtId ?? ownStore, metric.metric, range.days);
  return round(
    byName !== 0 ? byName : planFor(account.plans, storeExtId ?? ownStore, `p/${metric.id}`, range.days),
    4,
  );
}

/** The share of the range's opening hours that is over at the last full hour, 0 to 1. */
function elapsedShare(context: ReportContext, range: ReportRange): number {
  const now = localTimeIn(context.timeZone, context.nowMs);
  const today = now.slice(0, 10);
  const minute = Number(now.slice(11, 13)) * 60;
  const part = Math.min(Math.max((minute - openMinute) / (closeMinute - openMinute), 0), 1);
  const over = range.days.filter((day) => day < today).length;
  return (over + (range.days.includes(today) ? part : 0)) / range.days.length;
}

function quantity(metric: Metric, figures: Figures): number {
  return metric.metric === 'complexity' ? figures.salesWithItems : figures.sales;
}

function describeMetric(
  context: ReportContext,
  range: ReportRange,
  metric: Metric,
  order: number,
  figures: Figures,
) {
  const plan = planOf(context, range, metric, context.storeExtId);
  const fact = round(factOf(metric.metric, figures), metric.metric === 'income' ? 4 : 2);
  const share = elapsedShare(context, range);
  const planhour = metric.grows ? round(plan * share, 4) : plan;
  const predict = metric.grows && share > 0 ? round(fact / share, 2) : fact;
  const ratio = plan === 0 ? 1 : round(fact / plan, 4);
  const shown = {
    id: metric.id,
    name: metric.title,
    order,
    type: metric.type,
    fact,
    plan,
    planhour,
    predict,
  };
  const qty = quantity(metric, figures);
  return range.days.length === 1 ? { ...shown, ratio, qty } : { ...shown, qty };
}

function describeStore(context: ReportContext): Store {
  const { account, storeExtId } = context;
  if (storeExtId !== undefined) return addStore(account, storeExtId);
  return { id: ownStore, storeExtId: ownStore, name: 'All stores of the key', location: undefined };
}

function createMetrics(context: ReportContext, range: ReportRange): unknown {
  const figures = sumReceipts(receiptsOf(context, range, context.storeExtId));
  const store = describeStore(context);
  const described = metrics.map((metric, order) => describeMetric(context, range, metric, order, figures));
  return { id: store.id, store_ext_id: store.storeExtId, name: store.name, metrics: described };
}

function sellerMetrics(figures: Figures): unknown[] {
  return metrics.map((metric, index) => {
    const shown = { idx: String(index + 1), order: index + 1, label: metric.title, type: metric.type };
    const qty = metric.metric === 'income' ? figures.lines : quantity(metric, figures);
    return { ...shown, fact: factOf(metric.metric, figures), plan: 0, qty };
  });
}

function createBySellers(context: ReportContext, range: ReportRange): unknown {
  const receipts = receiptsOf(context, range, context.storeExtId);
  const figures = sumReceipts(receipts);
  const common = metrics.map((metric, index) => ({
    ...{ id: metric.id, idx: String(index + 1), order: index + 1, label: metric.title, type: metric.type },
    fact: factOf(metric.metric, figures),
    plan: planOf(context, range, metric, context.storeExtId),
    qty: quantity(metric, figures),
  }));
  const sellers = [...sumBySeller(receipts)].sort(([, a], [, b]) => b.incomeUnits - a.incomeUnits);
  const described = sellers.map(([name, own]) => ({ name, id: sellerId(name), metrics: sellerMetrics(own) }));
  return { common, sellers: described };
}

/** The same name gives the same id in every report. */
function sellerId(name: string): string {
  let hash = 7n;
  for (const character of name)
    hash = (hash * 31n + BigInt(character.codePointAt(0) ?? 0)) % 1_000_000_000_000n;
  return `1514${hash.toString().padStart(15, '0')}`;
}

function createByTradePoints(context: ReportContext, range: ReportRange): unknown {
  const [income] = metrics;
  if (income === undefined) return [];
  const known = [...context.account.stores.values()];
  const rows = (known.length === 0 ? [describeStore(context)] : known).map((store) => {
    const figures = sumReceipts(
      receiptsOf(context, range, known.length === 0 ? undefined : store.storeExtId),
    );
    const plan = planOf(context, range, income, store.storeExtId);
    return { store, fact: figures.incomeUnits / 10_000, plan, qty: figures.sales };
  });
  rows.sort((a, b) => b.fact - a.fact || a.store.storeExtId.localeCompare(b.store.storeExtId));
  return rows.map(({ store, fact, plan, qty }, index) => ({
    ...{ id: store.id, store_ext_id: store.storeExtId, name: store.name, place: index + 1 },
    ...{ fact, plan, ratio: plan === 0 ? 1 : round(fact / plan, 4), qty },
  }));
}

const creators = { metrics: createMetrics, bysellers: createBySellers, bytradepoints: createByTradePoints };

/** The report for each range, keyed by the type that was sent (device API, reports). */
export function createReport(context: ReportContext, id: ReportId, params: unknown): unknown {
  const ranges = readRanges(params);
  const data = ranges.map((range) => [range.type, { [id]: creators[id](context, range) }] as const);
  return { data: Object.fromEntries(data) };
}
