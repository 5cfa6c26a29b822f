import { describe, expect, it } from 'vitest';
import type { MissingWhy } from '../../../src-main/contract/snapshot.ts';
import { createFormat } from '../../../src-renderer/text/format.ts';
import { ru } from '../../../src-renderer/text/ru.ts';
import { shiftFacts } from '../../../src-renderer/widget/shift-facts.ts';
import { shiftCard } from '../support/snapshots.ts';

const WHYS = ['waiting', 'refused', 'aside', 'file', 'unconfirmed', 'held'] as const satisfies MissingWhy[];
const format = createFormat('ru', 'Europe/Moscow');
const told = (changes: Partial<typeof shiftCard>, hideMoney = false): Record<string, string> =>
  Object.fromEntries(
    shiftFacts({ ...shiftCard, ...changes }, { words: ru, format, hideMoney }).map(({ name, value }) => [
      name,
      value,
    ]),
  );

describe('the facts of a closed shift', () => {
  it('hold the store against its plan and against the same day of last week', () => {
    expect(told({ storeIncome: 36_000, plan: 40_000, weekAgoIncome: 30_000 })).toMatchObject({
      'Магазин за день': '90\u00a0% плана дня',
      'К прошлому воскресенью': '+20\u00a0%',
    });
    expect(told({ storeIncome: 27_000, weekAgoIncome: 30_000 })).toMatchObject({
      'К прошлому воскресенью': '\u221210\u00a0%',
    });
  });

  it('are silent about what is unknown', () => {
    const compared = ['Магазин за день', 'К прошлому воскресенью'];
    const names = Object.keys(told({ plan: null, weekAgoIncome: null }));
    for (const name of compared) expect(names).not.toContain(name);
    expect(Object.keys(told({ storeIncome: null }))).toEqual(names);
  });

  it('say that all is sent only when HEADO has all of it', () => {
    expect(told({ missing: [] })).toMatchObject({ 'Все чеки отправлены': '✓' });
    for (const why of WHYS) {
      const name = ru.missing[why];
      const kept = told({ missing: [{ why, count: 2, amount: 700 }] });
      expect(kept).not.toHaveProperty('Все чеки отправлены');
      expect(kept).toMatchObject({ [name]: '2 (700\u00a0₽)' });
      expect(Object.keys(kept)[1]).toBe(name);
    }
  });

  it('tell a number without its sum where that is not known or hidden', () => {
    expect(told({ missing: [{ why: 'file', count: 1, amount: null }] })).toMatchObject({
      'Непринятые файлы': '1',
    });
    expect(told({ missing: [{ why: 'refused', count: 1, amount: 700 }] }, true)).toMatchObject({
      'Не принято HEADO': '1',
    });
  });

  it('name no amount where money is hidden', () => {
    expect(Object.values(told({}, true)).join(' ')).not.toContain('₽');
  });
});
