/**
 * Owns: the figures of a period and what the next receipt could do for them. Pure.
 */
import type { Figure, Hint, MetricRole, Pace } from '../contract/figures.ts';
import type { Answered, Metric, MetricsReport, PeriodReports } from '../reports/model.ts';
import type { OpenSpan, OwnReceipt, PaceRules, RoleNames } from './model.ts';
import { openShare } from './opening.ts';
import { addPending, pendingReceipts, perhapsMissing, sumPending, type Pending } from './overlay.ts';
import { dueOf, isTooEarly, paceOf, paceRatioOf } from './pace.ts';
import { planNowOf } from './plan-now.ts';
import { hintsOf, leftOf, leftReceiptsOf, type Mean } from './remaining.ts';
import { addsUp, formOf, isMean, rolesOf } from './roles.ts';

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
  /** The report's plan by the hour is of another hour than the receipts of now. */
  readonly planIsOld: boolean;
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
  const reported = { answer, range: reports.range, moved: reports.moved };
  const pending = sumPending(pendingReceipts(input.receipts, reported));
  const income = metrics.find(({ id }) => roles.get(id) === 'income');
  const isShort = perhapsMissing(input.receipts, reported, income).length > 0;
  const seen = withoutEmptyMeans(
    metrics.map((metric) => withPending(metric, roles.get(metric.id) ?? 'other', pending)),
  );
  const meanOf = (role: MetricRole): Mean | undefined => {
    const found = seen.find((each) => each.role === role);
    return found && { fact: found.fact, qty: found.qty, plan: found.metric.plan };
  };
  const average = meanOf('average');
  const quiet = isTooEarly(salesOf(seen), openForMs(input), input.rules);
  const figures = seen.map((each) => makeFigure(each, average, { ...input, quiet, isShort }));
  const isDay = reports.range.type === 'day';
  return { figures: incomeFirst(figures), hints: isDay ? hintsOf(average, meanOf('items')) : [] };
}

function withPending(metric: Metric, role: MetricRole, pending: Pending): Seen {
  const more = role === 'items' ? pending.withItems : pending.receipts;
  const qty = metric.qty === null ? null : metric.qty + more;
  return { metric, role, fact: addPending(role, metric, pending), qty };
}

/** A mean of no sales is none, whatever the server writes in its place. */
function withoutEmptyMeans(seen: readonly Seen[]): readonly Seen[] {
  const sales = salesOf(seen);
  return seen.map((each) =>
    isMean(each.role, each.metric.kind) && (each.qty ?? sales) === 0 ? { ...each, fact: null } : each,
  );
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
  input: FiguresInput & { readonly quiet: boolean; readonly isShort: boolean },
): Figure {
  const { id, name, kind, plan, forecast } = metric;
  const { planIsOld, quiet, isShort } = input;
  const adds = addsUp(role, kind);
  const planNow = planNowAt(planIsOld ? input.answer.askedAtMs : input.nowMs, metric, role, input);
  const ratio = quiet || planIsOld ? null : paceRatioOf(fact, planNow);
  const paceBefore: Pace = input.before.find((figure) => figure.id === id)?.pace ?? 'none';
  const left = adds ? leftOf(fact, plan) : null;
  return {
    id,
    role,
    name,
    // In one way with and without «≈».
    form: formOf(role, kind, [fact, metric.fact]),
    fact,
    confirmed: fact === null ? null : metric.fact,
    approximate: fact !== null && (fact !== metric.fact || (isShort && role !== 'other')),
    adds,
    plan,
    planNow,
    tick: planIsOld ? null : planNow,
    forecast: adds && forecast !== null && forecast >= (fact ?? 0) ? forecast : null,
    weekAgo: weekAgoOf(id, input),
    pace: paceOf(ratio, paceBefore, input.rules),
    paceRatio: ratio,
    left,
    leftReceipts: role === 'income' && average ? leftReceiptsOf(left, average) : null,
    reached: adds && metric.fact !== null && plan !== null && metric.fact >= plan,
  };
}

/** What the figure is measured by at `atMs`. */
function planNowAt(atMs: number, metric: Metric, role: MetricRole, input: FiguresInput): number | null {
  const { range, samples } = input.reports;
  const walks = role === 'income' && range.type === 'day';
  const planHour = walks ? planNowOf(metric, input.answer, samples, range.fromMs, atMs) : metric.planHour;
  const { kind, plan } = metric;
  return dueOf({ role, kind, plan, planHour, openShare: openShare(input.openings, atMs) });
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
