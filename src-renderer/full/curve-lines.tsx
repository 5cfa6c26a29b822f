/**
 * Owns: what moves inside the chart's frame: income, plan by now, forecast, the dot of the latest figure.
 * Promises: a receipt redraws these few paths and nothing of recharts' own: its lines go through its store and
 * would redraw the whole chart in one task.
 */
import { createContext, useContext, type ReactNode } from 'react';
import { Curve, DefaultZIndexes, Dot, useXAxisScale, useYAxisScale, ZIndexLayer } from 'recharts';
import type { Pace } from '../../src-main/contract/figures.ts';
import type { ChartData, ChartPoint } from './curve-data.ts';

const TONES = {
  ahead: 'var(--ahead)',
  behind: 'var(--behind)',
  onTrack: 'var(--secondary)',
  none: 'var(--secondary)',
} as const satisfies Record<Pace, string>;

export interface Lines {
  readonly data: ChartData;
  readonly pace: Pace;
}

/** Past the frame, which does not follow every figure. */
export const LinesContext = createContext<Lines | null>(null);

interface Place {
  readonly x: number;
  /** Null: a gap. */
  readonly y: number | null;
}

export function CurveLines(): ReactNode {
  const lines = useContext(LinesContext);
  const scaleX = useXAxisScale();
  const scaleY = useYAxisScale();
  if (lines === null || scaleX === undefined || scaleY === undefined) return null;
  const { points, latest } = lines.data;
  const tone = TONES[lines.pace];
  const place = (atMs: number, value: number | null): Place => ({
    x: scaleX(atMs) ?? 0,
    y: value === null ? null : (scaleY(value) ?? null),
  });
  const lineOf = (name: 'fact' | 'planNow' | 'forecast'): Place[] =>
    points.map((point: ChartPoint) => place(point.atMs, point[name]));
  const fact = lineOf('fact');
  const end = latest === null ? null : place(latest.atMs, latest.fact);
  return (
    <>
      <ZIndexLayer zIndex={DefaultZIndexes.area}>
        <Curve points={fact} baseLine={scaleY(0) ?? 0} layout="horizontal" fill={tone} fillOpacity={0.14} />
        <Curve points={fact} fill="none" stroke={tone} strokeWidth={3} />
      </ZIndexLayer>
      <ZIndexLayer zIndex={DefaultZIndexes.line}>
        <Curve
          points={lineOf('planNow')}
          fill="none"
          stroke="var(--secondary)"
          strokeWidth={2}
          strokeDasharray="2 4"
        />
        <Curve
          points={lineOf('forecast')}
          connectNulls
          fill="none"
          stroke={tone}
          strokeWidth={2}
          strokeDasharray="6 4"
        />
      </ZIndexLayer>
      {end !== null && end.y !== null && (
        <ZIndexLayer zIndex={DefaultZIndexes.scatter}>
          <Dot cx={end.x} cy={end.y} r={5} fill={tone} stroke="var(--bg)" />
        </ZIndexLayer>
      )}
    </>
  );
}
