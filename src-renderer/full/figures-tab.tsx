/** Owns: the tab of figures: income with its chart on one side, all figures on the other. */
import type { ReactNode } from 'react';
import type { Period } from '../../src-main/contract/figures.ts';
import { useWordsOf } from '../state/screen.tsx';
import { fullWords } from '../text/words-full.ts';
import { mainFigure } from '../widget/pick-figures.ts';
import css from './figures-tab.module.css';
import { FiguresTable } from './figures-table.tsx';
import { Headline } from './headline.tsx';
import { IncomeChart } from './income-chart.tsx';
import { Skeleton } from './skeleton.tsx';

export function FiguresTab({ period }: { readonly period: Period }): ReactNode {
  const words = useWordsOf(fullWords);
  const income = mainFigure(period.figures);
  if (income !== null) {
    return (
      <div className={css['tab']}>
        <div className={css['income']}>
          <Headline period={period} income={income} />
          <IncomeChart period={period} income={income} />
        </div>
        <FiguresTable period={period} />
      </div>
    );
  }
  // Not asked for yet: `none` is a moment before `loading`.
  if (period.state === 'loading' || period.state === 'none')
    return <Skeleton label={words.loading} awaited="figures" />;
  return <p className={css['sentence']}>{period.state === 'unavailable' ? words.unavailable : words.none}</p>;
}
