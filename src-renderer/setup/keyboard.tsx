/**
 * Owns: the keyboard on the screen. Promises: its keys never take the focus from the field that is being written.
 */
import { useState, type ReactNode } from 'react';
import { useWordsOf } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import { setupWords } from '../text/words-setup.ts';
import { LAYER_NAMES, LAYER_SIGNS, LAYERS, type Layer } from './keyboard-layout.ts';
import css from './keyboard.module.css';
import type { Keystroke } from './typing.ts';

export interface KeyboardProps {
  readonly onStroke: (stroke: Keystroke) => void;
  readonly onHide: () => void;
}

export function Keyboard({ onStroke, onHide }: KeyboardProps): ReactNode {
  const words = useWordsOf(setupWords).keyboard;
  const [layer, setLayer] = useState<Layer>('latin');
  const [isUpper, setIsUpper] = useState(false);
  const type = (text: string): void => {
    onStroke({ kind: 'text', text });
    setIsUpper(false);
  };
  return (
    <section className={css['keyboard']} aria-label={words.title}>
      {LAYERS[layer].map((row) => (
        <div key={row} className={css['row']}>
          {Array.from(row, (sign) => {
            const text = isUpper ? sign.toUpperCase() : sign;
            return (
              <Button key={sign} className={css['key']} onPress={() => type(text)}>
                {text}
              </Button>
            );
          })}
        </div>
      ))}
      <div className={css['row']}>
        <Button
          className={css['key']}
          label={words.shift}
          pressed={isUpper}
          onPress={() => setIsUpper(!isUpper)}
        >
          ⇧
        </Button>
        {LAYER_NAMES.filter((name) => name !== layer).map((name) => (
          <Button key={name} className={css['key']} onPress={() => setLayer(name)}>
            {LAYER_SIGNS[name]}
          </Button>
        ))}
        <Button className={css['space']} label={words.space} onPress={() => type(' ')}>
          ␣
        </Button>
        <Button className={css['key']} label={words.erase} onPress={() => onStroke({ kind: 'erase' })}>
          ⌫
        </Button>
        <Button className={css['key']} label={words.hide} onPress={onHide}>
          ⌄
        </Button>
      </div>
    </section>
  );
}
