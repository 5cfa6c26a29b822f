/**
 * Owns: the button of all screens. Promises: a tap never takes the keyboard from a field elsewhere (rule 1 of the
 * widget); the tab key still reaches it.
 */
import type { MouseEvent, ReactNode } from 'react';
import css from './button.module.css';

export interface ButtonProps {
  readonly onPress: () => void;
  readonly children: ReactNode;
  /** Where the content is a sign only. */
  readonly label?: string;
  readonly kind?: 'framed' | 'bare';
  readonly className?: string | undefined;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
}

export function Button(props: ButtonProps): ReactNode {
  const look = [css['button'], props.kind === 'bare' ? css['bare'] : '', props.className ?? ''];
  return (
    <button
      type="button"
      className={look.join(' ').trim()}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      disabled={props.disabled}
      onMouseDown={keepFocus}
      onClick={props.onPress}
    >
      {props.children}
    </button>
  );
}

/** The browser moves focus on mouse down; without that default the keyboard stays where it is. */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
