/** Owns: the order of the sections: first what needs a person, last what support asks for. */
import type { ReactNode } from 'react';
import { useWordsOf } from '../state/screen.tsx';
import { serviceWords } from '../text/words-service.ts';
import { ErrorsSection, FoldersSection, FormatsSection, QueueSection, UnnamedSection } from './lists.tsx';
import { CountersSection, DiagnosticsSection, ProgramSection } from './program-sections.tsx';
import { QuarantineSection } from './quarantine-section.tsx';
import { RefusalNote, Told } from './refusal-note.tsx';
import css from './service-view.module.css';
import { SessionsSection } from './sessions-section.tsx';
import { useServiceState } from './use-service-state.ts';

export function ServiceSections(): ReactNode {
  const words = useWordsOf(serviceWords);
  const { state, refusal, refresh } = useServiceState();
  if (state === null) {
    return refusal === null ? (
      <p>{words.loading}</p>
    ) : (
      <RefusalNote refusal={refusal} onAgain={() => void refresh()} />
    );
  }
  return (
    <div className={css['sections']}>
      {refusal !== null && (
        <div className={css['wide']}>
          <RefusalNote refusal={refusal} />
        </div>
      )}
      {!state.hasPin && (
        <div className={css['wide']}>
          <Told {...words.noPin} />
        </div>
      )}
      <QuarantineSection state={state} refresh={refresh} />
      <QueueSection state={state} />
      <ErrorsSection state={state} />
      <FoldersSection state={state} />
      <FormatsSection state={state} />
      <ProgramSection state={state} />
      <CountersSection state={state} />
      <UnnamedSection state={state} />
      <SessionsSection state={state} />
      <DiagnosticsSection />
    </div>
  );
}
