import { describe, expect, test } from 'vitest';
import { nextAchievement } from '../../../src-main/kpi/achievement.ts';
import { hintsOf, leftOf, leftReceiptsOf } from '../../../src-main/kpi/remaining.ts';
import { findRole, formOf, rolesOf } from '../../../src-main/kpi/roles.ts';
import { metric, shop } from './build.ts';

describe('roles', () => {
  test('go by the names of the samples, whatever their letters, each once', () => {
    const metrics = [metric('ВЫРУЧКА '), metric('выручка'), metric('Выручка по СТМ'), metric('Средний  чек')];
    expect([...rolesOf(metrics)]).toEqual([
      ['ВЫРУЧКА ', 'income'],
      ['выручка', 'other'],
      ['Выручка по СТМ', 'other'],
      ['Средний  чек', 'average'],
    ]);
    expect([...rolesOf(shop()).values()]).toEqual(['income', 'average', 'items', 'count']);
  });

  test('go by the names or ids of the settings first, and then by nothing else', () => {
    const metrics = [metric('Выручка'), metric('Оборот', { id: '77' })];
    expect(findRole(metrics, 'income', { income: 'оборот' })?.id).toBe('77');
    expect(findRole(metrics, 'income', { income: '77' })?.id).toBe('77');
    expect(findRole(metrics, 'income', { income: 'Доход' })).toBeUndefined();
    expect(findRole(metrics, 'income', { average: 'Доход' })?.id).toBe('Выручка');
  });

  test('say how a number is written before the type that the report gives', () => {
    expect(formOf('income', 'unknown', [24_672.5])).toEqual({ kind: 'money', decimals: 0 });
    expect(formOf('average', 'number', [174.98])).toEqual({ kind: 'money', decimals: 2 });
    expect(formOf('average', 'money', [1_000])).toEqual({ kind: 'money', decimals: 0 });
    expect(formOf('average', 'money', [999.5])).toEqual({ kind: 'money', decimals: 2 });
    expect(formOf('items', 'percent', [2.32])).toEqual({ kind: 'number', decimals: 2 });
    expect(formOf('count', 'unknown', [141])).toEqual({ kind: 'number', decimals: 0 });
    expect(formOf('other', 'percent', [12.5])).toEqual({ kind: 'percent', decimals: 2 });
    expect(formOf('other', 'money', [null])).toEqual({ kind: 'money', decimals: 0 });
  });

  test('and nothing else makes a number that is surely no money', () => {
    expect(formOf('other', 'unknown', [3])).toEqual({ kind: 'unsure', decimals: 0 });
    // What the samples call the income once.
    expect(formOf('other', 'number', [401_628])).toEqual({ kind: 'unsure', decimals: 0 });
  });

  test.each([
    ['money', [900, 500.5, null], 2],
    ['money', [900, 500, null], 0],
    ['money', [1_000, 500.5], 0],
    ['money', [-1_000, 500.5], 0],
    ['unknown', [900, 500.5], 2],
    ['percent', [90, 50.5], 2],
    ['money', [900.000_1, 500], 0],
    ['money', [], 0],
  ] as const)('%s %j side by side have %i decimals', (kind, values, decimals) => {
    expect(formOf('other', kind, values).decimals).toBe(decimals);
    if (kind === 'money') expect(formOf('average', kind, values).decimals).toBe(decimals);
  });
});

