import { describe, expect, it } from 'vitest';
import { scaleBar } from '../../../src-renderer/style/bar-scale.ts';
import { average, figure, income, ownBrand } from '../support/figures.ts';

describe('scaleBar', () => {
  it('ends at the plan', () => {
    const scale = scaleBar(income);
    expect(scale?.plan).toBe(1);
    expect(scale?.solid).toBeCloseTo(24_672 / 38_000);
    expect(scale?.tick).toBeCloseTo(26_500 / 38_000);
    expect(scale?.forecast).toBeCloseTo(34_600 / 38_000);
    expect(scale?.pending).toBe(0);
  });

  it('shows own receipts that the server has not reported as a piece of their own', () => {
    const scale = scaleBar(figure({ ...income, fact: 26_000, approximate: true }));
    expect(scale?.solid).toBeCloseTo(24_672 / 38_000);
    expect(scale?.pending).toBeCloseTo((26_000 - 24_672) / 38_000);
  });

  it('moves back with a return, without a piece of its own', () => {
    expect(scaleBar(figure({ ...income, fact: 24_000 }))).toMatchObject({
      solid: 24_000 / 38_000,
      pending: 0,
    });
  });

  it('goes on behind a plan that is passed', () => {
    expect(scaleBar(figure({ ...income, fact: 76_000, confirmed: 76_000 }))).toMatchObject({
      solid: 1,
      plan: 0.5,
    });
  });

  it('leaves room behind the plan of an average', () => {
    const scale = scaleBar(average);
    expect(scale?.plan).toBeCloseTo(0.75);
    expect(scale?.tick).toBeCloseTo(0.75);
    expect(scale?.solid).toBeCloseTo((412 / 400) * 0.75);
  });

  it('has no tick where the plan is of another hour', () => {
    expect(scaleBar(figure({ ...income, tick: null }))?.tick).toBeNull();
  });

  it('leaves that room to what nobody calls a sum, so that one tick does not mean two things', () => {
    const unknown = figure({ id: '7', name: 'Глубина чека', fact: 2, confirmed: 2, plan: 2, planNow: 2 });
    expect(scaleBar(unknown)).toMatchObject({ plan: 0.75, tick: 0.75 });
  });

  it('stays within the track', () => {
    const scale = scaleBar(figure({ ...income, fact: -500, confirmed: -100, tick: 90_000, forecast: -3 }));
    expect(scale).toEqual({ solid: 0, pending: 0, plan: 1, tick: 1, forecast: null });
  });

  it.each([
    ['no plan', ownBrand],
    ['a plan of zero', figure({ ...income, plan: 0 })],
    ['no fact', figure({ ...income, fact: null })],
  ])('draws nothing with %s', (_, each) => {
    expect(scaleBar(each)).toBeNull();
  });
});
