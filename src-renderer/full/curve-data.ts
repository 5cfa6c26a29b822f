/**
 * Owns: what the income chart draws, from the samples that the agent kept: points, bounds, grid.
 * Promises: nothing is invented between samples: a pause longer than `gapMs` is a gap, a sample without a figure
 * is a gap, and the day that began before the first sample is told (`sinceMs`). Without a plan there is none by
 * now. Pure.
 */
import type { Figure, Period } from '../../src-main/contract/figures.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A day has one point in so much, a month one a day of the store. */
const DAY_STEP_MS = 10 * 60_000;
/** How finely each period is drawn: a break after `gapMs`, grid lines of whole `tickMs`, none in the last `endMs`. */
const GRAINS = {
  day: { gapMs: HOUR_MS, tickMs: [HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS], endMs: 0 },
  // The line of the month's end would be named after a day of the next.
  month: { gapMs: 2 * DAY_MS, tickMs: [DAY_MS, 2 * DAY_MS, 5 * DAY_MS], endMs: DAY_MS / 2 },
} as const;
const TICKS_MAX = 7;
const LEVELS_MAX = 5;
/** A first sample above this share of the latest figure means that the period's beginning was not seen. */
const UNSEEN_SHARE_MIN = 0.1;

export interface ChartPoint {
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly fact: number | null;
  readonly planNow: number | null;
  readonly forecast: number | null;
}

export interface ChartData {
  readonly points: readonly ChartPoint[];
  /** The latest point with a figure. */
  readonly latest: ChartPoint | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly ticksMs: readonly number[];
  /** The first grid line is 0, the last one lies above everything drawn. */
  readonly levels: readonly number[];
  readonly plan: number | null;
  /** First moment that was seen, where the period began before it; else null. */
  readonly sinceMs: number | null;
}

type Grain = (typeof GRAINS)[Period['type']];
type Sample = Omit<ChartPoint, 'forecast'>;

/** The last sample of each step, in order. */
function thinOut(points: readonly Sample[], stepOf: (ms: number) => number | string): Sample[] {
  return [...new Map(points.map((point) => [stepOf(point.atMs), point])).values()];
}

function withGaps(points: readonly Sample[], grain: Grain): Sample[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const isGap = before !== undefined && point.atMs - before.atMs > grain.gapMs;
    return isGap ? [{ atMs: before.atMs + 1, fact: null, planNow: null }, point] : [point];
  });
}

/** 0 and a few more round numbers; the last is at least `most`. */
export function roundLevels(most: number): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / LEVELS_MAX;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find((factor) => factor * power >= rough) ?? 10);
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, index) => index * step);
}

/** Whole hours or days of the period, as many as fit. */
function gridMoments(fromMs: number, toMs: number, originMs: number, grain: Grain): number[] {
  const stepMs = grain.tickMs.find((step) => (toMs - fromMs) / step <= TICKS_MAX) ?? grain.tickMs[2];
  const firstMs = originMs + Math.ceil((fromMs - originMs) / stepMs) * stepMs;
  return Array.from(
    { length: Math.max(0, Math.floor((toMs - grain.endMs - firstMs) / stepMs) + 1) },
    (_, i) => firstMs + i * stepMs,
  );
}

/** The samples as they are drawn: up to the figure that is on the screen, so that line and headline agree. */
function samplesOf(period: Period, income: Figure, nowMs: number): Sample[] {
  const { fromMs, toMs, points } = period.curve;
  const inside = points.filter((point) => point.atMs >= fromMs && point.atMs < Math.min(nowMs, toMs));
  // Made of opening hours it has no line behind it, only a point.
  const hasLine = inside.some(({ planNow }) => planNow !== null);
  const now = {
    atMs: Math.min(nowMs, toMs),
    fact: income.fact,
    planNow: hasLine ? income.planNow : null,
  };
  return [...inside, ...(income.fact === null ? [] : [now])]
    .map((sample) => (income.plan === null ? { ...sample, planNow: null } : sample))
    .sort((a, b) => a.atMs - b.atMs);
}

/** The same in shares of the plan: what a screen draws that may show no money. Null without a plan. */
export function inShares(period: Period, income: Figure): { period: Period; income: Figure } | null {
  const { plan } = income;
  if (plan === null || plan <= 0) return null;
  const share = (value: number | null): number | null => (value === null ? null : value / plan);
  const points = period.curve.points.map((p) => ({ ...p, fact: share(p.fact), planNow: share(p.planNow) }));
  const { fact, planNow, forecast } = income;
  return {
    period: { ...period, curve: { ...period.curve, points } },
    income: { ...income, fact: share(fact), plan: 1, planNow: share(planNow), forecast: share(forecast) },
  };
}

/** `nowMs`: the moment that the figure on the screen is of. `dateOf`: the store's date at a moment. */
export function chartDataOf(
  period: Period,
  income: Figure,
  nowMs: number,
  dateOf: (ms: number) => string,
): ChartData {
  const grain: Grain = GRAINS[period.type];
  const samples = samplesOf(period, income, nowMs);
  const { fromMs: originMs, toMs } = period.curve;
  const isDay = period.type === 'day';
  const stepOf = (ms: number): number | string =>
    isDay ? Math.floor((ms - originMs) / DAY_STEP_MS) : dateOf(Math.min(ms, toMs - 1));
  const drawn = withGaps(thinOut(samples, stepOf), grain);
  const said = samples.filter((sample) => sample.fact !== null);
  const [first, last] = [said[0], said.at(-1)];
  // A night without sales is not drawn: the chart begins in the hour before the first sale.
  const opening = samples.find((sample) => (sample.fact ?? 0) > 0 || (sample.planNow ?? 0) > 0) ?? first;
  const openingMs = opening?.atMs ?? originMs;
  const fromMs = isDay ? originMs + Math.floor((openingMs - originMs) / HOUR_MS) * HOUR_MS : originMs;
  const { forecast } = income;
  const points = drawn
    .filter((point) => point.atMs >= fromMs)
    .map((point) => ({ ...point, forecast: point === last ? point.fact : null }));
  if (forecast !== null && last !== undefined && last.atMs < toMs) {
    points.push({ atMs: toMs, fact: null, planNow: null, forecast });
  }
  const most = Math.max(
    0,
    income.plan ?? 0,
    ...points.flatMap((p) => [p.fact ?? 0, p.planNow ?? 0, p.forecast ?? 0]),
  );
  const isUnseen = (first?.fact ?? 0) > UNSEEN_SHARE_MIN * (last?.fact ?? 0) && first !== last;
  return {
    points,
    latest: points.find((point) => point.atMs === last?.atMs) ?? null,
    fromMs,
    toMs,
    ticksMs: gridMoments(fromMs, toMs, originMs, grain),
    levels: roundLevels(most),
    plan: income.plan,
    sinceMs: isUnseen || said.length === 1 ? (first?.atMs ?? null) : null,
  };
}
