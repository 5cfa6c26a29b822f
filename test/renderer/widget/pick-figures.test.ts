import { describe, expect, it } from 'vitest';
import { mainFigure, orderFigures, worstFigure } from '../../../src-renderer/widget/pick-figures.ts';
import { average, count, figure, income, items, loyalty, ownBrand } from '../support/figures.ts';

describe('which figures are shown', () => {
  it('the income leads, average and items follow, the rest keeps its order', () => {
    const names = orderFigures([loyalty, items, count, income, average]).map(({ id }) => id);
    expect(names).toEqual(['1', '2', '3', '6', '5']);
  });

  it('without an income the first figure of the server leads', () => {
    expect(mainFigure([ownBrand, count])).toBe(ownBrand);
    expect(mainFigure([])).toBeNull();
    expect(orderFigures([ownBrand, items, average])[0]).toBe(ownBrand);
  });

  it('the card shows the one furthest behind', () => {
    expect(worstFigure([income, average, figure({ ...items, paceRatio: -0.2 })])?.id).toBe('3');
  });

  it('of two that show the same percentage the income is the one', () => {
    expect(worstFigure([items, income])).toBe(income);
  });

  it('with nothing behind, the card shows the income', () => {
    expect(worstFigure([average, figure({ ...income, pace: 'ahead', paceRatio: 0.1 })])?.id).toBe('1');
  });
});
