/** A first run in the hands of a test: the agent's answers, taps, what is typed, and time. */
import { act, fireEvent, screen } from '@testing-library/react';
import { expect, vi } from 'vitest';
import type { Answer, RequestName, Requests } from '../../../src-main/contract/bridge.ts';
import type { SetupState } from '../../../src-main/contract/service.ts';
import { SERVICE_IDLE_MS } from '../../../src-renderer/service/gate.tsx';
import { SetupView } from '../../../src-renderer/setup/setup-view.tsx';
import { testBridge, type TestBridge } from '../support/bridge.ts';
import { renderView, type RenderedView } from '../support/render.tsx';
import { allStates } from '../support/snapshots.ts';

export type Handlers = { [N in RequestName]?: (argument: Requests[N]['in']) => Answer<Requests[N]['out']> };

export const ok = <T,>(value: T): Answer<T> => ({ ok: true, value });

export const fresh: SetupState = {
  hasKey: false,
  hasPin: false,
  baseUrl: 'https://api.heado.ru',
  timeZone: 'Asia/Yekaterinburg',
  timeZones: ['Europe/Moscow', 'Asia/Yekaterinburg', 'Asia/Omsk'],
  folder: '/var/spool/heado-till',
  storeExtId: '',
  cashboxExtId: '',
  canSave: true,
  canSendTest: false,
};

export const works: Handlers = {
  unlock: () => ok({ openForMs: SERVICE_IDLE_MS }),
  lock: () => ok({}),
  setupState: () => ok(fresh),
  testConnection: () => ok({ ok: true, storeName: 'Тюмень, 50 лет ВЛКСМ, 63' }),
  saveSetup: () => ok({ ok: true }),
};

export const wait = (ms: number): Promise<void> =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });

export async function show(handlers: Handlers = works): Promise<RenderedView> {
  const view = renderView(<SetupView />, allStates.firstRun, testBridge(allStates.firstRun, handlers));
  await wait(0);
  return view;
}

export const press = async (name: string | RegExp): Promise<void> => {
  fireEvent.click(screen.getByRole('button', { name }));
  await wait(0);
};
export const field = (name: string): HTMLInputElement =>
  screen.getByRole<HTMLInputElement>('textbox', { name });
export const write = (name: string, value: string): void => {
  fireEvent.change(field(name), { target: { value } });
};
export const title = (): string | null => screen.getByRole('heading', { level: 1 }).textContent;
export const asked = (bridge: TestBridge, name: RequestName): unknown[] =>
  bridge.asked.filter((request) => request.name === name).map(({ argument }) => argument);

export async function goTo(step: string): Promise<void> {
  for (let steps = 0; steps < 5 && title() !== step; steps += 1) await press('Дальше');
  expect(title()).toBe(step);
}
