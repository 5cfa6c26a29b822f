/** Owns: the views that are loaded when they are opened: the first script stays within its 90 kB. */
import { createElement, lazy, useState, type ReactNode } from 'react';
import type { ViewName } from './state/views.ts';

type View = () => ReactNode;
interface Loaded {
  readonly default: View;
}

/** The full view, once its script is here. */
let full: View | undefined;

async function loadFull(): Promise<Loaded> {
  const { FullView: view } = await import('./full/full-view.tsx');
  full = view;
  return { default: view };
}

const FullViewLater = lazy(loadFull);
export const ServiceView = lazy(async () => ({
  default: (await import('./service/service-view.tsx')).ServiceView,
}));
export const SetupView = lazy(async () => ({ default: (await import('./setup/setup-view.tsx')).SetupView }));

/** Loads the view before anything is drawn. Never rejects: a failure is told where the view is. */
export async function loadAhead(view: ViewName): Promise<void> {
  if (view === 'full') await loadFull().catch(() => undefined);
}

/** Whether the view is drawn without a wait. */
export function isLoaded(view: ViewName): boolean {
  return view !== 'full' || full !== undefined;
}

/** Drawn at once where its script is here: what is lazy waits a turn all the same. */
export function FullView(): ReactNode {
  const [view] = useState(() => full ?? FullViewLater);
  return createElement(view);
}
