/**
 * Owns: the bullet bar (widget: rules): bar = fact, last piece = own receipts that the server has not reported yet,
 * tick = plan by now, end of track = plan, thin line = forecast. Behind is hatched. Nothing without a plan.
 */
import { useId, type ReactNode } from 'react';
import type { Figure } from '../../src-main/contract/figures.ts';
import { useFormat, useWords } from '../state/screen.tsx';
import { scaleBar } from './bar-scale.ts';
import css from './bar.module.css';

export interface BarProps {
  readonly figure: Figure;
  /** The plan was just reached: fill it once from the left. */
  readonly sweep?: boolean;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

export function Bar({ figure, sweep = false }: BarProps): ReactNode {
  const hatch = useId();
  const label = useBarLabel(figure);
  const scale = scaleBar(figure);
  if (scale === null) return null;
  return (
    <svg className={css['bar']} data-pace={figure.pace} data-sweep={sweep} role="img" aria-label={label}>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line className={css['hatch']} x1="0" y1="0" x2="0" y2="6" />
        </pattern>
      </defs>
      <rect className={css['track']} width="100%" height="100%" rx="2" />
      <rect className={css['fact']} width={percent(scale.solid)} height="100%" rx="2" />
      {figure.pace === 'behind' && (
        <rect fill={`url(#${hatch})`} width={percent(scale.solid)} height="100%" rx="2" />
      )}
      {scale.pending > 0 && (
        <rect
          className={css['pending']}
          x={percent(scale.solid)}
          width={percent(scale.pending)}
          height="100%"
        />
      )}
      {scale.plan < 1 && <rect className={css['plan']} x={percent(scale.plan)} width="1.5" height="100%" />}
      {scale.forecast !== null && (
        <line
          className={css['forecast']}
          x1={percent(scale.forecast)}
          x2={percent(scale.forecast)}
          y1="0"
          y2="100%"
        />
      )}
      {scale.tick !== null && (
        <svg x={percent(scale.tick)} overflow="visible">
          <rect
            className={css['tick']}
            x="-1.5"
            y="-4"
            width="3"
            height="100%"
            style={{ height: 'calc(100% + 8px)' }}
          />
        </svg>
      )}
    </svg>
  );
}

/** Percentages alone: they may be told to anybody. */
function useBarLabel({ fact, plan, tick, forecast, approximate }: Figure): string {
  const { bar } = useWords();
  const format = useFormat();
  if (fact === null || plan === null || plan <= 0) return '';
  const share = (value: number): string => format.percent(value / plan);
  return [
    bar.ofPlan(share(fact)),
    ...(tick === null ? [] : [bar.planNow(share(tick))]),
    ...(forecast === null ? [] : [bar.forecast(share(forecast))]),
    ...(approximate ? [bar.pending] : []),
  ].join(', ');
}
