/** Owns: the cells of the strip, each a label over a value. */
import type { ReactNode } from 'react';
import type { Figure } from '../../src-main/contract/figures.ts';
import { useMoments } from '../state/moments.tsx';
import { useFormat, useSnapshot, useWords } from '../state/screen.tsx';
import { Bar } from '../style/bar.tsx';
import { PaceMark } from '../style/pace-mark.tsx';
import { Waiting } from './age.tsx';
import { Badge } from './badge.tsx';
import { useLeft } from './left.ts';
import type { OwnPlace } from './rating.ts';
import type { Trouble } from './status.ts';
import css from './strip.module.css';
import { useFigureText } from './use-figure-text.ts';
import { usePlanBy } from './use-plan-by.ts';
import { useStatus } from './use-status.ts';
import { Value } from './value.tsx';

interface FigureCell {
  readonly figure: Figure;
}

export function StripMain({ figure }: FigureCell): ReactNode {
  const { achievement } = useMoments();
  const planBy = usePlanBy(useSnapshot().day, figure);
  const { noPlan } = useFigureText(figure);
  return (
    <div className={css['main']}>
      <div className={css['label']}>
        <bdi className={css['name']}>{figure.name}</bdi>
        <span className={css['aside']}>
          {figure.plan === null ? noPlan : planBy !== null && `${planBy.label} ${planBy.amount}`}
        </span>
        <PaceMark figure={figure} />
      </div>
      <div className={css['reading']}>
        <Value figure={figure} room={13} />
        <Bar figure={figure} sweep={achievement?.name === figure.name} />
      </div>
    </div>
  );
}

export function StripLeft({ figure }: FigureCell): ReactNode {
  const left = useLeft(figure);
  const { achievement } = useMoments();
  if (achievement !== null) {
    return (
      <div className={css['cell']}>
        <Badge achievement={achievement} />
      </div>
    );
  }
  if (left === null) return null;
  return (
    <div className={css['cell']}>
      <div className={css['label']}>
        {left.label}
        {left.note !== '' && ` · ${left.note}`}
      </div>
      <div className={css['value']}>{left.value}</div>
    </div>
  );
}

export function StripFigure({ figure }: FigureCell): ReactNode {
  return (
    <div className={`${css['cell'] ?? ''} ${css['figure'] ?? ''}`}>
      <bdi className={css['label']}>{figure.name}</bdi>
      <div className={css['value']}>
        <Value figure={figure} room={9} />{' '}
        <span className={css['small']}>
          <PaceMark figure={figure} quiet />
        </span>
      </div>
    </div>
  );
}

export function StripRating({ place: { place, stores } }: { readonly place: OwnPlace }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <div className={css['cell']}>
      <div className={css['label']}>{words.rating.name}</div>
      <div className={css['value']}>
        {format.count(place)} <span className={css['small']}>{words.rating.of(format.count(stores))}</span>
      </div>
    </div>
  );
}

interface StripTroubleProps {
  readonly trouble: Trouble;
  readonly narrow: boolean;
}

/** The exact sentence where it fits, else a few words; all of it is in the panel. */
export function StripTrouble({ trouble, narrow }: StripTroubleProps): ReactNode {
  return (
    <div className={css['trouble']}>
      <strong>{narrow ? trouble.short : trouble.what}</strong>
      <span>{trouble.todo}</span>
    </div>
  );
}

export function StripAge(): ReactNode {
  const words = useWords();
  const { moment, stale } = useStatus();
  return (
    <div className={css['age']} data-stale={stale}>
      <div className={css['label']}>
        <span>{moment === null ? words.noData : words.data}</span> <Waiting />
      </div>
      {moment !== null && <div className={css['moment']}>{moment}</div>}
    </div>
  );
}
