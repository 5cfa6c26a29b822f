/** Owns: all figures of a period as a table: fact, plan, pace. No plan: a dash, never 0. */
import type { ReactNode } from 'react';
import type { Figure } from '../../src-main/contract/figures.ts';
import { useWords, useWordsOf } from '../state/screen.tsx';
import { PaceMark } from '../style/pace-mark.tsx';
import { fullWords } from '../text/words-full.ts';
import { useFigureText } from '../widget/use-figure-text.ts';
import { Value } from '../widget/value.tsx';
import { ScrollBox } from './scroll-box.tsx';
import css from './table.module.css';

/** Characters of 17 px in a column. */
const VALUE_ROOM = 14;

export function FiguresTable({ figures }: { readonly figures: readonly Figure[] }): ReactNode {
  const words = useWordsOf(fullWords);
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
              {words.columns.pace}
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
        {figure.pace === 'none' || figure.paceRatio === null ? words.dash : <PaceMark figure={figure} />}
      </td>
    </tr>
  );
}
