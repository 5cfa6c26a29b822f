/**
 * Owns: reading the answer of `reports` (device API, reports; heado-api) into the house's own form. Pure.
 * Promises: never throws; a period that has no readable report is undefined and harms no other one.
 */
import { z } from 'zod';
import { looseText, readList, withUniqueIds } from './loose.ts';
import type { MetricsReport, SellersReport } from './model.ts';
import { inOrder, rawMetric, type RawMetric } from './parse-metric.ts';
import { parseRating } from './parse-rating.ts';

const METRICS_MAX = 100;
const SELLERS_MAX = 500;

const envelope = z.object({ data: z.record(z.string(), z.unknown()) });
const metricsSchema = z.object({
  id: looseText,
  store_ext_id: looseText,
  name: looseText,
  metrics: z.unknown().optional(),
});
const sellersSchema = z.object({ common: z.unknown().optional(), sellers: z.unknown().optional() });
const sellerSchema = z.object({ id: looseText, name: looseText, metrics: z.unknown().optional() });

/** How each report is read from `data.<type>.<id>`. */
export const readers = {
  metrics: parseMetrics,
  bysellers: parseSellers,
  bytradepoints: parseRating,
} as const;

/** `data.<type>.<id>` of a result; undefined where there is none. */
export function pick(result: unknown, type: string, id: keyof typeof readers): unknown {
  const data = envelope.safeParse(result);
  const period = z.record(z.string(), z.unknown()).safeParse(data.data?.data[type]);
  return period.data?.[id];
}

function parseMetrics(value: unknown): MetricsReport | undefined {
  const read = metricsSchema.safeParse(value);
  const list = read.success ? readList(read.data.metrics, rawMetric, METRICS_MAX) : undefined;
  if (!read.success || !list) return undefined;
  const named = inOrder(list).flatMap((raw) => {
    const name = raw.name ?? raw.label;
    if (name === null) return [];
    const { type, fact, plan, planhour, predict, qty } = raw;
    return [{ id: raw.id ?? name, name, kind: type, fact, plan, planHour: planhour, forecast: predict, qty }];
  });
  const { id, store_ext_id: storeExtId, name } = read.data;
  return { storeId: id, storeExtId, storeName: name, metrics: withUniqueIds(named) };
}

function parseSellers(value: unknown): SellersReport | undefined {
  const read = sellersSchema.safeParse(value);
  if (!read.success) return undefined;
  const common = readList(read.data.common, rawMetric, METRICS_MAX);
  const sellers = readList(read.data.sellers, sellerSchema, SELLERS_MAX);
  if (!common || !sellers) return undefined;
  const columns = withUniqueIds(
    inOrder(common).flatMap((raw) => {
      const name = raw.label ?? raw.name;
      const id = raw.idx ?? raw.id ?? name;
      return name === null || id === null ? [] : [{ id, metricId: raw.id, name, kind: raw.type }];
    }),
  );
  const rows = sellers.flatMap(({ id, name, metrics }) => {
    if (name === null) return [];
    const own = readList(metrics, rawMetric, METRICS_MAX) ?? [];
    const cells = columns.map((column) => cellOf(own.find((raw) => joins(raw, column))));
    return [{ id: id ?? name, name, cells }];
  });
  return { columns, sellers: withUniqueIds(rows) };
}

/** By `idx`; where a server leaves it out, by the metric's id. */
function joins(raw: RawMetric, column: SellersReport['columns'][number]): boolean {
  return raw.idx === null ? raw.id !== null && raw.id === column.metricId : raw.idx === column.id;
}

function cellOf(raw: RawMetric | undefined): SellersReport['sellers'][number]['cells'][number] {
  return raw ? { fact: raw.fact, plan: raw.plan } : null;
}
