/** Owns: the top of the wizard: which step this is, and the buttons to go on. On top, where no keyboard covers them. */
import type { ReactNode } from 'react';
import { useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import { setupWords } from '../text/words-setup.ts';
import css from './setup-steps.module.css';
import { STEPS } from './steps.ts';
import type { Setup } from './use-setup.ts';

export interface SetupHeaderProps {
  readonly setup: Setup;
  readonly onClose: (() => void) | null;
  /** Told before every move. */
  readonly onMove: () => void;
}

export function SetupHeader({ setup, onClose, onMove }: SetupHeaderProps): ReactNode {
  const words = useWordsOf(setupWords);
  const { step } = setup;
  const move = (go: () => void) => (): void => {
    onMove();
    go();
  };
  return (
    <header className={css['header']}>
      <div className={css['titles']}>
        <p className={css['number']}>
          {words.title}. {words.step(STEPS.indexOf(step) + 1, STEPS.length)}
        </p>
        <h1 className={css['title']}>{words.steps[step]}</h1>
      </div>
      {step !== 'done' && onClose !== null && (
        <Button kind="bare" onPress={onClose}>
          {words.close}
        </Button>
      )}
      {step !== 'server' && step !== 'done' && <Button onPress={move(setup.previous)}>{words.back}</Button>}
      {step !== 'test' && step !== 'done' && (
        <Button className={css['next']} onPress={move(setup.next)}>
          {words.next}
        </Button>
      )}
    </header>
  );
}
