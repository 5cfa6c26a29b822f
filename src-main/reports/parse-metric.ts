/**
 * Owns: reading one metric, in whichever report it stands (device API, reports: samples). Pure.
 */
import { z } from 'zod';
import { givenNumber, looseNumber, looseText } from './loose.ts';
import type { MetricKind } from './model.ts';

const KINDS: ReadonlyMap<number, MetricKind> = new Map([
  [1, 'number'],
  [2, 'money'],
  [3, 'percent'],
]);

/** The samples call the same metric 1, 2, 3 and 7: what is not known is shown as a plain number. */
const kind = looseNumber.transform((type): MetricKind => KINDS.get(type ?? 0) ?? 'unknown');

/** `name` in `metrics`, `label` in `bysellers`; `ratio` is 1 where there is no plan, so it is not read at all. */
export const rawMetric = z.object({
  id: looseText,
  idx: looseText,
  name: looseText,
  label: looseText,
  order: looseNumber,
  type: kind,
  fact: looseNumber,
  plan: givenNumber,
  planhour: givenNumber,
  predict: givenNumber,
  qty: looseNumber,
});

export type RawMetric = z.output<typeof rawMetric>;

/** By the order that the account recommends; what has none keeps its place behind. */
export function inOrder<T extends { readonly order: number | null }>(items: readonly T[]): readonly T[] {
  return items.toSorted((one, other) => (one.order ?? Infinity) - (other.order ?? Infinity) || 0);
}
