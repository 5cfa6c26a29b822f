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
      weekAgo: null,
      noPlan: 'план не задан',
    });
  });

  it('has last week beside a missing plan, unless that is money to be hidden', () => {
    const without = figure({ ...income, plan: null, weekAgo: 41_300 });
    expect(open(without).noPlan).toBe('план не задан · неделю назад 41\u00a0300\u00a0₽');
    expect(hidden(without).noPlan).toBe('план не задан');
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

  it.each(['unsure', 'money'] as const)('hides what is %s in all of its amounts', (kind) => {
    const open = figure({ ...income, role: 'other', form: { kind, decimals: 0 } });
    expect(hidden(open)).toEqual(hidden(income));
    expect(hidden(figure({ ...open, plan: null }))).toMatchObject({
      ...{ value: 'скрыто', short: 'скрыто', masked: true },
      ...{ plan: null, planNow: null, forecast: null, left: null },
    });
  });

  it('writes an amount without kopecks where it has none, beside one that has', () => {
    const mean = figure({ ...income, form: { kind: 'money', decimals: 2 }, fact: 412.5, plan: 400 });
    expect(open(mean)).toMatchObject({ value: '412,50\u00a0₽', plan: '400\u00a0₽' });
  });

  it('writes amounts short that would run through the place of others', () => {
    expect(open(figure({ ...income, left: 765_432_110 })).left).toBe('765\u00a0млн\u00a0₽');
  });
});
