/**
 * Owns: the income chart's data and words for what is on the screen now: money, or shares of the plan where money
 * is hidden. Promises: nothing where money is hidden and no plan turns it into shares.
 */
import { useMemo } from 'react';
import type { Figure, Period } from '../../src-main/contract/figures.ts';
import { useFormat, useSnapshot } from '../state/screen.tsx';
import { isHidden } from '../text/hide-money.ts';
import { chartDataOf, inShares, type ChartData } from './curve-data.ts';
import { useSame } from './use-same.ts';

export interface Chart {
  readonly data: ChartData;
  /** An amount in full. */
  readonly amount: (value: number) => string;
  /** The same beside the axis. */
  readonly level: (value: number) => string;
  /** A moment of the period: hours of the day, days of the month. */
  readonly moment: (ms: number) => string;
  /** A grid line beside the axis. */
  readonly tick: (ms: number) => string;
}

/** A month's grid lines lie whole days after its first midnight, and beside midnight after a clock change. */
const HALF_DAY_MS = 12 * 3_600_000;

/** Finer than this the chart does not follow the clock: drawing it is the dearest thing on the screen. */
const CHART_STEP_MS = 60_000;

export function useChart(period: Period, income: Figure): Chart | null {
  const format = useFormat();
  const { atMs, look } = useSnapshot();
  const shares = isHidden(income.form, look);
  const source = shares ? inShares(period, income) : { period, income };
  const shownMs = period.planAtMs ?? atMs;
  const nowMs = Math.floor(shownMs / CHART_STEP_MS) * CHART_STEP_MS;
  const data = useSame(
    source === null ? null : chartDataOf(source.period, source.income, nowMs, format.date),
  );
  const { toMs } = period.curve;
  const { kind, decimals } = income.form;
  // Apart from the data: a receipt does not change how numbers are written.
  const writing = useMemo((): Omit<Chart, 'data'> => {
    const form = { kind, decimals };
    return {
      amount: (value) => (shares ? format.percent(value) : format.number(value, form)),
      level: (value) => (shares ? format.percent(value) : format.short(value, form)),
      ...(period.type === 'day'
        ? { moment: format.time, tick: format.time }
        : {
            // The end of a month is the first moment of the next, and no day of this one.
            moment: (ms) => format.date(Math.min(ms, toMs - 1)),
            tick: (ms) => format.date(ms + HALF_DAY_MS),
          }),
    };
  }, [period.type, toMs, shares, format, kind, decimals]);
  return useMemo(() => (data === null ? null : { data, ...writing }), [data, writing]);
}
