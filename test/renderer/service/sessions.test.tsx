import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SessionRow } from '../../../src-main/contract/service.ts';
import { SERVICE_REFRESH_MS } from '../../../src-renderer/service/use-service-state.ts';
import { stubLayout } from '../full/support.ts';
import { MINUTE_MS, NOW_MS } from '../support/figures.ts';
import { emptyState } from './support.ts';
import { asked, no, ok, openDoor, press, section, show, wait, type Handlers } from './visit.tsx';

beforeEach(() => {
  vi.useFakeTimers();
  stubLayout();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const own: SessionRow = {
  sinceMs: NOW_MS - 60 * MINUTE_MS,
  seenMs: NOW_MS,
  browser: 'Chrome 140',
  isOpen: true,
  isOwn: true,
};
const old: SessionRow = { sinceMs: null, seenMs: null, browser: '', isOpen: false, isOwn: false };

function withSessions(rows: SessionRow[]): Handlers {
  return {
    ...openDoor,
    serviceState: () => ok({ ...emptyState }),
    sessions: () => ok({ rows: [...rows] }),
    endSessions: () => ok({ ended: rows.splice(1).length }),
  };
}

test('open screens are listed, this one by name, and read again with the rest', async () => {
  const rows = [own];
  await show(withSessions(rows));
  expect(section('Открытые экраны 1').textContent).toContain('Chrome 140, этот экран');
  expect(section('Открытые экраны 1').textContent).toContain('сейчас');
  expect(screen.queryByRole('button', { name: 'Завершить остальные' })).toBeNull();
  rows.push(old);
  await wait(SERVICE_REFRESH_MS);
  expect(section('Открытые экраны 2').textContent).toContain('неизвестный');
});

test('the others are ended by a second tap, and how many is told', async () => {
  const { bridge } = await show(withSessions([own, old, old]));
  await press('Завершить остальные');
  await press('Оставить');
  expect(asked(bridge, 'endSessions')).toEqual([]);
  await press('Завершить остальные');
  await press('Да, завершить');
  expect(asked(bridge, 'endSessions')).toEqual([{}]);
  expect(screen.getByRole('status').textContent).toContain('Завершено: 2.');
  expect(section('Открытые экраны 1')).toBeTruthy();
});

test('nothing is drawn where this window is the only one, and a refusal is told', async () => {
  await show(withSessions([]));
  expect(screen.queryByRole('region', { name: /Открытые экраны/ })).toBeNull();
  cleanup();
  await show({ ...withSessions([own, old]), endSessions: () => no({ reason: 'unreachable' }) });
  await press('Завершить остальные');
  await press('Да, завершить');
  expect(screen.getByRole('alert').textContent).toContain('Агент не отвечает.');
});

test('a service view without a PIN says so, one with a PIN does not', async () => {
  await show({ ...openDoor, serviceState: () => ok({ ...emptyState, hasPin: false }) });
  expect(screen.getByRole('main').textContent).toContain('PIN сервиса не задан.');
  cleanup();
  await show({ ...openDoor, serviceState: () => ok(emptyState) });
  expect(screen.getByRole('main').textContent).not.toContain('PIN сервиса не задан.');
});
