import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { ViewGuard } from '../../../src-renderer/app-view-guard.tsx';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function Broken(): ReactNode {
  throw new Error('the view could not be loaded');
}

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
