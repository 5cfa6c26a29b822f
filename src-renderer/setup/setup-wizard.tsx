/** Owns: the wizard's beginning: what is set already. Refuses to know: the key, which never comes back. */
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { Answer, Refusal } from '../../src-main/contract/bridge.ts';
import type { SetupState } from '../../src-main/contract/service.ts';
import { useAsk } from '../service/gate.tsx';
import { RefusalNote } from '../service/refusal-note.tsx';
import { useWordsOf } from '../state/screen.tsx';
import { setupWords } from '../text/words-setup.ts';
import css from '../service/gate.module.css';
import { SetupSteps } from './setup-steps.tsx';

export interface SetupWizardProps {
  /** Null: there is nothing to go back to. */
  readonly onClose: (() => void) | null;
  readonly onDone: () => void;
}

export function SetupWizard({ onClose, onDone }: SetupWizardProps): ReactNode {
  const words = useWordsOf(setupWords);
  const ask = useAsk();
  const [state, setState] = useState<SetupState | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const take = useCallback((answer: Answer<SetupState>): void => {
    if (answer.ok) setState(answer.value);
    setRefusal(answer.ok ? null : answer.refusal);
  }, []);
  useEffect(() => {
    void ask('setupState', {}).then(take);
  }, [ask, take]);
  if (state !== null) return <SetupSteps state={state} onClose={onClose} onDone={onDone} />;
  return (
    <main className={css['waiting']}>
      <h1 className={css['title']}>{words.title}</h1>
      {refusal === null ? (
        words.loading
      ) : (
        <RefusalNote
          refusal={refusal}
          onAgain={() => void ask('setupState', {}).then(take)}
          {...(onClose === null ? {} : { onLeave: onClose })}
        />
      )}
    </main>
  );
}
