/** Owns: a choice of one among a few, each a button that can be touched. */
import { useId, type ReactNode } from 'react';
import { Button } from '../style/button.tsx';
import css from './choice.module.css';

export interface ChoiceProps<T> {
  readonly label: string;
  readonly about?: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly disabled: boolean;
  readonly onChoose: (value: T) => void;
}

export function Choice<T extends string | number | boolean>(props: ChoiceProps<T>): ReactNode {
  const id = useId();
  return (
    <div className={css['choice']} role="group" aria-labelledby={id}>
      <div className={css['words']}>
        <p id={id}>{props.label}</p>
        {props.about !== undefined && <p className={css['about']}>{props.about}</p>}
      </div>
      <div className={css['options']}>
        {props.options.map(({ value, text }) => (
          <Button
            key={String(value)}
            className={css['option']}
            pressed={value === props.value}
            disabled={props.disabled}
            onPress={() => props.onChoose(value)}
          >
            {text}
          </Button>
        ))}
      </div>
    </div>
  );
}
