/**
 * Owns: the income chart's data and words for what is on the screen now: money, or shares of the plan where money
 * is hidden. Promises: nothing where money is hidden and no plan turns it into shares.
 */
import { useMemo, useState } from 'react';
import type { Figure, Period } from '../../src-main/contract/figures.ts';
import { useFormat, useSnapshot } from '../state/screen.tsx';
import { chartDataOf, inShares, type ChartData } from './curve-data.ts';

export interface Chart {
  readonly data: ChartData;
  /** An amount in full. */
  readonly amount: (value: number) => string;
  /** The same beside the axis. */
  readonly level: (value: number) => string;
  /** A moment beside the axis: hours of the day, days of the month. */
  readonly moment: (ms: number) => string;
}

/** Finer than this the chart does not follow the clock: drawing it is the dearest thing on the screen. */
const CHART_STEP_MS = 60_000;

export function useChart(period: Period, income: Figure): Chart | null {
  const format = useFormat();
  const { atMs, look } = useSnapshot();
  const shares = look.hideMoney && income.form.kind === 'money';
  const source = shares ? inShares(period, income) : { period, income };
  const shownMs = period.stale ? (period.askedAtMs ?? atMs) : atMs;
  const nowMs = Math.floor(shownMs / CHART_STEP_MS) * CHART_STEP_MS;
  const data = useSame(source === null ? null : chartDataOf(source.period, source.income, nowMs));
  const { kind, decimals } = income.form;
  // Apart from the data: a receipt does not change how numbers are written.
  const writing = useMemo((): Omit<Chart, 'data'> => {
    const form = { kind, decimals };
    return {
      amount: (value) => (shares ? format.percent(value) : format.number(value, form)),
      level: (value) => (shares ? format.percent(value) : format.short(value, form)),
      moment: period.type === 'day' ? format.time : format.date,
    };
  }, [period.type, shares, format, kind, decimals]);
  return useMemo(() => (data === null ? null : { data, ...writing }), [data, writing]);
}

/** The value as it was, as long as nothing in it changed: every snapshot is made anew. */
function useSame(value: ChartData | null): ChartData | null {
  const [kept, setKept] = useState({ value, text: JSON.stringify(value) });
  const text = JSON.stringify(value);
  if (kept.text === text) return kept.value;
  setKept({ value, text });
  return value;
}
