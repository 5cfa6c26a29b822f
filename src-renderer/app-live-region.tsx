/**
 * Owns: what screen readers are told without being asked: trouble, its end, a plan reached. Promises: polite, and
 * silent about figures, which change with every receipt.
 */
import type { ReactNode } from 'react';
import { useMoments } from './state/moments.tsx';
import { useWords } from './state/screen.tsx';
import hidden from './style/hidden.module.css';
import { useAchievementText } from './widget/achievement-text.ts';
import { useStatus } from './widget/use-status.ts';

export function LiveRegion(): ReactNode {
  const words = useWords();
  const { link, trouble } = useStatus();
  const { achievement } = useMoments();
  const achieved = useAchievementText(achievement);
  return (
    <div role="status" className={hidden['hidden']}>
      {[trouble?.spoken ?? words.link[link], achieved].filter((text) => text !== '').join('. ')}
    </div>
  );
}
