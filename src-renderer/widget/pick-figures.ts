/** Owns: which of the day's figures a small screen shows. Pure. */
import type { Figure, MetricRole } from '../../src-main/contract/figures.ts';

/** The income, else whatever the server names first. */
export function mainFigure(figures: readonly Figure[]): Figure | null {
  return figures.find(({ role }) => role === 'income') ?? figures[0] ?? null;
}

/** The figure that is furthest behind its plan; the main one when none is behind. */
export function worstFigure(figures: readonly Figure[]): Figure | null {
  const behind = orderFigures(figures).filter(({ pace }) => pace === 'behind');
  return behind.toSorted((a, b) => shownPercent(a) - shownPercent(b))[0] ?? mainFigure(figures);
}

/** Figures that show the same percentage are equally far behind: the income goes first then. */
function shownPercent({ paceRatio }: Figure): number {
  return Math.round((paceRatio ?? 0) * 100);
}

/** Beside the income the average and the items, which the next receipt can move; then the rest in order. */
const ORDER: readonly MetricRole[] = ['income', 'average', 'items'];

export function orderFigures(figures: readonly Figure[]): readonly Figure[] {
  const first = mainFigure(figures);
  const rank = (figure: Figure): number => {
    if (figure === first) return -1;
    const place = ORDER.indexOf(figure.role);
    return place < 0 ? ORDER.length : place;
  };
  return figures.toSorted((a, b) => rank(a) - rank(b));
}
