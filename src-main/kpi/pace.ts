/**
 * Owns: how a figure stands against its plan by now, and when that is worth a colour (widget, Pace). Pure.
 */
import type { MetricRole, Pace } from '../contract/figures.ts';
import type { MetricKind } from '../reports/model.ts';
import type { PaceRules } from './model.ts';
import { isMean } from './roles.ts';

export interface DueFacts {
  readonly role: MetricRole;
  readonly kind: MetricKind;
  readonly plan: number | null;
  /** The server's plan by the hour; null: not given. */
  readonly planHour: number | null;
  /** Share of the opening hours that is over by then, 0–1; null: unknown. */
  readonly openShare: number | null;
}

/**
 * What a figure is measured by; null: nothing to compare with. A mean is measured by its plan, whatever the server
 * says of hours; a sum by its plan by the hour, else by the plan's share of the opening hours. Which of the two an
 * unknown metric is nobody says, so it has none without a plan by the hour.
 */
export function dueOf({ role, kind, plan, planHour, openShare }: DueFacts): number | null {
  if (plan === null || isMean(role, kind)) return plan;
  const isKnownSum = role === 'income' || role === 'count';
  return planHour ?? (isKnownSum && openShare !== null ? plan * openShare : null);
}

/** fact / due − 1; null where there is nothing to compare with. */
export function paceRatioOf(fact: number | null, due: number | null): number | null {
  return fact !== null && due !== null && due > 0 ? fact / due - 1 : null;
}

/**
 * The colour for `ratio`. `before`: the colour shown until now, which goes only when the figure is past its
 * threshold by the hysteresis, so that it does not flicker.
 */
export function paceOf(ratio: number | null, before: Pace, rules: PaceRules): Pace {
  if (ratio === null) return 'none';
  const { ahead, behind, hysteresis } = rules;
  if (ratio >= (before === 'ahead' ? ahead - hysteresis : ahead)) return 'ahead';
  if (ratio <= (before === 'behind' ? behind + hysteresis : behind)) return 'behind';
  return 'onTrack';
}

/** Too early for any colour. `receipts`: sales of the period, null: unknown. `openForMs`: since the first opening. */
export function isTooEarly(receipts: number | null, openForMs: number, rules: PaceRules): boolean {
  return (receipts !== null && receipts < rules.receiptsMin) || openForMs < rules.openMsMin;
}
