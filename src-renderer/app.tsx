/**
 * Owns: what stands in this window: the view of its address, size or choice, the card of a closed shift over the
 * widget, the set-up where nothing is set up yet, grey bars before the first snapshot. Promises: figures stay when
 * the agent is lost; the heavy views are loaded when they are opened.
 */
import { Suspense, useDeferredValue, useEffect, type ReactNode } from 'react';
import { LiveRegion } from './app-live-region.tsx';
import { ViewGuard } from './app-view-guard.tsx';
import { FullView, isLoaded, ServiceView, SetupView } from './app-views.ts';
import { MomentsProvider, useMoments } from './state/moments.tsx';
import { NavigationProvider, useNavigation } from './state/navigation.tsx';
import { ScreenProvider, useScreen, useShown, useWords, type ScreenProviderProps } from './state/screen.tsx';
import { useTheme } from './state/theme.ts';
import { Card } from './widget/card.tsx';
import { Message } from './widget/message.tsx';
import { Panel } from './widget/panel.tsx';
import { ShiftCard } from './widget/shift-card.tsx';
import { Skeleton } from './widget/skeleton.tsx';
import { Strip } from './widget/strip.tsx';

type AppProps = Pick<ScreenProviderProps, 'bridge' | 'first'>;

export function App({ bridge, first }: AppProps): ReactNode {
  return (
    <ViewGuard reload={reload}>
      <ScreenProvider bridge={bridge} {...(first && { first })}>
        <NavigationProvider>
          <MomentsProvider>
            <Frame />
          </MomentsProvider>
        </NavigationProvider>
      </ScreenProvider>
    </ViewGuard>
  );
}

function Frame(): ReactNode {
  const { snapshot, locale } = useScreen();
  const { view } = useNavigation();
  const theme = useTheme(snapshot?.look.theme ?? 'auto', view);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.lang = locale;
  }, [theme, locale]);
  // Until the script of the full view is there too, the grey bars of before the first snapshot stay. The fallback
  // would be the same bars, which React then keeps for 300 ms at least.
  const isThere = useDeferredValue(snapshot !== null);
  return (
    <>
      <Suspense fallback={<Skeleton />}>
        {snapshot === null || (!isThere && !isLoaded(view)) ? (
          <BeforeFirst />
        ) : (
          <ViewGuard key={view} reload={reload}>
            {view === 'setup' || snapshot.stage === 'setup' ? <SetUp /> : <Working />}
          </ViewGuard>
        )}
      </Suspense>
      {snapshot !== null && <LiveRegion />}
    </>
  );
}

function BeforeFirst(): ReactNode {
  const words = useWords();
  const { agent } = useScreen();
  useShown(METRICS);
  switch (agent) {
    case 'here':
      return <Skeleton />;
    case 'lost':
      return <Message link="offline" title={words.agent.lost} todo={words.receiptsWaitInFolder} />;
    case 'notAllowed':
      return <Message link="action" title={words.agent.notAllowed} todo={words.agent.notAllowedTodo} />;
  }
}

const reload = (): void => window.location.reload();

/** What every view shows; asked for before it is known which one stands here. */
const METRICS = ['metrics'] as const;
const NOTHING = [] as const;

/** A strip or card is no place for a form: it says what to do and leads there. */
function SetUp(): ReactNode {
  const words = useWords();
  const { view, open } = useNavigation();
  if (view !== 'strip' && view !== 'card') return <SetupView />;
  return <SetUpFirst title={words.setup.title} onOpen={() => open('setup')} />;
}

function SetUpFirst({ title, onOpen }: { readonly title: string; readonly onOpen: () => void }): ReactNode {
  const words = useWords();
  useShown(NOTHING);
  return (
    <Message
      link="action"
      title={title}
      todo={words.setup.todo}
      button={{ text: words.setup.open, onPress: onOpen }}
    />
  );
}

function Working(): ReactNode {
  const { view, size } = useNavigation();
  const { shiftCard } = useMoments();
  switch (view) {
    case 'strip':
      if (shiftCard === null) return <Strip />;
      return <ShiftCard shift={shiftCard} shape={size.width < 1_000 ? 'shortRow' : 'row'} />;
    case 'card':
      return shiftCard === null ? <Card /> : <ShiftCard shift={shiftCard} shape="small" />;
    case 'panel':
      if (shiftCard === null) return <Panel />;
      return <ShiftCard shift={shiftCard} shape={size.height < 400 ? 'small' : 'large'} />;
    case 'full':
      return shiftCard === null ? <FullView /> : <ShiftCard shift={shiftCard} shape="large" />;
    case 'service':
      return <ServiceView />;
    case 'setup':
      return <SetupView />;
  }
}
