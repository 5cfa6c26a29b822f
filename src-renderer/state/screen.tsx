/**
 * Owns: what every screen draws from: the newest snapshot, whether the agent is there, the bridge, and the words
 * and number forms that follow from the snapshot's look. Promises: a view is drawn only with a snapshot at hand.
 */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Bridge, ReportName } from '../../src-main/contract/bridge.ts';
import type { Snapshot } from '../../src-main/contract/snapshot.ts';
import type { Both, Locale } from '../text/both.ts';
import { createFormat, type Format } from '../text/format.ts';
import { widgetWords } from '../text/widget-words.ts';
import { useOverdueData, type Overdue } from './overdue.ts';
import type { Words } from '../text/words.ts';

export type AgentState = 'here' | 'lost' | 'notAllowed';

interface Screen {
  readonly bridge: Bridge;
  /** Null until the first one came. */
  readonly snapshot: Snapshot | null;
  readonly agent: AgentState;
  readonly locale: Locale;
  readonly format: Format;
  readonly overdue: Overdue;
}

const ScreenContext = createContext<Screen | null>(null);

export interface ScreenProviderProps {
  readonly bridge: Bridge;
  /** What came before anything was drawn; null: nothing. */
  readonly first?: Snapshot | null;
  readonly children: ReactNode;
}

export function ScreenProvider({ bridge, first = null, children }: ScreenProviderProps): ReactNode {
  const [snapshot, setSnapshot] = useState(first);
  const [agent, setAgent] = useState<AgentState>('here');
  useEffect(() => bridge.onSnapshot(setSnapshot), [bridge]);
  useEffect(() => bridge.onAgent(setAgent), [bridge]);

  const locale = snapshot?.look.locale ?? 'ru';
  const timeZone = snapshot?.timeZone ?? 'UTC';
  const format = useMemo(() => createFormat(locale, timeZone), [locale, timeZone]);
  const { figures, sellers, rating } = useOverdueData(snapshot);
  const overdue = useMemo(() => ({ figures, sellers, rating }), [figures, sellers, rating]);
  const screen = useMemo(
    () => ({ bridge, snapshot, agent, locale, format, overdue }),
    [bridge, snapshot, agent, locale, format, overdue],
  );
  return <ScreenContext value={screen}>{children}</ScreenContext>;
}

/** For the frame around the views; a view takes `useSnapshot`. */
export function useScreen(): Screen {
  const screen = useContext(ScreenContext);
  if (screen === null) throw new Error('a screen stands inside its ScreenProvider');
  return screen;
}

export function useSnapshot(): Snapshot {
  const { snapshot } = useScreen();
  if (snapshot === null) throw new Error('a view is drawn only with a snapshot at hand');
  return snapshot;
}

export function useBridge(): Bridge {
  return useScreen().bridge;
}

export function useAgent(): AgentState {
  return useScreen().agent;
}

export function useFormat(): Format {
  return useScreen().format;
}

/** The words of the widget; a view that is loaded later has its own (`useWordsOf`). */
export function useWords(): Words {
  return useWordsOf(widgetWords);
}

export function useWordsOf<T>(words: Both<T>): T {
  return words[useScreen().locale];
}

/** Tells the agent what this view draws, again whenever it is hidden or seen. `reports`: a constant, not a new list. */
export function useShown(reports: readonly ReportName[]): void {
  const bridge = useBridge();
  useEffect(() => {
    const tell = (): void => bridge.show({ visible: document.visibilityState === 'visible', reports });
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [bridge, reports]);
}
