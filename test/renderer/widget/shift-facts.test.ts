import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../src-renderer/text/format.ts';
import { ru } from '../../../src-renderer/text/ru.ts';
import { shiftFacts } from '../../../src-renderer/widget/shift-facts.ts';
import { shiftCard } from '../support/snapshots.ts';

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
      'К плану дня': '90\u00a0%',
      'К дню неделю назад': '120\u00a0%',
    });
  });

  it('are silent about what is unknown', () => {
    const names = Object.keys(told({ plan: null, weekAgoIncome: null }));
    expect(names).not.toContain('К плану дня');
    expect(names).not.toContain('К дню неделю назад');
    expect(Object.keys(told({ storeIncome: null }))).toEqual(names.filter((name) => !name.startsWith('К ')));
  });

  it('name no amount where money is hidden', () => {
    expect(Object.values(told({}, true)).join(' ')).not.toContain('₽');
  });
});
