/**
 * Owns: the plan by now between two reports (decisions 28). Pure.
 * HEADO gives the plan of the present hour and nothing of the next one. A server that steps by the hour is shown
 * as it steps. One whose figure was seen to grow twice within this hour goes on at that pace until the next report:
 * within the same hour, never past the plan of the day, and not for longer than it was watched.
 */
import type { Answered, Metric, Sample } from '../reports/model.ts';

const HOUR_MS = 3_600_000;

/** A plan by the hour is worth something within that hour of the store's day. `fromMs`: the period's first moment. */
export function isSameHour(oneMs: number, otherMs: number, fromMs: number): boolean {
  return hourOf(oneMs, fromMs) === hourOf(otherMs, fromMs);
}

function hourOf(ms: number, fromMs: number): number {
  return Math.floor((ms - fromMs) / HOUR_MS);
}

/** The income's plan by now; null: not given. `fromMs`: the day's first moment; hours count from it. */
export function planNowOf(
  { planHour, plan }: Pick<Metric, 'planHour' | 'plan'>,
  { askedAtMs }: Pick<Answered<unknown>, 'askedAtMs'>,
  samples: readonly Sample[],
  fromMs: number,
  nowMs: number,
): number | null {
  if (planHour === null) return null;
  const hourFromMs = fromMs + hourOf(askedAtMs, fromMs) * HOUR_MS;
  const seen = samples.flatMap(({ atMs, planHour: then }) =>
    then !== null && atMs >= hourFromMs && atMs < askedAtMs && then < planHour ? [{ atMs, then }] : [],
  );
  const [first] = seen;
  // One step is what a server that steps shows when its clock or its step is not on our hour.
  if (!first || new Set(seen.map(({ then }) => then)).size < 2) return planHour;
  const watchedMs = askedAtMs - first.atMs;
  const untilMs = Math.min(nowMs, hourFromMs + HOUR_MS, askedAtMs + watchedMs);
  const walked = planHour + ((planHour - first.then) / watchedMs) * Math.max(untilMs - askedAtMs, 0);
  return plan === null ? walked : Math.max(planHour, Math.min(walked, plan));
}
