/**
 * Owns: the drawing of the income chart. The only file that knows recharts; it is loaded by the full view alone.
 * Promises: nothing moves by itself, nothing takes the keyboard, nothing is said by colour alone.
 */
import { memo, type ReactNode } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import type { Pace } from '../../src-main/contract/figures.ts';
import type { Chart } from './use-chart.ts';

const TONES = {
  ahead: 'var(--ahead)',
  behind: 'var(--behind)',
  onTrack: 'var(--secondary)',
  none: 'var(--secondary)',
} as const satisfies Record<Pace, string>;

const LABEL = { fill: 'var(--secondary)', fontSize: 13 } as const;
/** Room for the dot at the edge and for the first hour's words. */
const MARGIN = { top: 8, right: 0, bottom: 0, left: 24 } as const;
const LEVEL_WIDTH_PX = 76;
const STILL = { isAnimationActive: false, dot: false, activeDot: false, connectNulls: false } as const;

export interface CurveChartProps {
  readonly chart: Chart;
  readonly pace: Pace;
}

export const CurveChart = memo(function CurveChart({ chart, pace }: CurveChartProps): ReactNode {
  const { data, level, moment } = chart;
  const tone = TONES[pace];
  const { latest, plan } = data;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={[...data.points]} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="atMs"
          type="number"
          domain={[data.fromMs, data.toMs]}
          ticks={[...data.ticksMs]}
          interval={0}
          tickFormatter={moment}
          tick={LABEL}
          tickLine={false}
          axisLine={{ stroke: 'var(--frame)' }}
        />
        <YAxis
          orientation="right"
          width={LEVEL_WIDTH_PX}
          domain={[0, data.levels.at(-1) ?? 1]}
          ticks={[...data.levels.slice(1)]}
          interval={0}
          tickFormatter={level}
          tick={LABEL}
          tickLine={false}
          axisLine={false}
        />
        {plan !== null && <ReferenceLine y={plan} stroke="var(--frame)" strokeWidth={2} />}
        <Area
          dataKey="fact"
          stroke={tone}
          strokeWidth={3}
          fill={tone}
          fillOpacity={0.14}
          type="linear"
          {...STILL}
        />
        <Line dataKey="planNow" stroke="var(--secondary)" strokeWidth={2} strokeDasharray="2 4" {...STILL} />
        <Line
          dataKey="forecast"
          stroke={tone}
          strokeWidth={2}
          strokeDasharray="6 4"
          {...STILL}
          connectNulls
        />
        {latest !== null && latest.fact !== null && (
          <ReferenceDot x={latest.atMs} y={latest.fact} r={5} fill={tone} stroke="var(--bg)" />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
});
