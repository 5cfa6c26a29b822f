/** Owns: the income in large, and the sentence about its plan. */
import type { ReactNode } from 'react';
import type { Figure, Period } from '../../src-main/contract/figures.ts';
import { useWords, useWordsOf } from '../state/screen.tsx';
import { PaceMark } from '../style/pace-mark.tsx';
import { fullWords } from '../text/words-full.ts';
import { useFigureText } from '../widget/use-figure-text.ts';
import { usePlanBy } from '../widget/use-plan-by.ts';
import { Value } from '../widget/value.tsx';
import css from './headline.module.css';

/** Characters of 40 px beside the table at 800 px. */
const VALUE_ROOM = 15;

export interface HeadlineProps {
  readonly period: Period;
  readonly income: Figure;
}

export function Headline({ period, income }: HeadlineProps): ReactNode {
  const own = useWordsOf(fullWords);
  const { masked } = useFigureText(income);
  return (
    <section className={css['headline']}>
      <h2 className={css['name']}>
        <bdi>{own.ofPeriod[period.type](income.name)}</bdi>
      </h2>
      <p className={css['value']}>
        <Value figure={income} room={VALUE_ROOM} />
        {masked && income.plan !== null && <span className={css['unit']}> {own.ofPlan[period.type]}</span>}
      </p>
      <PlanSentence period={period} income={income} />
    </section>
  );
}

/** «план к 18:42 — 26 500 ₽ ▼ 7 % · прогноз 34 600 ₽ · до плана ещё 12 400 ₽ · неделю назад 41 300 ₽», as much of it as is known. */
function PlanSentence({ period, income }: HeadlineProps): ReactNode {
  const words = useWords();
  const own = useWordsOf(fullWords);
  const told = useFigureText(income);
  const planBy = usePlanBy(period, income);
  if (income.plan === null) return <p className={css['plan']}>{told.noPlan}</p>;
  const parts: ReactNode[] = [
    <span key="pace">
      {planBy !== null && planBy.amount !== '' && `${planBy.label} ${planBy.amount}\u00a0\u00a0`}
      <PaceMark figure={income} />
    </span>,
    told.forecast !== null && words.figure.forecast(told.forecast),
    told.left !== null && own.left(told.left),
    income.reached && own.reached[period.type],
    told.weekAgo !== null && words.figure.weekAgo(told.weekAgo),
  ].filter((part) => part !== false);
  return (
    <p className={css['plan']}>
      {parts.map((part, index) => (
        <span key={index} className={css['part']}>
          {part}
        </span>
      ))}
    </p>
  );
}
