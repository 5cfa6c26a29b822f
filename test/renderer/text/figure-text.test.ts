import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../src-main/contract/figures.ts';
import { describeFigure, type FigureText } from '../../../src-renderer/text/figure-text.ts';
import { createFormat } from '../../../src-renderer/text/format.ts';
import { ru } from '../../../src-renderer/text/ru.ts';
import { figure, income, items, ownBrand, TIME_ZONE } from '../support/figures.ts';

const format = createFormat('ru', TIME_ZONE);
const open = (each: Figure): FigureText => describeFigure(each, { format, words: ru, hideMoney: false });
const hidden = (each: Figure): FigureText => describeFigure(each, { format, words: ru, hideMoney: true });

describe('describeFigure', () => {
  it('writes amounts', () => {
    expect(open(income)).toMatchObject({
      value: '24\u00a0672\u00a0₽',
      plan: '38\u00a0000\u00a0₽',
      planNow: '26\u00a0500\u00a0₽',
      forecast: '34\u00a0600\u00a0₽',
      left: '13\u00a0328\u00a0₽',
      masked: false,
    });
  });

  it('has words for a fact that nobody gave, and null for the rest', () => {
    expect(open(figure({ id: '1', name: 'x', approximate: true }))).toEqual({
      value: 'нет данных',
      short: 'нет данных',
      masked: false,
      approximate: false,
      plan: null,
      planNow: null,
      forecast: null,
      left: null,
    });
  });

  it('tells money as percentages of its plan where money is hidden', () => {
    expect(hidden(income)).toMatchObject({
      value: '65\u00a0%',
      short: '65\u00a0%',
      plan: null,
      planNow: '70\u00a0%',
      forecast: '91\u00a0%',
      left: '35\u00a0%',
      masked: true,
    });
  });

  it('hides money that has no plan, and leaves other numbers alone', () => {
    expect(hidden(ownBrand).value).toBe('скрыто');
    expect(hidden(figure({ ...income, plan: 0 })).value).toBe('скрыто');
    expect(hidden(items)).toMatchObject({ value: '2,32', plan: '2,50', masked: false });
  });

  it('writes amounts short that would run through the place of others', () => {
    expect(open(figure({ ...income, left: 765_432_110 })).left).toBe('765\u00a0млн\u00a0₽');
  });
});
