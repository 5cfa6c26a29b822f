/** A visit to the service view in the hands of a test: the agent's answers, taps, and time. */
import { act, fireEvent, screen } from '@testing-library/react';
import { vi } from 'vitest';
import type { Answer, Refusal, RequestName, Requests } from '../../../src-main/contract/bridge.ts';
import { SERVICE_IDLE_MS } from '../../../src-renderer/service/gate.tsx';
import { ServiceView } from '../../../src-renderer/service/service-view.tsx';
import { testBridge, type TestBridge } from '../support/bridge.ts';
import { renderView, type RenderedView } from '../support/render.tsx';
import { snapshot } from '../support/snapshots.ts';
import { busyState } from './support.ts';

export type Handlers = { [N in RequestName]?: (argument: Requests[N]['in']) => Answer<Requests[N]['out']> };

export const ok = <T,>(value: T): Answer<T> => ({ ok: true, value });
export const no = (refusal: Refusal): Answer<never> => ({ ok: false, refusal });
export const locked = (retryInMs: number): Answer<never> => no({ reason: 'locked', retryInMs });

export const openDoor: Handlers = {
  unlock: () => ok({ openForMs: SERVICE_IDLE_MS }),
  lock: () => ok({}),
  serviceState: () => ok(busyState),
};
export const withPin: Handlers = {
  ...openDoor,
  unlock: ({ pin }) => (pin === '4321' ? ok({ openForMs: SERVICE_IDLE_MS }) : locked(pin === '' ? 0 : 5_000)),
};

/** Everything that was asked has its answer on the screen. */
export const wait = (ms: number): Promise<void> =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
export const settle = (): Promise<void> => wait(0);

export async function show(handlers: Handlers = openDoor): Promise<RenderedView> {
  const view = renderView(<ServiceView />, snapshot(), testBridge(snapshot(), handlers));
  await settle();
  return view;
}

export const press = async (name: string): Promise<void> => {
  fireEvent.click(screen.getByRole('button', { name }));
  await settle();
};
export const type = async (pin: string): Promise<void> => {
  for (const digit of Array.from(pin)) await press(digit);
};
export const asked = (bridge: TestBridge, name: RequestName): unknown[] =>
  bridge.asked.filter((request) => request.name === name).map(({ argument }) => argument);
export const section = (name: string | RegExp): HTMLElement => screen.getByRole('region', { name });
