/** Owns: what is said when a plan is reached; the day's plan is the income's. Empty: none was. */
import type { Achievement } from '../../src-main/contract/snapshot.ts';
import { useSnapshot, useWords } from '../state/screen.tsx';
import { mainFigure } from './pick-figures.ts';

export function useAchievementText(achievement: Achievement | null): string {
  const words = useWords();
  const { day } = useSnapshot();
  if (achievement === null) return '';
  const { name } = achievement;
  return mainFigure(day.figures)?.name === name ? words.achievement.income : words.achievement.other(name);
}
