import { describe, expect, it } from 'vitest';
import { chooseTheme } from '../../../src-renderer/state/theme.ts';
import { viewOfAddress, viewOfSize } from '../../../src-renderer/state/views.ts';
import { stripColumns } from '../../../src-renderer/widget/strip-columns.ts';

describe('the view of a window', () => {
  it.each([
    [1024, 64, 'strip'],
    [800, 100, 'strip'],
    [320, 240, 'card'],
    [360, 280, 'card'],
    [480, 272, 'panel'],
    [800, 480, 'panel'],
    [801, 480, 'full'],
    [1024, 600, 'full'],
  ] as const)('of %d × %d is %s', (width, height, view) => {
    expect(viewOfSize({ width, height })).toBe(view);
  });

  it('is the one that the address names, if it is one', () => {
    expect(viewOfAddress('?view=service')).toBe('service');
    expect(viewOfAddress('?token=1&view=card')).toBe('card');
    expect(viewOfAddress('?view=toString')).toBeNull();
    expect(viewOfAddress('')).toBeNull();
  });
});

describe('the columns of a strip', () => {
  it('drop from the right: rating, items, average', () => {
    expect([1366, 1280, 1024, 1000, 900, 800].map(stripColumns)).toEqual([
      { others: 2, rating: true },
      { others: 2, rating: true },
      { others: 2, rating: true },
      { others: 2, rating: false },
      { others: 1, rating: false },
      { others: 0, rating: false },
    ]);
  });
});

describe('the theme', () => {
  it("is the settings', else the desktop's, on the strip dark", () => {
    expect(chooseTheme('light', 'strip', false)).toBe('light');
    expect(chooseTheme('dark', 'full', true)).toBe('dark');
    expect(chooseTheme('auto', 'full', true)).toBe('light');
    expect(chooseTheme('auto', 'full', false)).toBe('dark');
    expect(chooseTheme('auto', 'strip', true)).toBe('dark');
  });
});
