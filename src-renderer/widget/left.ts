/** Owns: the line beside the main figure: what is left to its plan, that it is reached, or the best receipt just now. */
import type { Figure } from '../../src-main/contract/figures.ts';
import { useMoments } from '../state/moments.tsx';
import { useFormat, useSnapshot, useWords } from '../state/screen.tsx';
import { useFigureText } from './use-figure-text.ts';

export interface Left {
  readonly label: string;
  readonly value: string;
  /** `30 чеков`; empty where it is not worth saying. */
  readonly note: string;
}

/** Null: there is nothing to say. */
export function useLeft(figure: Figure): Left | null {
  const words = useWords();
  const format = useFormat();
  const { hideMoney } = useSnapshot().look;
  const { bestReceipt } = useMoments();
  const { left } = useFigureText(figure);
  const toPlan = words.figure.toDayPlan;
  if (bestReceipt !== null && !hideMoney)
    return { label: words.hint.bestReceipt, value: format.money(bestReceipt), note: '' };
  if (left !== null) {
    const note = figure.leftReceipts === null ? '' : words.receipts(figure.leftReceipts);
    return { label: toPlan, value: words.figure.more(left), note };
  }
  const [label, value] = words.figure.reached;
  return figure.reached ? { label, value, note: '' } : null;
}
