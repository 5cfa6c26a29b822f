/**
 * Owns: the samples that the curves are made of, thinned (decisions 28: HEADO gives no series). Pure.
 * Promises: at most `DAY_SAMPLES_MAX` and `MONTH_SAMPLES_MAX` of them; the newest of a slot takes its place, so the
 * curve ends where the figures stand.
 */
import type { PeriodRange, Sample } from './model.ts';

/** One sample per five minutes of a day, one per day of a month. */
const DAY_SLOT_MS = 5 * 60_000;
/** A day of 25 hours. */
export const DAY_SAMPLES_MAX = (25 * 60) / 5;
export const MONTH_SAMPLES_MAX = 31;

/**
 * `samples` with `sample`; as they are where it says nothing or is not of the period. `dayFromMs`: the first moment of
 * the store's day that it is of, which is of 23 hours once a year.
 */
export function addSample(
  samples: readonly Sample[],
  sample: Sample,
  { type, fromMs, toMs }: Pick<PeriodRange, 'type' | 'fromMs' | 'toMs'>,
  dayFromMs: number,
): readonly Sample[] {
  if (sample.fact === null && sample.planHour === null) return samples;
  if (sample.atMs < fromMs || sample.atMs >= toMs) return samples;
  const sinceMs = sample.atMs - dayFromMs;
  const slotFromMs = type === 'month' ? dayFromMs : sample.atMs - (sinceMs % DAY_SLOT_MS);
  // After the clock was set back, what is later than now never happened.
  return [...samples.filter(({ atMs }) => atMs < slotFromMs), sample];
}
