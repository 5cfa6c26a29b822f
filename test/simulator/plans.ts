/**
 * Owns plans: what was set, what was published, and what a plan means for a day or a month.
 * Promises that only published plans show in reports (device API, planPublish: publishing makes them actual).
 * Refuses to know receipts; HEADO's analytics behind `auto` are not documented, so both values spread evenly.
 */
import { daysInMonth } from './times.ts';

/** Income and number of sales add up over days; an average does not. */
export type MetricName = 'income' | 'average' | 'complexity' | 'count' | 'category';

export interface PlanKey {
  readonly store: string;
  readonly metric: string;
  readonly year: number;
  /** -1 for the whole year. */
  readonly month: number;
  /** -1 for the whole month. */
  readonly day: number;
}

export interface PlanBook {
  /** In ones, by store, metric and period. */
  readonly set: Map<string, number>;
  readonly published: Map<string, number>;
}

export function createPlanBook(): PlanBook {
  return { set: new Map(), published: new Map() };
}

function keyText({ store, metric, year, month, day }: PlanKey): string {
  return [store, metric, year, month, day].join('|');
}

/** The plan is set, or deleted where it is negative; reports show it once it is published. */
export function setPlan(book: PlanBook, key: PlanKey, plan: number): void {
  if (plan < 0) book.set.delete(keyText(key));
  else book.set.set(keyText(key), plan);
}

/** The store's plans show in reports as they are set now. */
export function publishPlans(book: PlanBook, store: string): void {
  const own = `${store}|`;
  for (const key of [...book.published.keys()]) if (key.startsWith(own)) book.published.delete(key);
  for (const [key, plan] of book.set) if (key.startsWith(own)) book.published.set(key, plan);
}

function isSpread(metric: string): boolean {
  return metric === 'income' || metric === 'count' || metric === 'category';
}

function dayPlan(book: PlanBook, store: string, metric: string, dayText: string): number {
  const [year = 0, month = 0, day = 0] = dayText.split('-').map(Number);
  const find = (atMonth: number, atDay: number): number | undefined =>
    book.published.get(keyText({ store, metric, year, month: atMonth, day: atDay }));
  const share = (plan: number | undefined, days: number): number | undefined =>
    plan === undefined || !isSpread(metric) ? plan : plan / days;
  const yearDays = daysInMonth(year, 2) + 337;
  return (
    find(month, day) ?? share(find(month, -1), daysInMonth(year, month)) ?? share(find(-1, -1), yearDays) ?? 0
  );
}

/**
 * The published plan for consecutive local days, 0 where there is none: the month's own plan for a whole month,
 * else the sum of the days (for an average the first day's).
 */
export function planFor(book: PlanBook, store: string, metric: string, days: readonly string[]): number {
  const [first = ''] = days;
  const [year = 0, month = 0] = first.split('-').map(Number);
  if (days.length === daysInMonth(year, month) && first.endsWith('-01')) {
    const monthly = book.published.get(keyText({ store, metric, year, month, day: -1 }));
    if (monthly !== undefined) return monthly;
  }
  if (!isSpread(metric)) return dayPlan(book, store, metric, first);
  return days.reduce((sum, day) => sum + dayPlan(book, store, metric, day), 0);
}
