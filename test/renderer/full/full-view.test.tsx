import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';
import { FullView } from '../../../src-renderer/full/full-view.tsx';
import { figure, income } from '../support/figures.ts';
import { renderView, type RenderedView } from '../support/render.tsx';
import { allStates, HOSTILE_NAME, snapshot, withDay, withFigures, withLook } from '../support/snapshots.ts';
import { stubLayout } from './support.ts';

const show = (state: Snapshot = snapshot()): RenderedView => renderView(<FullView />, state);
const openTab = (tab: string): void => {
  fireEvent.click(screen.getByRole('tab', { name: tab }));
};
const rowOf = (name: RegExp): HTMLElement => screen.getByRole('row', { name });
const textOf = (container: Element): string => container.textContent.replaceAll('\u00a0', ' ');

beforeEach(stubLayout);
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('the tabs', () => {
  test('one is open and names the panel', () => {
    show();
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Показатели');
    openTab('Рейтинг');
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Рейтинг');
    expect(screen.getByRole('tabpanel', { name: 'Рейтинг' })).toBeTruthy();
  });

  test('HEADO is asked for the stores only while their tab is open', () => {
    const { bridge } = show();
    expect(bridge.shown.at(-1)?.reports).toEqual(['metrics', 'bysellers']);
    openTab('Рейтинг');
    expect(bridge.shown.at(-1)?.reports).toContain('bytradepoints');
    openTab('Продавцы');
    expect(bridge.shown.at(-1)?.reports).not.toContain('bytradepoints');
  });

  test('the period stays when another tab is opened', () => {
    show();
    fireEvent.click(screen.getByRole('button', { name: 'Месяц' }));
    openTab('Продавцы');
    expect(screen.getByRole('button', { name: 'Месяц', pressed: true })).toBeTruthy();
  });
});

describe('the figures', () => {
  test('the headline tells income, pace, forecast and what is left', () => {
    const { container } = show();
    expect(textOf(container)).toContain('Выручка сегодня24 672 ₽');
    expect(textOf(container)).toMatch(/план к 18:42 — 26 500 ₽.*отстаёт от плана на 7 %/);
    expect(textOf(container)).toContain('прогноз 34 600 ₽');
    expect(textOf(container)).toContain('до плана ещё 13 328 ₽');
  });

  test('a headline, row and column of an old plan name its own hour and have no percentage', () => {
    const { container } = show(allStates.stale);
    expect(textOf(container)).toContain('план к 18:20 — 26 500 ₽');
    expect(textOf(container)).not.toMatch(/18:42 — |отстаёт|опережает/);
    expect(
      within(rowOf(/^Выручка/))
        .getAllByRole('cell')
        .map(textOf),
    ).toEqual(['24 672 ₽', '38 000 ₽', '—26 500 ₽']);
    expect(screen.getByRole('columnheader', { name: 'К\u00a018:20' })).toBeTruthy();
  });

  test('the number that a percentage is measured by stands under it, where it is not the plan beside it', () => {
    show();
    const told = (name: RegExp) => textOf(within(rowOf(name)).getAllByRole('cell').at(-1) ?? document.body);
    expect(told(/^Выручка/)).toBe('7 %отстаёт от плана на 7 %26 500 ₽');
    expect(told(/^Средний чек/)).toBe('3 %опережает план на 3 %');
  });

  test('the same day of last week stands beside the plan too', () => {
    const { container } = show(withFigures(figure({ ...income, weekAgo: 41_300 })));
    expect(textOf(container)).toContain('неделю назад 41 300 ₽');
    expect(textOf(container)).toContain('план к 18:42');
  });

  test('the chart is called by what it draws', async () => {
    show(withFigures(figure({ ...income, role: 'other', name: 'Продажа СТМ' })));
    expect(await screen.findByRole('table', { name: 'Продажа СТМ по часам' })).toBeTruthy();
  });

  test('the footer says that all is sent only when HEADO has all of it', () => {
    const footer = (state: Snapshot): string =>
      textOf(show(state).container.querySelector('footer') ?? document.body);
    expect(footer(snapshot())).toContain('чеки отправлены');
    cleanup();
    const kept = footer(allStates.quarantine);
    expect(kept).not.toContain('отправлены');
    expect(kept).toContain('не принято HEADO: 1 (700 ₽), непринятые файлы: 1');
  });

  test('the month has its own figures', () => {
    const { container } = show();
    fireEvent.click(screen.getByRole('button', { name: 'Месяц' }));
    expect(textOf(container)).toContain('Выручка за месяц731 204 ₽');
  });

  test('no plan is a dash, never 0', () => {
    show();
    const cells = within(rowOf(/Продажа СТМ/)).getAllByRole('cell');
    expect(cells.map(textOf)).toEqual(['1 940 ₽', '—', '—']);
  });

  test('a reached plan is said', () => {
    const { container } = show(allStates.planReached);
    expect(textOf(container)).toContain('план дня выполнен');
  });

  test('an unconfirmed value is marked', () => {
    show(allStates.approximate);
    expect(textOf(rowOf(/^Выручка/))).toContain('≈');
  });

  test('where money is hidden no sum is anywhere, and shares of the plan stand in its place', () => {
    const { container } = show(allStates.hideMoney);
    expect(textOf(container)).not.toContain('₽');
    expect(textOf(container)).toContain('67 % плана дня');
    openTab('Продавцы');
    expect(textOf(container)).not.toContain('₽');
    openTab('Рейтинг');
    expect(textOf(container)).not.toContain('₽');
  });

  test('the chart is told in words and as a table', () => {
    show();
    const chart = screen.getByRole('img', { name: /^График: Выручка по часам/ });
    expect(chart.getAttribute('aria-label')?.replaceAll('\u00a0', ' ')).toContain('прогноз 34 600 ₽');
    const table = screen.getByRole('table', { name: 'Выручка по часам' });
    expect(within(table).getAllByRole('row').length).toBeGreaterThan(15);
  });

  test('a day that began before the first sample says since when there are data', () => {
    const state = snapshot();
    const points = state.day.curve.points.slice(10);
    const { container } = show(withDay({ curve: { ...state.day.curve, points } }));
    expect(textOf(container)).toContain('данные с 14:00');
  });

  test('nothing is faked before the first report', () => {
    const { container } = show(allStates.loading);
    expect(screen.getByRole('img', { name: 'Данные загружаются…' })).toBeTruthy();
    expect(textOf(container)).not.toMatch(/0 ₽/);
  });
});

