import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src-main/contract/snapshot.ts';
import { FullView } from '../../../src-renderer/full/full-view.tsx';
import { waitUntil } from '../../support/wait-for.ts';
import { income } from '../support/figures.ts';
import { renderView, type RenderedView } from '../support/render.tsx';
import { snapshot, withDay } from '../support/snapshots.ts';
import { stubLayout } from './support.ts';

const show = (state: Snapshot = snapshot()): RenderedView => renderView(<FullView />, state);
const textOf = (container: Element): string => container.textContent.replaceAll('\u00a0', ' ');

beforeEach(stubLayout);

describe('of a month', () => {
  /** `until`: moments of the store's clock. */
  async function monthTable(timeZone: string, from: string, until: string, now: string): Promise<string[]> {
    const [fromMs, toMs] = [Date.parse(from), Date.parse(until)];
    const state = snapshot({ timeZone, atMs: Date.parse(now) });
    const evenings = Math.floor((state.atMs - fromMs) / 86_400_000);
    const points = Array.from({ length: evenings }, (_, index) => ({
      ...{ atMs: fromMs + index * 86_400_000 + 20 * 3_600_000, fact: 1_000 * index, planNow: null },
    }));
    show({ ...state, month: { ...state.month, planAtMs: state.atMs, curve: { fromMs, toMs, points } } });
    fireEvent.click(screen.getByRole('button', { name: 'Месяц' }));
    const table = screen.getByRole('table', { name: 'Выручка по дням' });
    const said = (): string[] => within(table).getAllByRole('rowheader').map(textOf);
    // The chart follows the switch, once its script is there.
    await waitUntil(() => expect(said().join()).not.toContain(':'));
    return said();
  }

  const days = (last: number, month: string): string[] =>
    Array.from({ length: last }, (_, index) => `${index + 1} ${month}`);

  test.each([
    ['Asia/Yekaterinburg', '2026-11-01T00:00+05:00', '2026-12-01T00:00+05:00', 30, 'нояб.'],
    ['Europe/Kaliningrad', '2026-02-01T00:00+02:00', '2026-03-01T00:00+02:00', 28, 'февр.'],
    ['Europe/Berlin', '2026-10-01T00:00+02:00', '2026-11-01T00:00+01:00', 31, 'окт.'],
    ['Europe/Berlin', '2026-03-01T00:00+01:00', '2026-04-01T00:00+02:00', 31, 'мар.'],
  ])(
    'in %s the table from %s to %s has the days of that month alone',
    async (zone, from, until, last, month) => {
      const now = new Date(Date.parse(until) - 3 * 3_600_000).toISOString();
      // The last day has two rows: what was sold, and the forecast for its end.
      const [forecast, ...rest] = (await monthTable(zone, from, until, now)).toReversed();
      expect(rest.toReversed()).toEqual(days(last, month));
      expect(forecast).toBe(`${last} ${month}`);
    },
  );

  test('a figure of its very last moment is of its last day', async () => {
    const until = '2026-12-01T00:00+05:00';
    const table = await monthTable('Asia/Yekaterinburg', '2026-11-01T00:00+05:00', until, until);
    expect(table).toEqual(days(30, 'нояб.'));
  });
});

test('the legend names no plan where there is none, though HEADO gives one by now', () => {
  const { container } = show(withDay({ figures: [{ ...income, plan: null }] }));
  const legend = container.querySelector('figcaption')?.textContent ?? '';
  expect(legend).toContain('прогноз');
  expect(legend).not.toContain('план');
  cleanup();
  expect(show().container.querySelector('figcaption')?.textContent).toContain('план по часам');
});
