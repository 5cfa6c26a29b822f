/**
 * Owns: reading `bytradepoints`, whose answer no document describes (heado-api): a list of objects with a name and
 * either `metrics` or `fact`, `plan`, `place`. Pure.
 * Promises: anything else is undefined, which screens call "not available".
 */
import { z } from 'zod';
import { looseNumber, looseText, readList, withUniqueIds } from './loose.ts';
import type { MetricKind, RatingReport } from './model.ts';
import { inOrder, rawMetric } from './parse-metric.ts';

const ROWS_MAX = 2_000;
const METRICS_MAX = 100;

const rowSchema = rawMetric.extend({
  store_ext_id: looseText,
  place: looseNumber,
  metrics: z.unknown().optional(),
});
type Row = z.output<typeof rowSchema>;

interface Standing {
  readonly id: string;
  readonly storeExtId: string | null;
  readonly name: string;
  readonly place: number | null;
  readonly fact: number | null;
  readonly kind: MetricKind;
}

export function parseRating(value: unknown): RatingReport | undefined {
  const list = findList(value);
  const rows = list && withUniqueIds((readList(list, rowSchema, ROWS_MAX) ?? []).flatMap(standingOf));
  if (!rows || (rows.length === 0 && list.length > 0)) return undefined;
  const sorted = rows.toSorted(compare);
  const byFact = rows.length > 0 && rows.every(({ place }) => place === null);
  return {
    kind: sorted[0]?.kind ?? 'unknown',
    rows: sorted.map(({ id, storeExtId, name, place, fact }) => ({
      ...{ id, storeExtId, name, fact },
      place: byFact ? sorted.findIndex((other) => other.fact === fact) + 1 : place,
    })),
    byFact,
  };
}

/** Lists of one store's metrics, which look like stores: they have names and figures too. */
const NO_STORES: ReadonlySet<string> = new Set(['metrics', 'common']);

const anyList = z.array(z.unknown());

/** The value itself, else the first list in it. */
function findList(value: unknown): readonly unknown[] | undefined {
  const fields = z.record(z.string(), z.unknown()).safeParse(value);
  const parts = Object.entries(fields.data ?? {}).filter(([name]) => !NO_STORES.has(name));
  return [value, ...parts.map(([, part]) => part)].map((each) => anyList.safeParse(each).data).find(Boolean);
}

function standingOf(row: Row): readonly Standing[] {
  const name = row.name ?? row.label;
  const [first] = inOrder(readList(row.metrics, rawMetric, METRICS_MAX) ?? []);
  const place = row.place !== null && Number.isInteger(row.place) && row.place > 0 ? row.place : null;
  const fact = row.fact ?? first?.fact ?? null;
  if (name === null || (place === null && fact === null)) return [];
  const kind = row.type === 'unknown' ? (first?.type ?? 'unknown') : row.type;
  return [{ id: row.id ?? row.store_ext_id ?? name, storeExtId: row.store_ext_id, name, place, fact, kind }];
}

/** By place; rows without one behind, by their figure. */
function compare(one: Standing, other: Standing): number {
  const byPlace = (one.place ?? Infinity) - (other.place ?? Infinity);
  return byPlace || (other.fact ?? -Infinity) - (one.fact ?? -Infinity) || 0;
}
