/** Owns: the views that are loaded when they are opened: the first script stays within its 90 kB. */
import { lazy, type ReactNode } from 'react';
import type { ViewName } from './state/views.ts';

const loadFull = async (): Promise<{ default: () => ReactNode }> => ({
  default: (await import('./full/full-view.tsx')).FullView,
});
export const FullView = lazy(loadFull);
export const ServiceView = lazy(async () => ({
  default: (await import('./service/service-view.tsx')).ServiceView,
}));
export const SetupView = lazy(async () => ({ default: (await import('./setup/setup-view.tsx')).SetupView }));

/** Begins to load the view before anything is drawn; a failure is told where the view is. */
export function loadAhead(view: ViewName): void {
  if (view === 'full') loadFull().catch(() => undefined);
}
