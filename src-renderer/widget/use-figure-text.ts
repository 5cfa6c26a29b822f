/** Owns: a figure's written form under this till's look. */
import type { Figure } from '../../src-main/contract/figures.ts';
import { useFormat, useSnapshot, useWords } from '../state/screen.tsx';
import { describeFigure, type FigureText } from '../text/figure-text.ts';

export function useFigureText(figure: Figure): FigureText {
  const { hideMoney } = useSnapshot().look;
  return describeFigure(figure, { format: useFormat(), words: useWords(), hideMoney });
}
