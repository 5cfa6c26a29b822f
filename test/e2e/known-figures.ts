/**
 * Owns: the texts of all numbers that the known day can show: what was sold by sums of its own, plan by now and forecast
 * by HEADO's own last reply.
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
  readonly planNow: string;
  readonly forecast: string;
  /** As a table has it: a percentage, «в темпе», a dash. */
  readonly pace: string;
  /** Shares of the plan: fact, plan by now, forecast. */
  readonly shares: readonly string[];
}

export function rowsOf(stand: KnownStand, type: PeriodType): readonly Row[] {
  const { income, average, items, count } = stand.sold[type];
  const plan = PLANS[type];
  return [
    row('Выручка', income, plan.income, roubles),
    row('Средний чек', average, plan.average, roubles),
    row('Наполняемость', items, plan.complexity, (value) => number(value, 2)),
    row('Кол-во продаж', count, null, (value) => number(value)),
  ];

  function row(name: string, fact: number, of: number | null, write: (value: number) => string): Row {
    const { planhour, predict } = lastReply(stand, type, name);
    const ratio = of === null ? null : fact / planhour - 1;
    const onTrack = ratio !== null && ratio > -0.05 && ratio < 0.02;
    return {
      ...{ name, fact: write(fact), plan: of === null ? null : write(of) },
      ...{ planNow: write(planhour), forecast: write(predict) },
      pace: ratio === null ? '—' : onTrack ? 'в темпе' : percent(Math.abs(ratio)),
      shares: of === null ? [] : [fact, planhour, predict].map((value) => percent(value / of)),
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
    ...rows.flatMap(({ fact, plan, planNow, forecast, pace, shares }) => [
      ...[fact, planNow, forecast, pace, ...shares],
      ...(plan === null ? [] : [plan]),
    ]),
    roubles(left),
    number(Math.ceil(left / average)),
    roubles(Math.ceil(needed(PLANS.day.average, today.average, today.count))),
    number(OTHER_STORES.length + 1),
  ];
}
