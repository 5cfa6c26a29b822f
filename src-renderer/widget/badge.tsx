/** Owns: the badge of a plan that the server itself says is reached. Shown once, without sound, without flashing. */
import type { ReactNode } from 'react';
import type { Achievement } from '../../src-main/contract/snapshot.ts';
import { useAchievementText } from './achievement-text.ts';
import css from './badge.module.css';

export function Badge({ achievement }: { readonly achievement: Achievement }): ReactNode {
  const text = useAchievementText(achievement);
  return (
    <span className={css['badge']}>
      <svg viewBox="0 0 14 14" aria-hidden="true">
        <path d="m2 7.5 3.5 3.5L12 3.5" />
      </svg>
      <span className={css['text']}>{text}</span>
    </span>
  );
}