describe('what is left', () => {
  test('is plan minus fact until it is reached', () => {
    expect(leftOf(7_600, 20_000)).toBe(12_400);
    expect(leftOf(20_000, 20_000)).toBeNull();
    expect(leftOf(20_001, 20_000)).toBeNull();
    expect(leftOf(null, 20_000)).toBeNull();
    expect(leftOf(5, null)).toBeNull();
  });

  test('in receipts: at the own average from five receipts on, before at the planned one, up to thirty', () => {
    expect(leftReceiptsOf(12_400, { fact: 1_400, qty: 5, plan: 100 })).toBe(9);
    expect(leftReceiptsOf(12_600, { fact: 1_400, qty: 5, plan: 100 })).toBe(9);
    expect(leftReceiptsOf(0.3, { fact: 0.1, qty: 5, plan: null })).toBe(3);
    expect(leftReceiptsOf(12_400, { fact: 1_400, qty: 4, plan: 1_000 })).toBe(13);
    expect(leftReceiptsOf(12_400, { fact: 1_400, qty: 4, plan: null })).toBeNull();
    expect(leftReceiptsOf(12_400, { fact: -5, qty: 9, plan: 500 })).toBeNull();
    expect(leftReceiptsOf(3_000, { fact: 100, qty: 9, plan: null })).toBe(30);
    expect(leftReceiptsOf(3_001, { fact: 100, qty: 9, plan: null })).toBeNull();
    expect(leftReceiptsOf(null, { fact: 100, qty: 9, plan: null })).toBeNull();
  });
});

describe('hints', () => {
  const average = (fact: number, qty: number, plan: number | null) => ({ fact, qty, plan });

  test('say which receipt brings the average back to its plan', () => {
    expect(hintsOf(average(500, 20, 501), undefined)).toEqual([{ kind: 'averageReceipt', amount: 521 }]);
    expect(hintsOf(average(100, 2, 100.1), undefined)).toEqual([{ kind: 'averageReceipt', amount: 101 }]);
  });

  test('only within half to two and a half times the average', () => {
    expect(hintsOf(average(100, 9, 115), undefined)).toEqual([{ kind: 'averageReceipt', amount: 250 }]);
    expect(hintsOf(average(100, 9, 115.1), undefined)).toEqual([]);
  });

  test('say nothing of what is reached or unknown', () => {
    expect(hintsOf(average(520, 20, 520), undefined)).toEqual([]);
    expect(hintsOf(average(500, 20, null), undefined)).toEqual([]);
    expect(hintsOf(average(500, 0, 520), undefined)).toEqual([]);
    expect(hintsOf({ fact: null, qty: null, plan: 5 }, undefined)).toEqual([]);
    expect(hintsOf(undefined, undefined)).toEqual([]);
  });

  test('say how many pieces, two to six', () => {
    const pieces = (fact: number, qty: number, plan: number) => hintsOf(undefined, { fact, qty, plan });
    expect(pieces(2, 10, 2.1)).toEqual([{ kind: 'itemsInReceipt', items: 4 }]);
    expect(pieces(1.9, 10, 2)).toEqual([{ kind: 'itemsInReceipt', items: 3 }]);
    expect(pieces(1, 10, 1.05)).toEqual([{ kind: 'itemsInReceipt', items: 2 }]);
    expect(pieces(1, 40, 1.1)).toEqual([{ kind: 'itemsInReceipt', items: 6 }]);
    expect(pieces(2, 100, 2.1)).toEqual([]);
    expect(pieces(0.4, 1, 0.5)).toEqual([]);
  });
});

describe('a reached plan', () => {
  const figure = (id: string, role: 'income' | 'average' | 'count', reached: boolean) => ({
    id,
    role,
    reached,
    name: id,
  });
  const day = (...figures: ReturnType<typeof figure>[]) => ({ from: '2026-11-22', figures });

  test('is said once per metric and day', () => {
    const both = day(figure('1', 'income', true), figure('4', 'count', true));
    const first = nextAchievement(both, new Set());
    expect(first).toEqual({ id: '2026-11-22/1', name: '1' });
    expect(nextAchievement(both, new Set(['2026-11-22/1']))?.id).toBe('2026-11-22/4');
    expect(nextAchievement(both, new Set(['2026-11-22/1', '2026-11-22/4']))).toBeNull();
    expect(nextAchievement(both, new Set(['2026-11-21/1']))?.id).toBe('2026-11-22/1');
  });

  test('is not said of an average, which the next receipt may take back', () => {
    expect(
      nextAchievement(day(figure('2', 'average', true), figure('1', 'income', false)), new Set()),
    ).toBeNull();
  });
});
