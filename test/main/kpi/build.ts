/**
 * Owns: building reports and receipts for the tests of figures with few words.
 */
import { openZone } from '../../../src-main/base/zone.ts';
import { PACE_RULES, type OwnReceipt } from '../../../src-main/kpi/model.ts';
import type { PeriodInput } from '../../../src-main/kpi/period.ts';
import type { Metric, PeriodReports, Slot } from '../../../src-main/reports/model.ts';
import { dayRange, monthRange } from '../../../src-main/reports/ranges.ts';

export const zone = openZone('Europe/Moscow');
export const at = (clock: string): number => Date.parse(`2026-11-22T${clock}:00+03:00`);
export const noonMs = at('12:00');

const NONE = { state: 'none', answer: null } as const;

export function metric(name: string, changes: Partial<Metric> = {}): Metric {
  const nothing = { fact: null, plan: null, planHour: null, forecast: null, qty: null };
  return { id: name, name, kind: 'number', ...nothing, ...changes };
}

/** A shop of 20 receipts over 10,000 roubles, planned 20,000. */
export function shop(
  changes: { income?: object; average?: object; items?: object; count?: object } = {},
): Metric[] {
  return [
    metric('Выручка', { fact: 10_000, plan: 20_000, planHour: 10_000, qty: 20, ...changes.income }),
    metric('Средний чек', { fact: 500, plan: 520, qty: 20, ...changes.average }),
    metric('Наполняемость', { fact: 2, plan: 2.1, qty: 20, ...changes.items }),
    metric('Кол-во продаж', { fact: 20, plan: 40, planHour: 20, qty: 20, ...changes.count }),
  ];
}

export function ready<T>(report: T, askedAtMs = noonMs, answeredAtMs = askedAtMs + 100): Slot<T> {
  return { state: 'ready', answer: { askedAtMs, answeredAtMs, report } };
}

export function reportsOf(
  metrics: readonly Metric[] | undefined,
  changes: Partial<PeriodReports> = {},
  type: 'day' | 'month' = 'day',
): PeriodReports {
  const report = { storeId: '3656', storeExtId: 'S1', storeName: 'Магазин', metrics: metrics ?? [] };
  return {
    range: type === 'day' ? dayRange(noonMs, zone) : monthRange(noonMs, zone),
    ...{
      metrics: metrics ? ready(report) : NONE,
      moved: null,
      sellers: NONE,
      rating: NONE,
      samples: [],
      firstPlaces: {},
    },
    ...changes,
  };
}

export function receipt(changes: Partial<OwnReceipt> = {}): OwnReceipt {
  const amount = changes.amount ?? 100;
  return {
    ...{ id: 'r', occurredAtMs: noonMs, amount, items: Math.sign(amount), receipts: amount < 0 ? 0 : 1 },
    ...{ firstPostAtMs: null, acknowledgedAtMs: null, refused: false },
    ...changes,
  };
}

export function input(reports: PeriodReports, changes: Partial<PeriodInput> = {}): PeriodInput {
  return {
    ...{ reports, receipts: [], before: null, nowMs: noonMs + 1_000, intervalMs: 60_000, openings: [] },
    ...{ seller: null, storeExtId: null, rules: PACE_RULES },
    ...changes,
  };
}
