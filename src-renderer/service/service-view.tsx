/**
 * Owns: the service view: behind its PIN the state of the agent, the look of the screen and the wizard. Promises:
 * closes after a minute without a hand on it.
 */
import { useState, type ReactNode } from 'react';
import { useNavigation } from '../state/navigation.tsx';
import { useShown, useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import { SetupWizard } from '../setup/setup-wizard.tsx';
import { serviceWords } from '../text/words-service.ts';
import { Gate, SERVICE_IDLE_MS } from './gate.tsx';
import { LookSettings } from './look-settings.tsx';
import css from './service-view.module.css';
import { ServiceSections } from './service-sections.tsx';

const NO_REPORTS = [] as const;

type Page = 'state' | 'look' | 'setup';

export function ServiceView(): ReactNode {
  const { back, open } = useNavigation();
  useShown(NO_REPORTS);
  const leave = back ?? (() => open('full'));
  return (
    <Gate idleMs={SERVICE_IDLE_MS} onLeave={leave}>
      <Pages onLeave={leave} />
    </Gate>
  );
}

function Pages({ onLeave }: { readonly onLeave: () => void }): ReactNode {
  const words = useWordsOf(serviceWords);
  const [page, setPage] = useState<Page>('state');
  if (page === 'setup') return <SetupWizard onClose={() => setPage('state')} onDone={onLeave} />;
  return (
    <div className={css['view']}>
      <header className={css['header']}>
        <h1 className={css['title']}>{page === 'state' ? words.title : words.settings}</h1>
        {page === 'state' ? (
          <>
            <Button onPress={() => setPage('look')}>{words.settings}</Button>
            <Button onPress={() => setPage('setup')}>{words.setup}</Button>
          </>
        ) : (
          <Button onPress={() => setPage('state')}>{words.back}</Button>
        )}
        <Button onPress={onLeave}>{words.close}</Button>
      </header>
      <main className={css['main']}>{page === 'state' ? <ServiceSections /> : <LookSettings />}</main>
    </div>
  );
}
