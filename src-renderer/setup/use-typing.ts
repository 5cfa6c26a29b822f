/**
 * Owns: which field is written by the on-screen keyboard, and where its caret stands. Promises: the field that a
 * person tapped, at the place that was tapped; nothing here moves the focus.
 */
import { useLayoutEffect, useRef, useState, type SyntheticEvent } from 'react';
import { typeInto, type Keystroke } from './typing.ts';

export interface Writing {
  /** For every text field: told when a person goes into it. */
  readonly onFocus: (event: SyntheticEvent<HTMLInputElement>) => void;
  readonly onStroke: (stroke: Keystroke) => void;
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** `write`: takes the new text of the field with this name. */
export function useTyping(write: (field: string, text: string) => void): Writing {
  const fieldRef = useRef<HTMLInputElement | null>(null);
  const [field, setField] = useState<string | null>(null);
  const [caret, setCaret] = useState<{ readonly at: number } | null>(null);
  useLayoutEffect(() => {
    if (caret !== null) fieldRef.current?.setSelectionRange(caret.at, caret.at);
  }, [caret]);
  // The keyboard has just come and covers the lower half.
  useLayoutEffect(() => {
    if (field !== null) fieldRef.current?.scrollIntoView({ block: 'nearest' });
  }, [field]);
  return {
    isOpen: field !== null,
    onFocus: (event) => {
      fieldRef.current = event.currentTarget;
      setField(event.currentTarget.name);
    },
    onStroke: (stroke) => {
      const input = fieldRef.current;
      if (input?.isConnected !== true) return;
      const end = input.value.length;
      const typed = typeInto(input.value, input.selectionStart ?? end, input.selectionEnd ?? end, stroke);
      write(input.name, typed.text);
      setCaret({ at: typed.caret });
    },
    close: () => setField(null),
  };
}
