/** Owns: one text field of the wizard with its label, what to ask whom, and what is wrong with it. */
import { useId, useState, type ReactNode } from 'react';
import type { Told as Problem } from '../../src-main/contract/service.ts';
import { Told } from '../service/refusal-note.tsx';
import { useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import { setupWords, type SetupWords } from '../text/words-setup.ts';
import css from './field.module.css';
import type { Writing } from './use-typing.ts';

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly about: string;
  readonly value: string;
  readonly problems: readonly Pick<Problem, 'what' | 'todo'>[];
  /** Covered while it is typed, with a button to look at it. */
  readonly secret?: 'key' | 'pin' | null;
  readonly onChange: (text: string) => void;
  readonly onFocus: Writing['onFocus'];
}

export function Field({
  name,
  label,
  about,
  value,
  problems,
  secret = null,
  onChange,
  onFocus,
}: FieldProps): ReactNode {
  const words = useWordsOf(setupWords);
  const id = useId();
  const [isShown, setIsShown] = useState(false);
  return (
    <div className={css['field']}>
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-about`} className={css['about']}>
        {about}
      </p>
      <div className={css['line']}>
        {/* No password field: a browser would offer to keep the key. `inputMode`: the keyboard here is our own. */}
        <input
          id={id}
          name={name}
          className={css['input']}
          data-covered={secret !== null && !isShown}
          value={value}
          type="text"
          inputMode="none"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={problems.length > 0}
          aria-describedby={`${id}-about ${id}-problems`}
          onFocus={onFocus}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        {secret !== null && (
          <Button pressed={isShown} onPress={() => setIsShown(!isShown)}>
            {coverText(secret, isShown, words)}
          </Button>
        )}
      </div>
      <div id={`${id}-problems`}>
        {problems.map(({ what, todo }) => (
          <Told key={what} what={what} todo={todo} />
        ))}
      </div>
    </div>
  );
}

function coverText(secret: 'key' | 'pin', isShown: boolean, words: SetupWords): string {
  if (secret === 'pin') return isShown ? words.hidePin : words.showPin;
  return isShown ? words.hideKey : words.showKey;
}
