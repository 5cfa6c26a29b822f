/** Owns: where the parts of a bullet bar stand, as shares of its track. Pure. */
import type { Figure } from '../../src-main/contract/figures.ts';

export interface BarScale {
  /** Confirmed part of the fact; all of it unless receipts of ours are still pending. */
  readonly solid: number;
  readonly pending: number;
  readonly plan: number;
  readonly tick: number | null;
  readonly forecast: number | null;
}

/** What does not surely grow to its plan may stand around it: the track goes on behind the plan. */
const HEADROOM = 4 / 3;

/** Null without fact or plan: there is nothing to draw. */
export function scaleBar(figure: Figure): BarScale | null {
  const { fact, plan, confirmed } = figure;
  if (fact === null || plan === null || plan <= 0) return null;
  const end = Math.max(figure.adds ? plan : plan * HEADROOM, fact);
  const share = (value: number): number => Math.min(Math.max(value / end, 0), 1);
  const solid = share(confirmed === null ? fact : Math.min(confirmed, fact));
  return {
    solid,
    pending: share(fact) - solid,
    plan: share(plan),
    tick: figure.tick === null ? null : share(figure.tick),
    forecast: figure.forecast === null || figure.forecast <= 0 ? null : share(figure.forecast),
  };
}
