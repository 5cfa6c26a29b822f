/**
 * Owns: the frame of the income chart: axes, grid, the plan. With `curve-lines.tsx` the only file that knows
 * recharts; it is loaded by the full view alone.
 * Promises: nothing moves by itself, nothing takes the keyboard, nothing is said by colour alone. The frame is drawn
 * anew only when its bounds change: recharts takes some 30 ms for it, the lines of a receipt less than one.
 */
import { memo, type ReactNode } from 'react';
import { CartesianGrid, ComposedChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { Pace } from '../../src-main/contract/figures.ts';
import type { ChartData } from './curve-data.ts';
import { CurveLines, LinesContext } from './curve-lines.tsx';
import type { Chart } from './use-chart.ts';

const LABEL = { fill: 'var(--secondary)', fontSize: 13 } as const;
/** Room for the dot at the edge and for the first hour's words. */
const MARGIN = { top: 8, right: 0, bottom: 0, left: 24 } as const;
const LEVEL_WIDTH_PX = 76;
/** Axes have bounds of their own; the lines are drawn without the chart's data. */
const NO_DATA: never[] = [];

export interface CurveChartProps {
  readonly chart: Chart;
  readonly pace: Pace;
}

export const CurveChart = memo(function CurveChart({ chart, pace }: CurveChartProps): ReactNode {
  const { data, level, tick } = chart;
  return (
    <LinesContext value={{ data, pace }}>
      <Frame data={data} level={level} tick={tick} />
    </LinesContext>
  );
});

type FrameProps = Pick<Chart, 'data' | 'level' | 'tick'>;

const Frame = memo(FramePlain, (before, after) => {
  const isSameText = before.level === after.level && before.tick === after.tick;
  return isSameText && JSON.stringify(boundsOf(before.data)) === JSON.stringify(boundsOf(after.data));
});

const boundsOf = ({ fromMs, toMs, ticksMs, levels, plan }: ChartData): unknown => [
  fromMs,
  toMs,
  ticksMs,
  levels,
  plan,
];

function FramePlain({ data, level, tick }: FrameProps): ReactNode {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={NO_DATA} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="atMs"
          type="number"
          domain={[data.fromMs, data.toMs]}
          allowDataOverflow
          ticks={[...data.ticksMs]}
          interval={0}
          tickFormatter={tick}
          tick={LABEL}
          tickLine={false}
          axisLine={{ stroke: 'var(--frame)' }}
        />
        <YAxis
          orientation="right"
          width={LEVEL_WIDTH_PX}
          domain={[0, data.levels.at(-1) ?? 1]}
          allowDataOverflow
          ticks={[...data.levels.slice(1)]}
          interval={0}
          tickFormatter={level}
          tick={LABEL}
          tickLine={false}
          axisLine={false}
        />
        {data.plan !== null && <ReferenceLine y={data.plan} stroke="var(--frame)" strokeWidth={2} />}
        <CurveLines />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
