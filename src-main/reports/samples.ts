/**
 * Owns: the samples that the curves are made of, thinned (decisions 28: HEADO gives no series). Pure.
 * Promises: at most `DAY_SAMPLES_MAX` and `MONTH_SAMPLES_MAX` of them; the newest of a slot takes its place, so the
 * curve ends where the figures stand.
 */
import type { PeriodRange, Sample } from './model.ts';

/** One sample per five minutes of a day, one per day of a month. */
const SLOT_MS: Readonly<Record<PeriodRange['type'], number>> = { day: 5 * 60_000, month: 86_400_000 };
/** A day of 25 hours. */
export const DAY_SAMPLES_MAX = (25 * 60) / 5;
/** 31 days and the hour that one of them is longer. */
export const MONTH_SAMPLES_MAX = 32;

/** `samples` with `sample`; as they are where it says nothing or is not of the period. */
export function addSample(
  samples: readonly Sample[],
  sample: Sample,
  { type, fromMs, toMs }: Pick<PeriodRange, 'type' | 'fromMs' | 'toMs'>,
): readonly Sample[] {
  if (sample.fact === null && sample.planHour === null) return samples;
  if (sample.atMs < fromMs || sample.atMs >= toMs) return samples;
  const slotOf = ({ atMs }: Sample): number => Math.floor((atMs - fromMs) / SLOT_MS[type]);
  const slot = slotOf(sample);
  // After the clock was set back, what is later than now never happened.
  return [...samples.filter((each) => slotOf(each) < slot), sample];
}
