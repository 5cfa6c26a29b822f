/** Owns: one figure's row of the panel: name and plan, value, bar, comparison and forecast. */
import type { ReactNode } from 'react';
import type { Figure } from '../../src-main/contract/figures.ts';
import { useMoments } from '../state/moments.tsx';
import { useSnapshot, useWords } from '../state/screen.tsx';
import { Bar } from '../style/bar.tsx';
import { PaceMark } from '../style/pace-mark.tsx';
import css from './panel.module.css';
import { useFigureText } from './use-figure-text.ts';
import { usePlanBy } from './use-plan-by.ts';
import { Value } from './value.tsx';

export interface PanelRowProps {
  readonly figure: Figure;
  readonly wide: boolean;
}

export function PanelRow({ figure, wide }: PanelRowProps): ReactNode {
  const words = useWords();
  const { achievement } = useMoments();
  const { noPlan, forecast } = useFigureText(figure);
  const planBy = usePlanBy(useSnapshot().day, figure);
  // Cut off in the middle of an amount it would be another amount.
  const withoutPlan = wide ? noPlan : words.noPlan;
  return (
    <li className={css['row']}>
      <div className={css['title']}>
        <bdi className={css['name']}>{figure.name}</bdi>
        <span className={css['plan']}>
          {planBy === null ? (
            withoutPlan
          ) : (
            <>
              <span>{planBy.label}</span> <span>{planBy.amount}</span>
            </>
          )}
        </span>
      </div>
      <div className={css['value']}>
        <Value figure={figure} room={wide ? 13 : 11} />
      </div>
      <div className={css['bar']}>
        <Bar figure={figure} sweep={achievement?.name === figure.name} />
      </div>
      <div className={css['pace']}>
        {figure.pace === 'none' ? (
          <span className={css['sub']}>{words.dash}</span>
        ) : (
          <PaceMark figure={figure} />
        )}
        {wide && forecast !== null && <span className={css['sub']}>{words.figure.forecast(forecast)}</span>}
      </div>
    </li>
  );
}
