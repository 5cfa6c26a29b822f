/**
 * Owns: the keypad for the PIN. Promises: works by touch alone, takes no keyboard, shows no digit; while the agent
 * wants to be waited for, nothing is sent.
 */
import { useEffect, useState, type ReactNode } from 'react';
import { useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import hidden from '../style/hidden.module.css';
import { serviceWords } from '../text/words-service.ts';
import { afterKey, PIN_ROWS, type PinKey } from './pin.ts';
import css from './pin-pad.module.css';

/** Why the pad is shown; a new object for every refusal. */
export interface Closed {
  readonly wrong: boolean;
  /** No attempt before this time is over. */
  readonly waitMs: number;
}

export interface PinPadProps {
  readonly closed: Closed;
  readonly onEnter: (pin: string) => Promise<void>;
  readonly onLeave: () => void;
}

export function PinPad({ closed, onEnter, onLeave }: PinPadProps): ReactNode {
  const words = useWordsOf(serviceWords);
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const waitSeconds = useCountdown(closed);
  const enter = async (): Promise<void> => {
    setBusy(true);
    setPin('');
    await onEnter(pin);
    setBusy(false);
  };
  const key = (name: PinKey, label?: string): ReactNode => (
    <Button
      key={name}
      className={css['key']}
      {...(label === undefined ? {} : { label })}
      onPress={() => setPin((digits) => afterKey(digits, name))}
    >
      {name === 'erase' ? '⌫' : name}
    </Button>
  );
  return (
    <main className={css['pad']}>
      <div className={css['said']}>
        <h1 className={css['title']}>{words.pin.title}</h1>
        <p className={css['digits']}>
          <span aria-hidden="true">{'●'.repeat(pin.length)}</span>
          <span className={hidden['hidden']}>{words.pin.typed(pin.length)}</span>
        </p>
        <p role="alert">{closed.wrong && pin === '' && !busy ? words.pin.wrong : ''}</p>
        <p className={css['wait']}>{waitSeconds > 0 ? words.pin.wait(waitSeconds) : ''}</p>
        <Button onPress={onLeave}>{words.close}</Button>
      </div>
      <div className={css['keys']}>
        {PIN_ROWS.flat().map((digit) => key(digit))}
        {key('erase', words.pin.erase)}
        {key('0')}
        <Button
          className={css['key']}
          disabled={busy || pin === '' || waitSeconds > 0}
          onPress={() => void enter()}
        >
          {words.pin.enter}
        </Button>
      </div>
    </main>
  );
}

const SECOND_MS = 1_000;

/** Whole seconds that are still to be waited. */
function useCountdown(closed: Closed): number {
  const [count, setCount] = useState({ of: closed, leftMs: closed.waitMs });
  if (count.of !== closed) setCount({ of: closed, leftMs: closed.waitMs });
  useEffect(() => {
    const next = (): void =>
      setCount((now) => (now.leftMs <= 0 ? now : { ...now, leftMs: now.leftMs - SECOND_MS }));
    const timer = setInterval(next, SECOND_MS);
    return () => clearInterval(timer);
  }, [closed]);
  return Math.max(0, Math.ceil(count.leftMs / SECOND_MS));
}