describe('the sellers', () => {
  test('stand in the order of the report, with short names, the own row marked', () => {
    show();
    openTab('Продавцы');
    const rows = screen.getAllByRole('row').slice(1);
    expect(rows.map((row) => row.getAttribute('data-own'))).toEqual(['false', 'true', 'false']);
    expect(textOf(within(rows[0] ?? document.body).getByRole('rowheader'))).toBe('Конищева М. А.');
    expect(textOf(rowOf(/Иванова/))).toContain('это вы');
  });

  test('what the report does not have is a dash', () => {
    show();
    openTab('Продавцы');
    expect(within(rowOf(/Ёлкин/)).getAllByRole('cell').slice(1).map(textOf)).toEqual(['—', '—', '—', '—']);
  });

  test('of colleagues only place and share are seen where their money is hidden', () => {
    show(withLook({ hideOthersMoney: true }));
    openTab('Продавцы');
    expect(
      within(rowOf(/Конищева/))
        .getAllByRole('cell')
        .map(textOf),
    ).toEqual(['1', '58 %', '—', '—', '—']);
    expect(textOf(rowOf(/Иванова/))).toContain('10 362 ₽');
  });

  test('money becomes percentages of the plan where it is hidden', () => {
    show(withLook({ hideMoney: true }));
    openTab('Продавцы');
    expect(screen.getByRole('columnheader', { name: 'Выручка, к плану' })).toBeTruthy();
    expect(textOf(rowOf(/Иванова/))).toContain('55 %');
  });

  test('a chain without this report says so', () => {
    show(allStates.noRating);
    openTab('Продавцы');
    expect(screen.getByText('HEADO не даёт отчёт по продавцам этой сети.')).toBeTruthy();
  });
});

