/**
 * Owns: the colours of this window: the settings' choice, else the desktop's; on the strip dark, which glares less
 * beside a POS (widget: rules).
 */
import { useSyncExternalStore } from 'react';
import type { Look } from '../../src-main/contract/snapshot.ts';
import type { ViewName } from './views.ts';

export type Theme = 'light' | 'dark';

const LIGHT = '(prefers-color-scheme: light)';

export function chooseTheme(theme: Look['theme'], view: ViewName, desktopIsLight: boolean): Theme {
  if (theme !== 'auto') return theme;
  return view !== 'strip' && desktopIsLight ? 'light' : 'dark';
}

export function useTheme(theme: Look['theme'], view: ViewName): Theme {
  const desktopIsLight = useSyncExternalStore(listen, () => window.matchMedia(LIGHT).matches);
  return chooseTheme(theme, view, desktopIsLight);
}

function listen(onChange: () => void): () => void {
  const query = window.matchMedia(LIGHT);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
