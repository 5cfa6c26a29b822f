/**
 * Owns: a period as the screens show it: report, own receipts and the clock in one value. Pure.
 * Promises: without a report of this very period there are no figures, however many receipts this till has: the
 * store's other tills are unknown.
 */
import type { Curve, Period } from '../contract/figures.ts';
import type { PeriodReports } from '../reports/model.ts';
import { makeFigures, type FiguresInput } from './figures.ts';
import { PACE_RULES, type PaceRules } from './model.ts';
import { isSameHour } from './plan-now.ts';
import { makeRating } from './rating.ts';
import { makeSellersTable } from './sellers.ts';

/** A report older than this many polling intervals is stale (widget B.5). */
const STALE_INTERVALS = 2;

export interface PeriodInput extends Omit<FiguresInput, 'answer' | 'before' | 'rules' | 'planIsOld'> {
  /** The one made before, for hysteresis; null: the first. */
  readonly before: Period | null;
  /** Setting `reports.intervalMs`. */
  readonly intervalMs: number;
  /** Seller of this till's last receipt. */
  readonly seller: string | null;
  /** Setting `store.storeExtId`, for the own row of the rating. */
  readonly storeExtId: string | null;
  readonly rules?: PaceRules | undefined;
}

/** The period of `reports` at `nowMs`. */
export function makePeriod(input: PeriodInput): Period {
  const { reports, nowMs, intervalMs } = input;
  const { range, metrics, sellers, rating } = reports;
  const answer = metrics.answer;
  const before = input.before?.from === range.from ? input.before.figures : [];
  const stale = answer !== null && nowMs - answer.askedAtMs > STALE_INTERVALS * intervalMs;
  const planIsOld = stale || (answer !== null && !isSameHour(answer.askedAtMs, nowMs, range.fromMs));
  const { figures, hints } = answer
    ? makeFigures({ ...input, answer, before, planIsOld, rules: input.rules ?? PACE_RULES })
    : { figures: [], hints: [] };
  const own = { storeExtId: input.storeExtId, report: answer?.report ?? null };
  return {
    type: range.type,
    from: range.from,
    to: range.to,
    state: metrics.state,
    askedAtMs: answer?.askedAtMs ?? null,
    stale,
    planAtMs: answer && (planIsOld ? answer.askedAtMs : nowMs),
    figures,
    hints,
    curve: curveOf(reports),
    sellersState: sellers.state,
    sellers: sellers.answer && makeSellersTable(sellers.answer.report, input.seller, input.roles),
    ratingState: rating.state,
    rating: rating.answer && makeRating(rating.answer.report, reports.firstPlaces, own),
  };
}

function curveOf({ range, samples }: PeriodReports): Curve {
  const points = samples.map(({ atMs, fact, planHour }) => ({ atMs, fact, planNow: planHour }));
  return { fromMs: range.fromMs, toMs: range.toMs, points };
}
