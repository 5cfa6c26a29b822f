import { act, fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Figure } from '../../../src-main/contract/figures.ts';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';
import { FullView } from '../../../src-renderer/full/full-view.tsx';
import { figure, income } from '../support/figures.ts';
import { renderView, type RenderedView } from '../support/render.tsx';
import { allStates, snapshot, withDay, withLook } from '../support/snapshots.ts';
import { textOf } from '../support/text-of.ts';
import { stubLayout } from './support.ts';

const show = (state: Snapshot): RenderedView => renderView(<FullView />, state);
const openTab = (tab: string): void => {
  fireEvent.click(screen.getByRole('tab', { name: tab }));
};
const rowOf = (name: RegExp): HTMLElement => screen.getByRole('row', { name });

beforeEach(stubLayout);

test.each([
  ['with the income known', [income]],
  ['with nothing known', []],
])('where money is hidden no number that may be money is anywhere, %s', (_, known: readonly Figure[]) => {
  const form = { kind: 'unsure', decimals: 0 } as const;
  const open = { form, fact: 54_321, confirmed: 54_321, pace: 'behind', paceRatio: -0.1 } as const;
  const figures = [
    ...known,
    figure({ ...open, id: '8', name: 'Без плана' }),
    figure({
      ...{ ...open, id: '9', name: 'С планом', left: 45_679 },
      ...{ plan: 100_000, planNow: 65_432, forecast: 76_543 },
    }),
  ];
  const { sellers, rating, curve } = snapshot().day;
  const points = curve.points.map((point) => ({ ...point, fact: 43_210, planNow: 65_432 }));
  const hidden = withDay({
    ...{ figures, curve: { ...curve, points } },
    sellers: sellers && { ...sellers, columns: sellers.columns.map((each) => ({ ...each, form })) },
    rating: rating && { ...rating, form },
  });
  const { container } = show(withLook({ hideMoney: true }, hidden));
  const amounts = /54 321|45 679|65 432|76 543|43 210|100 000|10 362|14 310|40 000|54,3|тыс/u;
  expect(textOf(container)).not.toMatch(amounts);
  expect(textOf(rowOf(/С планом/))).toContain('54 %');
  expect(textOf(rowOf(/Без плана/))).toContain('скрыто');
  openTab('Продавцы');
  expect(textOf(container)).not.toMatch(amounts);
  expect(screen.getByRole('columnheader', { name: 'Выручка, к плану' })).toBeTruthy();
  openTab('Рейтинг');
  expect(textOf(container)).not.toMatch(amounts);
});

test.each([
  ['Показатели', allStates.loading, 'Нет данных. HEADO ещё не ответил.'],
  ['Продавцы', allStates.loading, 'Нет данных. HEADO ещё не ответил.'],
  ['Рейтинг', allStates.loading, 'Нет данных. HEADO ещё не ответил.'],
  ['Показатели', { ...allStates.loading, link: 'offline' } as const, 'Нет данных. Нет связи.'],
  ['Показатели', withDay({ state: 'none', figures: [] }), 'Нет данных. HEADO ещё не ответил.'],
])('%s wait for ten seconds, and say then why there is nothing', (tab, state, words) => {
  vi.useFakeTimers();
  const { container } = show(state);
  openTab(tab);
  act(() => void vi.advanceTimersByTime(9_999));
  expect(screen.getByRole('img', { name: 'Данные загружаются…' })).toBeTruthy();
  expect(textOf(container)).not.toContain(words);
  act(() => void vi.advanceTimersByTime(1));
  expect(textOf(container)).toContain(words);
  expect(screen.queryByRole('img', { name: 'Данные загружаются…' })).toBeNull();
  vi.useRealTimers();
});
