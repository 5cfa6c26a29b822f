/** Owns: the views that are loaded when they are opened: the first script stays within its 90 kB. */
import { lazy } from 'react';

export const FullView = lazy(async () => ({ default: (await import('./full/full-view.tsx')).FullView }));
export const ServiceView = lazy(async () => ({
  default: (await import('./service/service-view.tsx')).ServiceView,
}));
export const SetupView = lazy(async () => ({ default: (await import('./setup/setup-view.tsx')).SetupView }));