describe('the order of the sellers', () => {
  const names = (): (string | undefined)[] =>
    screen
      .getAllByRole('row')
      .slice(1)
      .map((row) => within(row).getByRole('rowheader').textContent.replaceAll('\u00a0', ' '));
  const base = allStates.live.day.sellers;
  const withRows = (rows: NonNullable<typeof base>['rows']): Snapshot =>
    withDay({ sellers: base && { ...base, rows } });
  const [first, second] = base?.rows ?? [];
  if (!first || !second) throw new Error('two sellers are needed');

  test('is that of the income, or of the column that was tapped, until it is tapped again', () => {
    const better = {
      ...second,
      cells: second.cells.map((cell) => cell && { ...cell, fact: (cell.fact ?? 0) * 2 }),
    };
    show(withRows([first, better]));
    openTab('Продавцы');
    expect(names()).toEqual(['Конищева М. А.', 'Иванова А.это вы']);
    const head = screen.getByRole('button', { name: 'Средний чек' });
    fireEvent.click(head);
    expect(names()).toEqual(['Иванова А.это вы', 'Конищева М. А.']);
    expect(screen.getByRole('columnheader', { name: 'Средний чек' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    fireEvent.click(head);
    expect(names()).toEqual(['Конищева М. А.', 'Иванова А.это вы']);
  });

  test('cannot be had of what is hidden of colleagues', () => {
    show(withLook({ hideOthersMoney: true }));
    openTab('Продавцы');
    expect(screen.queryByRole('button', { name: 'Средний чек' })).toBeNull();
  });

  test('each stands beside the own plan, where HEADO gives one', () => {
    show();
    openTab('Продавцы');
    const cells = within(rowOf(/Конищева/))
      .getAllByRole('cell')
      .map(textOf);
    expect(cells.slice(2)).toEqual(['14 310 ₽план 19 000 ₽', '431 ₽план 400 ₽', '2,41']);
  });

  test('people of the same initials are written in full', () => {
    const named = (id: string, name: string) => ({ ...first, id, name, own: false });
    show(
      withRows([
        named('1', 'Иванов Иван Иванович'),
        named('2', 'Иванов Игорь Ильич'),
        named('3', 'Ёлкин Пётр'),
      ]),
    );
    openTab('Продавцы');
    expect(names()).toEqual(['Иванов Иван Иванович', 'Иванов Игорь Ильич', 'Ёлкин П.']);
  });
});

describe('the rating', () => {
  test('shows every store and marks the own one', () => {
    show();
    openTab('Рейтинг');
    expect(screen.getAllByRole('row')).toHaveLength(18);
    const own = rowOf(/50 лет ВЛКСМ/);
    expect(own.getAttribute('data-own')).toBe('true');
    expect(textOf(own)).toContain('ваш магазин');
  });

  test('tells places won and lost in words, and nothing where no earlier place is known', () => {
    const { rating } = snapshot().day;
    if (rating === null) throw new Error('the plain day has a rating');
    const rows = [2, -1, 0, null].map((moved, index) => ({
      ...{ id: String(index), name: `Магазин ${index}`, place: index + 1, own: false, fact: 1 },
      moved,
    }));
    show(withDay({ rating: { ...rating, rows } }));
    openTab('Рейтинг');
    const moved = screen
      .getAllByRole('row')
      .slice(1)
      .map((row) => textOf(within(row).getAllByRole('cell')[1] ?? row));
    expect(moved).toEqual(['2выше на 2', '1ниже на 1', '—без перемен', '']);
  });

  test('is written in one way, with the kopecks that any of its values has', () => {
    const rows = [900, 500.5].map((fact, index) => ({
      ...{ id: String(index), name: `Магазин ${index}`, place: index + 1, moved: 0, own: false, fact },
    }));
    const form = { kind: 'money', decimals: 2 } as const;
    show(withDay({ rating: { ...ratingOf(snapshot()), form, rows } }));
    openTab('Рейтинг');
    const values = screen.getAllByRole('row').slice(1);
    expect(values.map((row) => textOf(within(row).getAllByRole('cell').at(-1) ?? row))).toEqual([
      '900,00 ₽',
      '500,50 ₽',
    ]);
  });

  test('says what is missing: the rating, or which store is ours', () => {
    const { bridge } = show(allStates.noRating);
    openTab('Рейтинг');
    expect(screen.getByText('HEADO не даёт рейтинг магазинов этой сети.')).toBeTruthy();
    bridge.give(withDay({ rating: { ...ratingOf(snapshot()), ownPlace: null } }));
    return screen.findByText('HEADO не сообщает, какой из магазинов ваш.');
  });

  test('waits with grey bars for its first report', () => {
    show(withDay({ rating: null, ratingState: 'none' }));
    openTab('Рейтинг');
    expect(screen.getByRole('img', { name: 'Данные загружаются…' })).toBeTruthy();
  });
});

function ratingOf(state: Snapshot): NonNullable<Snapshot['day']['rating']> {
  if (state.day.rating === null) throw new Error('the plain day has a rating');
  return state.day.rating;
}

describe('the footer', () => {
  const footer = (): string => textOf(screen.getByRole('contentinfo'));

  test('tells age, delivery, seller and store', () => {
    show();
    expect(footer()).toContain('данные 18:42, чеки отправлены');
    expect(footer()).toContain('Смена: Иванова Анна');
    expect(footer()).toContain('Тюмень, 50 лет ВЛКСМ, 63');
  });

  test('tells the exact trouble and what to do', () => {
    show(allStates.keyRefused);
    expect(footer()).toContain('HEADO не принимает ключ устройства. Обратитесь к администратору.');
  });

  test('figures stay when the agent is lost', async () => {
    const { bridge, container } = show();
    bridge.agent('lost');
    await screen.findByRole('img', { name: 'нет связи' });
    expect(textOf(container)).toContain('24 672 ₽');
  });
});

test('names from outside are text in boxes of their own', () => {
  const { container } = show(allStates.hostile);
  expect(container.querySelector('img')).toBeNull();
  const boxes = [...container.querySelectorAll('bdi')].filter((box) =>
    box.textContent.includes(HOSTILE_NAME),
  );
  expect(boxes.length).toBeGreaterThan(5);
});

test('English is complete enough to hold no Russian word', () => {
  const english = withLook({ locale: 'en' }, snapshot({ seller: null, storeName: null }));
  const figures = english.day.figures.map((figure) => ({ ...figure, name: figure.id }));
  const { container } = show({ ...english, day: { ...english.day, figures } });
  expect(container.textContent).not.toMatch(/[а-яё]/i);
});
