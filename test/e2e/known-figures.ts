/**
 * Owns: the texts of all numbers that the known day can show: what was sold by sums of its own, plan by now and forecast
 * of sums by HEADO's own last reply.
 */
import { z } from 'zod';
import { number, OTHER_STORES, percent, PLANS, roubles } from './known-day.ts';
import type { KnownStand, PeriodType } from './known-stand.ts';

const metrics = z.object({
  metrics: z.object({
    metrics: z.array(z.object({ name: z.string(), planhour: z.number(), predict: z.number() })),
  }),
});
const replySchema = z.object({ result: z.object({ data: z.object({ day: metrics, month: metrics }) }) });

/** What only HEADO can know, as it said it last. */
function lastReply(
  { heado }: KnownStand,
  type: PeriodType,
  name: string,
): { planhour: number; predict: number } {
  const answers = heado.calls.flatMap(({ method, answer }) =>
    method === 'reports' && answer.includes('"planhour"') ? [answer] : [],
  );
  const { data } = replySchema.parse(JSON.parse(answers.at(-1) ?? '')).result;
  const found = data[type].metrics.metrics.find((metric) => metric.name === name);
  if (!found) throw new Error(`HEADO said nothing of ${name}`);
  return found;
}

export interface Row {
  readonly name: string;
  readonly fact: string;
  readonly plan: string | null;
  /** What the percentage is of: the plan of this hour of a sum, the whole plan of a mean. */
  readonly planNow: string | null;
  /** Only sums come to more by the evening. */
  readonly forecast: string | null;
  /** As a table has it: a percentage, «в темпе», a dash. */
  readonly pace: string;
  /** Shares of the plan: fact, plan by now, forecast. */
  readonly shares: readonly string[];
}

interface Known {
  readonly name: string;
  readonly fact: number;
  /** The plan of the whole period. */
  readonly of: number | null;
  /** False: a mean. */
  readonly adds: boolean;
  readonly write: (value: number) => string;
}

export function rowsOf(stand: KnownStand, type: PeriodType): readonly Row[] {
  const { income, average, items, count } = stand.sold[type];
  const plan = PLANS[type];
  const two = (value: number): string => number(value, 2);
  return [
    row({ name: 'Выручка', fact: income, of: plan.income, adds: true, write: roubles }),
    row({ name: 'Средний чек', fact: average, of: plan.average, adds: false, write: roubles }),
    row({ name: 'Наполняемость', fact: items, of: plan.complexity, adds: false, write: two }),
    row({ name: 'Кол-во продаж', fact: count, of: null, adds: true, write: (value) => number(value) }),
  ];

  function row({ name, fact, of, adds, write }: Known): Row {
    const { planhour, predict } = lastReply(stand, type, name);
    const planNow = of === null || !adds ? of : planhour;
    const ratio = planNow === null ? null : fact / planNow - 1;
    const onTrack = ratio !== null && ratio > -0.05 && ratio < 0.02;
    const shown = [fact, planNow, adds ? predict : null].filter((value) => value !== null);
    return {
      ...{ name, fact: write(fact), plan: of === null ? null : write(of) },
      planNow: planNow === null ? null : write(planNow),
      forecast: adds ? write(predict) : null,
      pace: ratio === null ? '—' : onTrack ? 'в темпе' : percent(Math.abs(ratio)),
      shares: of === null ? [] : shown.map((value) => percent(value / of)),
    };
  }
}

/** The next receipt that brings an average back: what the whole of it must be. */
const needed = (plan: number, fact: number, qty: number): number => plan * (qty + 1) - fact * qty;

/** Every number that has a source, beside places. */
export function sources(stand: KnownStand, type: PeriodType): readonly string[] {
  const { income, average } = stand.sold[type];
  const today = stand.sold.day;
  const left = PLANS[type].income - income;
  const rows = rowsOf(stand, type);
  return [
    ...rows.flatMap(({ fact, plan, planNow, forecast, pace, shares }) =>
      [fact, plan, planNow, forecast, pace, ...shares].filter((each) => each !== null),
    ),
    roubles(left),
    number(Math.ceil(left / average)),
    roubles(Math.ceil(needed(PLANS.day.average, today.average, today.count))),
    number(OTHER_STORES.length + 1),
  ];
}
