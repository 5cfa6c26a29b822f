/**
 * Owns: the view of this window: what its address or size says, until a person opens another one in its place.
 * Promises: there is always a way back to where the person came from.
 */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { viewOfAddress, viewOfSize, type ViewName, type WindowSize } from './views.ts';

export interface Navigation {
  readonly view: ViewName;
  readonly size: WindowSize;
  readonly open: (view: ViewName) => void;
  /** Null where the window's own view is shown. */
  readonly back: (() => void) | null;
}

const NavigationContext = createContext<Navigation | null>(null);

export function NavigationProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const size = useWindowSize();
  const [opened, setOpened] = useState<readonly ViewName[]>([]);
  const navigation = useMemo((): Navigation => {
    const home = homeView(size);
    return {
      view: opened.at(-1) ?? home,
      size,
      open: (view) =>
        setOpened((views) => (view === home ? [] : [...views.filter((each) => each !== view), view])),
      back: opened.length === 0 ? null : () => setOpened((views) => views.slice(0, -1)),
    };
  }, [size, opened]);
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (navigation === null) throw new Error('a screen stands inside its NavigationProvider');
  return navigation;
}

/** What this window is for, before anybody opened another view in it. */
export function homeView(size: WindowSize = sizeOfWindow()): ViewName {
  return viewOfAddress(window.location.search) ?? viewOfSize(size);
}

function useWindowSize(): WindowSize {
  const [size, setSize] = useState(sizeOfWindow);
  useEffect(() => {
    const measure = (): void => setSize(sizeOfWindow());
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return size;
}

function sizeOfWindow(): WindowSize {
  return { width: window.innerWidth, height: window.innerHeight };
}
