/**
 * Owns: the form of kept reports, as strict as the rooms that read them are trusting.
 */
import { z } from 'zod';
import type { Answered, ReportsState, Slot } from './model.ts';
import { DAY_SAMPLES_MAX } from './samples.ts';

const instant = z.number().min(0).max(8.64e15);
const figure = z.number().nullable();
const kind = z.enum(['number', 'money', 'percent', 'unknown']);
const text = z.string().nullable();

const metrics = z.object({
  storeId: text,
  storeExtId: text,
  storeName: text,
  metrics: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind,
      fact: figure,
      plan: figure,
      planHour: figure,
      forecast: figure,
      qty: figure,
    }),
  ),
});
const sellers = z.object({
  columns: z.array(z.object({ id: z.string(), metricId: text, name: z.string(), kind })),
  sellers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      cells: z.array(z.object({ fact: figure, plan: figure }).nullable()),
    }),
  ),
});
const rating = z.object({
  kind,
  rows: z.array(
    z.object({
      ...{ id: z.string(), storeExtId: text, name: z.string() },
      ...{ place: z.int().min(1).nullable(), fact: figure },
    }),
  ),
  byFact: z.boolean().default(false),
});

const moved = z.object({
  atMs: instant,
  before: z
    .object({ atMs: instant, made: z.array(z.object({ id: z.string(), fact: figure, qty: figure })) })
    .nullable(),
});

/** What was being asked, or not given, is unknown again. */
function slotOf<T>(report: z.ZodType<T>): z.ZodType<Slot<T>> {
  const answered: z.ZodType<Answered<T>> = z.object({ askedAtMs: instant, answeredAtMs: instant, report });
  return z
    .object({ answer: answered.nullable() })
    .transform(({ answer }): Slot<T> => ({ state: answer ? 'ready' : 'none', answer }));
}

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);

function rangeOf<T extends 'day' | 'month'>(type: T) {
  return z.object({ type: z.literal(type), from: day, to: day, fromMs: instant, toMs: instant });
}

function periodOf<T extends 'day' | 'month'>(type: T) {
  return z.object({
    range: rangeOf(type),
    metrics: slotOf(metrics),
    moved: moved.nullable().default(null),
    sellers: slotOf(sellers),
    rating: slotOf(rating),
    samples: z.array(z.object({ atMs: instant, fact: figure, planHour: figure })).max(DAY_SAMPLES_MAX),
    firstPlaces: z.record(z.string(), z.int().min(1)),
  });
}

export const keptSchema: z.ZodType<ReportsState> = z.object({
  day: periodOf('day'),
  month: periodOf('month'),
  weekAgo: z.object({ range: rangeOf('day'), metrics: slotOf(metrics) }),
});
