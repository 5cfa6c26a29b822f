/**
 * Owns: one figure's value in large. Promises: a new value fades in within 200 ms and never rolls; «≈» while the
 * server has not confirmed it, in a place that is kept for it, so that nothing moves; the short form where the long one would not fit, in smaller letters either.
 */
import type { ReactNode } from 'react';
import type { Figure } from '../../src-main/contract/figures.ts';
import { useWords } from '../state/screen.tsx';
import hidden from '../style/hidden.module.css';
import { useFigureText } from './use-figure-text.ts';
import css from './value.module.css';

export interface ValueProps {
  readonly figure: Figure;
  /** Characters that the place has room for, beside the sign. */
  readonly room: number;
  /** Characters that it has room for in smaller letters, where it may have them. */
  readonly roomSmall?: number;
}

export function Value({ figure, room, roomSmall = room }: ValueProps): ReactNode {
  const words = useWords();
  const text = useFigureText(figure);
  const value = text.value.length > roomSmall ? text.short : text.value;
  const isSmall = roomSmall > room && value.length > room;
  return (
    <span key={value} className={css['value']} data-missing={figure.fact === null} data-small={isSmall}>
      <span className={css['sign']} aria-hidden="true">
        {text.approximate && '≈'}
      </span>
      {text.approximate && <span className={hidden['hidden']}>{words.figure.approximate} </span>}
      {value}
    </span>
  );
}
