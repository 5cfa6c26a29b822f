/**
 * Owns: the place of the income chart: its legend, its words for those who cannot see it, the wait for its chunk.
 */
import { lazy, memo, Suspense, useDeferredValue, type ReactNode } from 'react';
import type { Figure, Period } from '../../src-main/contract/figures.ts';
import { useFormat, useWordsOf } from '../state/screen.tsx';
import hidden from '../style/hidden.module.css';
import { fullWords, type FullWords } from '../text/words-full.ts';
import type { ChartPoint } from './curve-data.ts';
import css from './income-chart.module.css';
import { useChart, type Chart } from './use-chart.ts';

const CurveChart = lazy(async () => ({ default: (await import('./curve-chart.tsx')).CurveChart }));

export interface IncomeChartProps {
  readonly period: Period;
  readonly income: Figure;
}

/** Drawn in the turn after the figures: all of it takes a slow processor longer than they do. */
export function IncomeChart(props: IncomeChartProps): ReactNode {
  const isTurn = useDeferredValue(true, false);
  return isTurn ? <ChartInWords {...props} /> : <figure className={css['figure']} />;
}

function ChartInWords({ period, income }: IncomeChartProps): ReactNode {
  const words = useWordsOf(fullWords).chart;
  // Drawn after everything else, in slices: a receipt moves the figures first.
  const chart = useDeferredValue(useChart(period, income));
  const label = useChartLabel(period, income.name, chart);
  if (chart === null || chart.data.latest === null) return <p className={css['empty']}>{words.empty}</p>;
  return (
    <figure className={css['figure']}>
      <Legend period={period} chart={chart} />
      <div className={css['drawing']} role="img" aria-label={label}>
        <Suspense fallback={null}>
          <CurveChart chart={chart} pace={income.pace} />
        </Suspense>
      </div>
      <ChartTable type={period.type} name={income.name} chart={chart} words={words} />
    </figure>
  );
}

function useChartLabel(period: Period, name: string, chart: Chart | null): string {
  const words = useWordsOf(fullWords).chart;
  const format = useFormat();
  const latest = chart?.data.latest;
  if (chart === null || latest === null || latest === undefined || latest.fact === null) return words.empty;
  const { plan, points } = chart.data;
  const end = points.at(-1);
  const forecast = end === latest ? null : (end?.forecast ?? null);
  return words.described(
    [
      words.caption[period.type](name),
      `${words.fact} ${chart.amount(latest.fact)} (${format.moment(latest.atMs, latest.atMs)})`,
      ...(plan === null ? [] : [words.plan[period.type](chart.amount(plan))]),
      ...(forecast === null ? [] : [`${words.forecast} ${chart.amount(forecast)}`]),
    ].join(', '),
  );
}

/** What each line is; only those that are drawn. Screen readers have the table. */
function Legend({ period, chart }: { readonly period: Period; readonly chart: Chart }): ReactNode {
  const words = useWordsOf(fullWords).chart;
  const { points, plan, sinceMs } = chart.data;
  return (
    <figcaption className={css['legend']} aria-hidden="true">
      {plan !== null && <Entry line="plan" text={words.plan[period.type](chart.amount(plan))} />}
      {points.some((p) => p.planNow !== null) && <Entry line="planNow" text={words.planNow[period.type]} />}
      {points.some((p) => p.forecast !== null && p.fact === null) && (
        <Entry line="forecast" text={words.forecast} />
      )}
      {sinceMs !== null && <span>{words.since(chart.moment(sinceMs))}</span>}
    </figcaption>
  );
}

const DASHES = { plan: undefined, planNow: '2 4', forecast: '6 4' } as const;

function Entry({ line, text }: { readonly line: keyof typeof DASHES; readonly text: string }): ReactNode {
  return (
    <span className={css['entry']}>
      <svg className={css['sample']} data-line={line} viewBox="0 0 20 8">
        <path d="M0 4H20" strokeDasharray={DASHES[line]} />
      </svg>
      {text}
    </span>
  );
}

interface ChartTableProps {
  readonly type: Period['type'];
  readonly name: string;
  readonly chart: Chart;
  readonly words: FullWords['chart'];
}

/** Finer than this nobody wants to hear it, and every receipt lays the whole table out anew. */
const ROW_MS = 30 * 60_000;

/** The drawn points as a table, for screen readers: the last of each half hour. */
const ChartTable = memo(function ChartTable({ type, name, chart, words }: ChartTableProps): ReactNode {
  const amount = (value: number | null): string => (value === null ? '—' : chart.amount(value));
  const told = new Map<number, ChartPoint>();
  for (const point of chart.data.points) {
    if (point.fact !== null || point.forecast !== null) told.set(Math.floor(point.atMs / ROW_MS), point);
  }
  return (
    // A caption would make it as wide as the longest name.
    <table className={hidden['hidden']} aria-label={words.caption[type](name)}>
      <thead>
        <tr>
          <th scope="col">{words.moment}</th>
          <th scope="col">{words.fact}</th>
          <th scope="col">{words.planNow[type]}</th>
          <th scope="col">{words.forecast}</th>
        </tr>
      </thead>
      <tbody>
        {[...told.values()].map((point) => (
          <tr key={point.atMs}>
            <th scope="row">{chart.moment(point.atMs)}</th>
            <td>{amount(point.fact)}</td>
            <td>{amount(point.planNow)}</td>
            <td>{point.fact === null ? amount(point.forecast) : '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
});
