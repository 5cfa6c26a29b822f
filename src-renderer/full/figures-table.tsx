/**
 * Owns: all figures of a period as a table: fact, plan, pace with the plan that it is measured by. No plan: a dash,
 * never 0.
 */
import type { ReactNode } from 'react';
import type { Figure, Period } from '../../src-main/contract/figures.ts';
import { useFormat, useWords, useWordsOf } from '../state/screen.tsx';
import { PaceMark } from '../style/pace-mark.tsx';
import { fullWords } from '../text/words-full.ts';
import { useFigureText } from '../widget/use-figure-text.ts';
import { Value } from '../widget/value.tsx';
import { ScrollBox } from './scroll-box.tsx';
import css from './table.module.css';

/** Characters of 17 px in a column. */
const VALUE_ROOM = 14;

export function FiguresTable({ period }: { readonly period: Period }): ReactNode {
  const words = useWordsOf(fullWords);
  const format = useFormat();
  const { figures, planAtMs, type } = period;
  const moment = planAtMs !== null && (type === 'day' ? format.time(planAtMs) : format.date(planAtMs));
  return (
    <ScrollBox label={words.allFigures}>
      <table className={css['table']}>
        <caption className={css['caption']}>{words.allFigures}</caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.figure}</th>
            <th scope="col" className={css['number']}>
              {words.columns.fact}
            </th>
            <th scope="col" className={css['number']}>
              {words.columns.plan}
            </th>
            <th scope="col" className={css['number']}>
              {moment === false ? words.columns.plan : words.columns.planBy(moment)}
            </th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <FigureRow key={figure.id} figure={figure} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function FigureRow({ figure }: { readonly figure: Figure }): ReactNode {
  const words = useWords();
  const told = useFigureText(figure);
  const plan = told.masked && figure.plan !== null ? words.hidden : told.plan;
  return (
    <tr>
      <th scope="row">
        <bdi className={css['name']}>{figure.name}</bdi>
      </th>
      <td className={css['number']}>
        <Value figure={figure} room={VALUE_ROOM} />
      </td>
      <td className={plan === null ? css['absent'] : css['number']}>{plan ?? words.dash}</td>
      <td className={css['absent']}>
        {figure.pace === 'none' ? words.dash : <PaceMark figure={figure} />}
        {told.planNow !== null && figure.planNow !== figure.plan && (
          <span className={css['sub']}>{told.planNow}</span>
        )}
      </td>
    </tr>
  );
}
