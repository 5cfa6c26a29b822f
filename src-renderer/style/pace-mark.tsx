/**
 * Owns: the comparison with the plan of this hour: ▲ 3 %, ▼ 7 %, «в темпе», or nothing. Colour never alone: the sign
 * is drawn, the percentage written, the word said to screen readers. Null where there is nothing to compare with.
 */
import type { ReactNode } from 'react';
import type { Figure } from '../../src-main/contract/figures.ts';
import { useFormat, useWords } from '../state/screen.tsx';
import hidden from './hidden.module.css';
import css from './pace-mark.module.css';

const SIGNS = { ahead: 'M0 10 5 1l5 9z', behind: 'M0 1h10l-5 9z' } as const;

export interface PaceMarkProps {
  readonly figure: Pick<Figure, 'pace' | 'paceRatio'>;
  /** Leave out the grey «в темпе» where there is little room. */
  readonly quiet?: boolean;
}

export function PaceMark({ figure, quiet = false }: PaceMarkProps): ReactNode {
  const words = useWords();
  const format = useFormat();
  const { pace, paceRatio } = figure;
  if (pace === 'none' || paceRatio === null) return null;
  if (pace === 'onTrack') return quiet ? null : <span className={css['mark']}>{words.pace.onTrack}</span>;
  const percent = format.percent(Math.abs(paceRatio));
  // More than all cannot be missing: with more returns than sales the sign says enough.
  const isFar = pace === 'behind' && Math.round(paceRatio * 100) < -99;
  return (
    <span className={css['mark']} data-pace={pace}>
      <svg className={css['sign']} viewBox="0 0 10 11" aria-hidden="true">
        <path d={SIGNS[pace]} />
      </svg>
      {!isFar && <span aria-hidden="true">{percent}</span>}
      <span className={hidden['hidden']}>{isFar ? words.pace.farBehind : words.pace[pace](percent)}</span>
    </span>
  );
}
