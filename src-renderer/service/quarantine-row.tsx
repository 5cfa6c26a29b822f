/**
 * Owns: one thing in quarantine. Promises: discarding takes a second tap, and a double tap on the first button keeps
 * it: the second button stands elsewhere.
 */
import { useState, type ReactNode } from 'react';
import type { QuarantineItem } from '../../src-main/contract/service.ts';
import { useFormat, useSnapshot, useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import { serviceWords } from '../text/words-service.ts';
import css from './quarantine.module.css';
import { Told } from './refusal-note.tsx';

export interface QuarantineRowProps {
  readonly item: QuarantineItem;
  readonly busy: boolean;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
}

export function QuarantineRow({ item, busy, onRetry, onDiscard }: QuarantineRowProps): ReactNode {
  const words = useWordsOf(serviceWords).quarantine;
  const format = useFormat();
  const { atMs } = useSnapshot();
  return (
    <li className={css['item']}>
      <div className={css['words']}>
        <p className={css['label']}>
          <bdi>
            {words.kinds[item.kind]} {item.label}
          </bdi>
          <span className={css['moment']}> {format.moment(item.atMs, atMs)}</span>
        </p>
        <Told what={item.problem.what} todo={item.problem.todo} />
        {item.excerpt !== '' && <Excerpt text={item.excerpt} />}
      </div>
      <Actions canRetry={item.canRetry} busy={busy} onRetry={onRetry} onDiscard={onDiscard} />
    </li>
  );
}

function Excerpt({ text }: { readonly text: string }): ReactNode {
  const words = useWordsOf(serviceWords).quarantine;
  const [isShown, setIsShown] = useState(false);
  return (
    <>
      <Button kind="bare" className={css['toggle']} expanded={isShown} onPress={() => setIsShown(!isShown)}>
        {words.excerpt}
      </Button>
      {isShown && <pre className={css['excerpt']}>{text}</pre>}
    </>
  );
}

type ActionsProps = Omit<QuarantineRowProps, 'item'> & { readonly canRetry: boolean };

function Actions({ canRetry, busy, onRetry, onDiscard }: ActionsProps): ReactNode {
  const words = useWordsOf(serviceWords).quarantine;
  const [isAsking, setIsAsking] = useState(false);
  if (isAsking) {
    return (
      <div className={css['actions']}>
        <Button disabled={busy} onPress={onDiscard}>
          {words.sure}
        </Button>
        <Button onPress={() => setIsAsking(false)}>{words.keep}</Button>
      </div>
    );
  }
  return (
    <div className={css['actions']}>
      {canRetry && (
        <Button disabled={busy} onPress={onRetry}>
          {words.retry}
        </Button>
      )}
      <Button disabled={busy} onPress={() => setIsAsking(true)}>
        {words.discard}
      </Button>
    </div>
  );
}
