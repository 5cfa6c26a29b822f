/** Owns: the link's mark with the age of the figures, and the receipts that wait, hidden at none. */
import type { ReactNode } from 'react';
import { useFormat, useWords } from '../state/screen.tsx';
import hidden from '../style/hidden.module.css';
import { LinkMark } from '../style/link-mark.tsx';
import css from './age.module.css';
import { useStatus } from './use-status.ts';

export function Age(): ReactNode {
  const words = useWords();
  const { link, moment, stale } = useStatus();
  return (
    <span className={css['age']}>
      <LinkMark link={link} />
      <span className={stale ? css['stale'] : undefined}>
        {moment === null ? words.noData : words.dataOf(moment)}
      </span>
      <Waiting />
    </span>
  );
}

export function Waiting(): ReactNode {
  const words = useWords();
  const format = useFormat();
  const { waiting } = useStatus();
  if (waiting === 0) return null;
  return (
    <span className={css['queue']}>
      <svg className={css['arrow']} viewBox="0 0 8 12" aria-hidden="true">
        <path d="M1 4l3-3 3 3M4 1v4M4 6.5v2M4 10v2" />
      </svg>
      <span aria-hidden="true">{format.count(waiting)}</span>
      <span className={hidden['hidden']}>{words.queue.waiting(waiting)}</span>
    </span>
  );
}
