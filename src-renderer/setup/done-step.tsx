/** Owns: the end of the wizard; a test receipt only where nobody counts it (decisions 35). */
import { useState, type ReactNode } from 'react';
import type { Refusal } from '../../src-main/contract/bridge.ts';
import { useAsk } from '../service/gate.tsx';
import { RefusalNote } from '../service/refusal-note.tsx';
import { useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import { setupWords } from '../text/words-setup.ts';
import css from './setup-steps.module.css';

export interface DoneStepProps {
  readonly canSendTest: boolean;
  readonly onDone: () => void;
}

export function DoneStep({ canSendTest, onDone }: DoneStepProps): ReactNode {
  const words = useWordsOf(setupWords).done;
  const ask = useAsk();
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask('sendTestReceipt', {});
    setSent(answer.ok ? answer.value.label : null);
    setRefusal(answer.ok ? null : answer.refusal);
    setBusy(false);
  };
  return (
    <>
      <p className={css['result']}>{words.title}</p>
      <p>{words.about}</p>
      {sent !== null && (
        <p role="status">
          {words.sent} <bdi>{sent}</bdi>
        </p>
      )}
      {refusal !== null && <RefusalNote refusal={refusal} />}
      <div className={css['actions']}>
        {canSendTest && (
          <Button disabled={busy} onPress={() => void send()}>
            {words.sendTest}
          </Button>
        )}
        <Button className={css['next']} onPress={onDone}>
          {words.finish}
        </Button>
      </div>
    </>
  );
}
