import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SERVICE_IDLE_MS } from '../../../src-renderer/service/gate.tsx';
import { SERVICE_REFRESH_MS } from '../../../src-renderer/service/use-service-state.ts';
import { stubLayout } from '../full/support.ts';
import { busyState } from './support.ts';
import { asked, locked, no, ok, openDoor, press, show, type, wait, withPin } from './visit.tsx';

beforeEach(() => {
  vi.useFakeTimers();
  stubLayout();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the PIN', () => {
  test('is not asked for where none is set', async () => {
    await show();
    expect(screen.getByRole('heading', { name: 'Сервис' })).toBeTruthy();
  });

  test('opens the view; no digit is shown', async () => {
    const { bridge, container } = await show(withPin);
    await type('4321');
    expect(container.querySelector('p')?.textContent).not.toContain('4321');
    await press('Открыть');
    expect(asked(bridge, 'unlock').at(-1)).toEqual({ pin: '4321' });
    expect(screen.getByRole('heading', { name: 'Сервис' })).toBeTruthy();
  });

  test('nothing of the service is asked for before it is open', async () => {
    const { bridge } = await show(withPin);
    await wait(3 * SERVICE_REFRESH_MS);
    expect(asked(bridge, 'serviceState')).toEqual([]);
  });

  test('a wrong one is told, with the time to wait, and nothing is sent meanwhile', async () => {
    const { bridge } = await show(withPin);
    await type('1111');
    await press('Открыть');
    expect(screen.getByRole('alert').textContent).toBe('PIN не подошёл.');
    expect(screen.getByText('Следующая попытка через 5 с.')).toBeTruthy();
    await wait(2_000);
    expect(screen.getByText('Следующая попытка через 3 с.')).toBeTruthy();
    await type('4321');
    await press('Открыть');
    expect(asked(bridge, 'unlock')).toHaveLength(2);
    await wait(3_000);
    await press('Открыть');
    expect(screen.getByRole('heading', { name: 'Сервис' })).toBeTruthy();
  });

  test('the second wrong one is waited for as long as the first', async () => {
    await show(withPin);
    for (const attempt of ['1111', '2222']) {
      await type(attempt);
      await press('Открыть');
      expect(screen.getByText('Следующая попытка через 5 с.')).toBeTruthy();
      await wait(5_000);
    }
  });

  test('digits can be erased', async () => {
    const { bridge } = await show(withPin);
    await type('49');
    await press('Стереть');
    await type('321');
    await press('Открыть');
    expect(asked(bridge, 'unlock').at(-1)).toEqual({ pin: '4321' });
  });

  test('an agent that cannot be reached is told, and asked again by a tap', async () => {
    let isThere = false;
    await show({
      ...openDoor,
      unlock: () => (isThere ? ok({ openForMs: 1 }) : no({ reason: 'unreachable' })),
    });
    expect(screen.getByRole('alert').textContent).toContain('Агент не отвечает.');
    isThere = true;
    await press('Повторить');
    expect(screen.getByRole('heading', { name: 'Сервис' })).toBeTruthy();
  });
});

describe('the end of a visit', () => {
  test('comes by itself after a minute without a hand on it', async () => {
    const { bridge } = await show(withPin);
    await type('4321');
    await press('Открыть');
    await wait(SERVICE_IDLE_MS - 1_000);
    fireEvent.pointerDown(window);
    await wait(SERVICE_IDLE_MS - 1_000);
    expect(asked(bridge, 'lock')).toEqual([]);
    await wait(1_000);
    expect(asked(bridge, 'lock')).toHaveLength(1);
    expect(screen.getByRole('heading', { name: 'Введите PIN' })).toBeTruthy();
  });

  test('closes the door at the agent when the view is left', async () => {
    const { bridge, unmount } = await show();
    unmount();
    expect(asked(bridge, 'lock')).toHaveLength(1);
  });

  test('a door that the agent closed asks for the PIN again, and reads nothing more', async () => {
    let isOpen = true;
    const { bridge } = await show({
      ...withPin,
      unlock: ({ pin }) => (pin === '4321' ? ok({ openForMs: 1 }) : locked(0)),
      serviceState: () => (isOpen ? ok(busyState) : locked(0)),
    });
    await type('4321');
    await press('Открыть');
    isOpen = false;
    await wait(SERVICE_REFRESH_MS);
    expect(screen.getByRole('heading', { name: 'Введите PIN' })).toBeTruthy();
    const before = asked(bridge, 'serviceState').length;
    await wait(3 * SERVICE_REFRESH_MS);
    expect(asked(bridge, 'serviceState')).toHaveLength(before);
  });
});
