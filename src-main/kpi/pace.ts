/**
 * Owns: how a figure stands against its plan by now, and when that is worth a colour (widget, Pace). Pure.
 */
import type { MetricRole, Pace } from '../contract/figures.ts';
import type { MetricKind } from '../reports/model.ts';
import type { PaceRules } from './model.ts';

export interface PaceFacts {
  readonly role: MetricRole;
  readonly kind: MetricKind;
  readonly fact: number | null;
  readonly plan: number | null;
  readonly planNow: number | null;
  /** Share of the opening hours that is over, 0–1; null: unknown. */
  readonly openShare: number | null;
}

/**
 * fact / plan by now − 1; null where there is nothing to compare with. A sum is compared with the plan's share of
 * the opening hours where the server gives no plan by the hour, a mean with the plan itself. Which of the two an
 * unknown metric is nobody says, so it has no pace without a plan by the hour.
 */
export function paceRatioOf({ role, kind, fact, plan, planNow, openShare }: PaceFacts): number | null {
  if (fact === null || plan === null) return null;
  const adds = role === 'income' || role === 'count';
  const isMean = role === 'average' || role === 'items' || kind === 'percent';
  const byShare = adds && openShare !== null ? plan * openShare : null;
  const due = planNow ?? (isMean ? plan : byShare);
  return due !== null && due > 0 ? fact / due - 1 : null;
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
