import { cleanup, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { ViewGuard } from '../../../src-renderer/app-view-guard.tsx';
import { testBridge } from '../support/bridge.ts';
import { renderApp, SIZES } from '../support/render.tsx';
import { snapshot } from '../support/snapshots.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function Broken(): ReactNode {
  throw new Error('the view could not be loaded');
}

it.each([
  ['ru', 'Экран не открылся.', 'Через 10 секунд он откроется заново. Чеки это не задерживает.'],
  ['en', 'This screen did not open.', 'It opens anew in 10 seconds. Receipts are not held up by this.'],
])(
  'a view that cannot be drawn says so at once in %s, without any of what it stood on',
  (lang, title, todo) => {
    vi.useFakeTimers();
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    document.documentElement.lang = lang;
    render(
      <ViewGuard reload={vi.fn()}>
        <Broken />
      </ViewGuard>,
    );
    expect(screen.getByRole('heading').textContent).toBe(title);
    expect(screen.getByRole('alert').textContent).toBe(title + todo);
    cleanup();
    document.documentElement.lang = 'ru';
  },
);

it('a fault outside of the views is told too', () => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  renderApp(testBridge(snapshot({ timeZone: 'Nowhere/Land' })), SIZES.card);
  expect(screen.getByRole('heading').textContent).toBe('Экран не открылся.');
});

it('a view that cannot be drawn starts the page anew after ten seconds, once', () => {
  vi.useFakeTimers();
  // React tells the console of what it caught.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const reload = vi.fn();
  render(
    <ViewGuard reload={reload}>
      <Broken />
    </ViewGuard>,
  );
  vi.advanceTimersByTime(9_999);
  expect(reload).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(reload).toHaveBeenCalledTimes(1);
});
