/**
 * Owns: the figures of a period and what the next receipt could do for them. Pure.
 */
import type { Figure, Hint, MetricRole, Pace } from '../contract/figures.ts';
import type { Answered, Metric, MetricsReport, PeriodReports } from '../reports/model.ts';
import type { OpenSpan, OwnReceipt, PaceRules, RoleNames } from './model.ts';
import { openShare } from './opening.ts';
import { addPending, pendingReceipts, sumPending, type Pending } from './overlay.ts';
import { isTooEarly, paceOf, paceRatioOf } from './pace.ts';
import { planNowOf } from './plan-now.ts';
import { hintsOf, leftOf, leftReceiptsOf, type Mean } from './remaining.ts';
import { formOf, rolesOf } from './roles.ts';

export interface FiguresInput {
  readonly reports: PeriodReports;
  /** Own receipts, of this period and others; what the overlay does not need is passed over. */
  readonly receipts: readonly OwnReceipt[];
  /** Wall clock, milliseconds since 1970 UTC. */
  readonly nowMs: number;
  /** `openSpans` of the period; empty: opening hours are unknown. */
  readonly openings: readonly OpenSpan[];
  readonly roles?: RoleNames | undefined;
  /** The same weekday of last week. */
  readonly weekAgo?: readonly Metric[] | undefined;
  readonly answer: Answered<MetricsReport>;
  /** The figures of the same period made before. */
  readonly before: readonly Figure[];
  readonly rules: PaceRules;
}

/** A metric with what its role and the pending receipts make of it. */
interface Seen {
  readonly metric: Metric;
  readonly role: MetricRole;
  readonly fact: number | null;
  /** Sales, the pending ones included. */
  readonly qty: number | null;
}

export function makeFigures(input: FiguresInput): {
  readonly figures: readonly Figure[];
  readonly hints: readonly Hint[];
} {
  const { answer, reports } = input;
  const { metrics } = answer.report;
  const roles = rolesOf(metrics, input.roles);
  const pending = sumPending(pendingReceipts(input.receipts, answer, reports.range));
  const seen = metrics.map((metric) => withPending(metric, roles.get(metric.id) ?? 'other', pending));
  const meanOf = (role: MetricRole): Mean | undefined => {
    const found = seen.find((each) => each.role === role);
    return found && { fact: found.fact, qty: found.qty, plan: found.metric.plan };
  };
  const average = meanOf('average');
  const quiet = isTooEarly(salesOf(seen), openForMs(input), input.rules);
  const figures = seen.map((each) => makeFigure(each, average, quiet, input));
  const isDay = reports.range.type === 'day';
  return { figures: incomeFirst(figures), hints: isDay ? hintsOf(average, meanOf('items')) : [] };
}

function withPending(metric: Metric, role: MetricRole, pending: Pending): Seen {
  const more = role === 'items' ? pending.withItems : pending.receipts;
  const qty = metric.qty === null ? null : metric.qty + more;
  return { metric, role, fact: addPending(role, metric, pending), qty };
}

/** Sales of the period: the metric that counts them, else what the average or the income is made of. */
function salesOf(seen: readonly Seen[]): number | null {
  const of = (role: MetricRole): Seen | undefined => seen.find((each) => each.role === role);
  return of('count')?.fact ?? of('average')?.qty ?? of('income')?.qty ?? null;
}

function openForMs({ openings, reports, nowMs }: FiguresInput): number {
  return nowMs - (openings[0]?.fromMs ?? reports.range.fromMs);
}

function makeFigure(
  { metric, role, fact }: Seen,
  average: Mean | undefined,
  quiet: boolean,
  input: FiguresInput,
): Figure {
  const { id, name, kind, plan, forecast } = metric;
  const { reports, nowMs } = input;
  const { range, samples } = reports;
  const walks = role === 'income' && range.type === 'day';
  const planNow = walks ? planNowOf(metric, input.answer, samples, range.fromMs, nowMs) : metric.planHour;
  const ratio = quiet
    ? null
    : paceRatioOf({ role, kind, fact, plan, planNow, openShare: openShare(input.openings, nowMs) });
  const paceBefore: Pace = input.before.find((figure) => figure.id === id)?.pace ?? 'none';
  const left = leftOf(fact, plan);
  return {
    id,
    role,
    name,
    form: formOf(role, kind, [fact]),
    fact,
    confirmed: metric.fact,
    approximate: fact !== metric.fact,
    plan,
    planNow,
    forecast,
    weekAgo: weekAgoOf(id, input),
    pace: paceOf(ratio, paceBefore, input.rules),
    paceRatio: ratio,
    left,
    leftReceipts: role === 'income' && average ? leftReceiptsOf(left, average) : null,
    reached: metric.fact !== null && plan !== null && metric.fact >= plan,
  };
}

/** A day without sales is none to compare with. */
function weekAgoOf(id: string, { weekAgo = [] }: FiguresInput): number | null {
  const fact = weekAgo.find((metric) => metric.id === id)?.fact ?? 0;
  return fact > 0 ? fact : null;
}

function incomeFirst(figures: readonly Figure[]): readonly Figure[] {
  return [
    ...figures.filter(({ role }) => role === 'income'),
    ...figures.filter(({ role }) => role !== 'income'),
  ];
}
