/**
 * Owns: what a closed shift came to, in place of the figures until a tap or a minute. Promises: the most telling
 * facts first; those that do not fit a small screen are left out from the end; no money where it is hidden.
 */
import type { ReactNode } from 'react';
import type { ShiftCard as Shift } from '../../src-main/contract/snapshot.ts';
import { useMoments } from '../state/moments.tsx';
import { useFormat, useSnapshot, useWords } from '../state/screen.tsx';
import { keepFocus } from '../style/button.tsx';
import css from './shift-card.module.css';
import { shiftFacts } from './shift-facts.ts';

export interface ShiftCardProps {
  readonly shift: Shift;
  readonly shape: 'row' | 'shortRow' | 'small' | 'large';
}

/** Facts that a size has room for. */
const ROOM = { row: 5, shortRow: 4, small: 6, large: 9 } as const;

export function ShiftCard({ shift, shape }: ShiftCardProps): ReactNode {
  const words = useWords();
  const format = useFormat();
  const { look } = useSnapshot();
  const { putAwayShiftCard } = useMoments();
  const facts = shiftFacts(shift, { words, format, hideMoney: look.hideMoney });
  return (
    <main
      className={css[shape === 'row' || shape === 'shortRow' ? 'row' : 'card']}
      data-small={shape === 'small'}
    >
      <h1 className={css['title']}>{words.shift.title(format.time(shift.closedAtMs))}</h1>
      <dl className={css['facts']}>
        {facts.slice(0, ROOM[shape]).map(({ name, value }) => (
          <div key={name} className={css['fact']}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <button
        type="button"
        className={css['cover']}
        aria-label={words.close}
        onMouseDown={keepFocus}
        onClick={putAwayShiftCard}
      />
    </main>
  );
}
