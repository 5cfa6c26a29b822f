/** Owns: what is shown when the agent could not do what was asked: what is wrong, what to do, and a way on. */
import type { ReactNode } from 'react';
import type { Refusal } from '../../src-main/contract/bridge.ts';
import { useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import { serviceWords } from '../text/words-service.ts';
import css from './note.module.css';
import { refusalText } from './refusal-text.ts';

export interface RefusalNoteProps {
  readonly refusal: Refusal;
  readonly onAgain?: () => void;
  readonly onLeave?: () => void;
}

export function RefusalNote({ refusal, onAgain, onLeave }: RefusalNoteProps): ReactNode {
  const words = useWordsOf(serviceWords);
  return (
    <div className={css['note']} role="alert">
      <Told {...refusalText(refusal, words)} />
      {onAgain !== undefined && <Button onPress={onAgain}>{words.again}</Button>}
      {onLeave !== undefined && <Button onPress={onLeave}>{words.close}</Button>}
    </div>
  );
}

/** What is wrong, and what to do about it. */
export function Told({ what, todo }: { readonly what: string; readonly todo: string }): ReactNode {
  return (
    <p className={css['told']}>
      <span className={css['sign']} aria-hidden="true">
        ▲
      </span>{' '}
      <bdi>{what}</bdi> <bdi className={css['todo']}>{todo}</bdi>
    </p>
  );
}
