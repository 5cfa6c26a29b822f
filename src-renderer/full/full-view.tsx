/**
 * Owns: the full view: its tabs, the switch between day and month, and what the agent is asked for meanwhile: the
 * stores only while their tab is open (widget: polling).
 */
import { useId, useState, type ReactNode } from 'react';
import type { ReportName } from '../../src-main/contract/bridge.ts';
import type { Period } from '../../src-main/contract/figures.ts';
import { useNavigation } from '../state/navigation.tsx';
import { useShown, useSnapshot, useWords, useWordsOf } from '../state/screen.tsx';
import { Button, keepFocus } from '../style/button.tsx';
import hidden from '../style/hidden.module.css';
import { fullWords } from '../text/words-full.ts';
import { FiguresTab } from './figures-tab.tsx';
import { Footer } from './footer.tsx';
import css from './full-view.module.css';
import { RatingTab } from './rating-tab.tsx';
import { SellersTab } from './sellers-tab.tsx';

const TABS = ['figures', 'sellers', 'rating'] as const;
type Tab = (typeof TABS)[number];
const PERIODS = ['day', 'month'] as const;

const REPORTS: Readonly<Record<Tab, readonly ReportName[]>> = {
  figures: ['metrics', 'bysellers'],
  sellers: ['metrics', 'bysellers'],
  rating: ['metrics', 'bysellers', 'bytradepoints'],
};

export function FullView(): ReactNode {
  const [tab, setTab] = useState<Tab>('figures');
  const [periodType, setPeriodType] = useState<Period['type']>('day');
  const snapshot = useSnapshot();
  const words = useWordsOf(fullWords);
  const id = useId();
  useShown(REPORTS[tab]);
  const period = snapshot[periodType];
  return (
    <div className={css['view']}>
      <header className={css['header']}>
        <BackButton />
        <div className={css['tabs']} role="tablist" aria-label={words.sections}>
          {TABS.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`${id}-${name}`}
              className={css['tab']}
              aria-selected={tab === name}
              aria-controls={`${id}-panel`}
              onMouseDown={keepFocus}
              onClick={() => setTab(name)}
            >
              {words.tabs[name]}
            </button>
          ))}
        </div>
        <div className={css['switch']} role="group" aria-label={words.period}>
          {PERIODS.map((name) => (
            <Button key={name} pressed={periodType === name} onPress={() => setPeriodType(name)}>
              {words.periods[name]}
            </Button>
          ))}
        </div>
      </header>
      <main className={css['main']}>
        <h1 className={hidden['hidden']}>{words.tabs[tab]}</h1>
        <div className={css['panel']} role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
          {tab === 'figures' && <FiguresTab period={period} />}
          {tab === 'sellers' && <SellersTab period={period} />}
          {tab === 'rating' && <RatingTab period={period} />}
        </div>
      </main>
      <Footer period={period} />
    </div>
  );
}

function BackButton(): ReactNode {
  const { back } = useNavigation();
  const words = useWords();
  if (back === null) return null;
  return (
    <Button className={css['back']} kind="bare" label={words.back} onPress={back}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M13 3 6 10l7 7" />
      </svg>
    </Button>
  );
}
