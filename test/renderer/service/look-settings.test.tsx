import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Refusal } from '../../../src-main/contract/bridge.ts';
import { stubLayout } from '../full/support.ts';
import { snapshot } from '../support/snapshots.ts';
import { asked, no, ok, openDoor, press, settle, show } from './visit.tsx';

beforeEach(() => {
  vi.useFakeTimers();
  stubLayout();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the look of the screen', () => {
  test('a tap asks the agent for the change', async () => {
    const { bridge } = await show({ ...openDoor, changeLook: () => ok({}) });
    await press('Вид экрана');
    await press('Светлая');
    const hide = screen.getByRole('group', { name: 'Скрывать суммы' });
    fireEvent.click(within(hide).getByRole('button', { name: 'Да' }));
    await settle();
    expect(asked(bridge, 'changeLook')).toEqual([{ theme: 'light' }, { hideMoney: true }]);
  });

  test('shows what is set, not what was tapped', async () => {
    const { bridge } = await show({ ...openDoor, changeLook: () => ok({}) });
    await press('Вид экрана');
    await press('Светлая');
    expect(screen.getByRole('button', { name: 'Как в системе', pressed: true })).toBeTruthy();
    act(() => bridge.give(snapshot({ look: { ...snapshot().look, theme: 'light' } })));
    expect(screen.getByRole('button', { name: 'Светлая', pressed: true })).toBeTruthy();
  });

  test('tells why a change was refused', async () => {
    const refusal: Refusal = { reason: 'refused', what: 'Настройки заданы файлом.', todo: 'Измените его.' };
    await show({ ...openDoor, changeLook: () => no(refusal) });
    await press('Вид экрана');
    await press('English');
    expect(screen.getByRole('alert').textContent).toContain('Настройки заданы файлом. Измените его.');
  });
});
