/** Owns: where the parts of a bullet bar stand, as shares of its track. Pure. */
import type { Figure } from '../../src-main/contract/figures.ts';

export interface BarScale {
  /** Confirmed part of the fact; all of it unless receipts of ours are still pending. */
  readonly solid: number;
  readonly pending: number;
  readonly plan: number;
  readonly planNow: number | null;
  readonly forecast: number | null;
}

/** An average does not grow to its plan, it stands around it: the track goes on behind the plan. */
const AVERAGE_HEADROOM = 4 / 3;

/** Null without fact or plan: there is nothing to draw. */
export function scaleBar(figure: Figure): BarScale | null {
  const { fact, plan, confirmed } = figure;
  if (fact === null || plan === null || plan <= 0) return null;
  const around = figure.role === 'average' || figure.role === 'items';
  const end = Math.max(around ? plan * AVERAGE_HEADROOM : plan, fact);
  const share = (value: number): number => Math.min(Math.max(value / end, 0), 1);
  const solid = share(confirmed === null ? fact : Math.min(confirmed, fact));
  return {
    solid,
    pending: share(fact) - solid,
    plan: share(plan),
    planNow: figure.planNow === null ? (around ? share(plan) : null) : share(figure.planNow),
    forecast: figure.forecast === null || figure.forecast <= 0 ? null : share(figure.forecast),
  };
}
