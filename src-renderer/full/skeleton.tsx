/** Owns: the grey bars in the place of what is loaded for the first time, in words after a while. No zeros, no spinner. */
import type { ReactNode } from 'react';
import type { Awaited } from '../state/overdue.ts';
import { useNoDataText } from '../widget/use-no-data-text.ts';
import css from './skeleton.module.css';

const ROWS = [0, 1, 2, 3, 4] as const;

export interface SkeletonProps {
  readonly label: string;
  readonly awaited: Awaited;
}

export function Skeleton({ label, awaited }: SkeletonProps): ReactNode {
  const noData = useNoDataText(awaited);
  if (noData !== null) return <p className={css['words']}>{noData}</p>;
  return (
    <div className={css['skeleton']} role="img" aria-label={label}>
      {ROWS.map((row) => (
        <div key={row} className={css['row']} />
      ))}
    </div>
  );
}
