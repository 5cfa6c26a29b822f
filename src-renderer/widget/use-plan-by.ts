/**
 * Owns: the number that a figure's percentage is measured by, in words: «план к 18:42 — 26 500 ₽» of a sum, «план
 * 400 ₽» of a mean. The moment is that of the plan, not of the screen.
 */
import type { Figure, Period } from '../../src-main/contract/figures.ts';
import { useFormat, useWords } from '../state/screen.tsx';
import { useFigureText } from './use-figure-text.ts';

export interface PlanBy {
  readonly label: string;
  /** Empty where the plan is hidden and the value is a share of it. */
  readonly amount: string;
}

/** Null: no plan. */
export function usePlanBy(
  { type, planAtMs }: Pick<Period, 'type' | 'planAtMs'>,
  figure: Figure,
): PlanBy | null {
  const { figure: words } = useWords();
  const format = useFormat();
  const { plan, planNow, masked } = useFigureText(figure);
  if (planNow !== null && planAtMs !== null && figure.planNow !== figure.plan) {
    const moment = type === 'day' ? format.time(planAtMs) : format.date(planAtMs);
    return { label: words.planBy(moment), amount: planNow };
  }
  if (masked) return figure.plan === null ? null : { label: words.ofPlan[type], amount: '' };
  if (plan === null) return null;
  return { label: figure.adds ? words.planOf[type] : words.plan, amount: plan };
}
