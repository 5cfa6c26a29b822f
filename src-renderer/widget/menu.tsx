/**
 * Owns: the menu of the widget: the figures, the service view with what waits there, the other theme. A row in place
 * of the strip, a list over the other sizes. Promises: takes no keyboard; a change that needs the PIN goes by the
 * service view.
 */
import type { ReactNode } from 'react';
import { useNavigation } from '../state/navigation.tsx';
import { useBridge, useSnapshot, useWords } from '../state/screen.tsx';
import { useTheme } from '../state/theme.ts';
import { Button } from '../style/button.tsx';
import css from './menu.module.css';

export interface MenuProps {
  readonly shape: 'row' | 'list';
  readonly onClose: () => void;
}

export function Menu({ shape, onClose }: MenuProps): ReactNode {
  const { menu, close, back: backWord } = useWords();
  const bridge = useBridge();
  const { queue, look } = useSnapshot();
  const { view, open, back } = useNavigation();
  const other = useTheme(look.theme, view) === 'dark' ? 'light' : 'dark';
  const go = (act: () => void) => (): void => {
    onClose();
    act();
  };
  const changeTheme = async (): Promise<void> => {
    const answer = await bridge.request('changeLook', { theme: other });
    if (!answer.ok && answer.refusal.reason === 'locked') open('service');
  };
  return (
    <main className={css[shape]}>
      <h1 className={css['title']}>{menu.title}</h1>
      {back !== null && <Item text={backWord} onPress={go(back)} />}
      <Item text={menu.figures} onPress={go(() => open('full'))} />
      <Item
        text={menu.service}
        note={queue.quarantined > 0 ? menu.quarantined(queue.quarantined) : ''}
        onPress={go(() => open('service'))}
      />
      <Item text={menu.themes[other]} onPress={go(() => void changeTheme())} />
      <Button kind="bare" className={css['close']} label={close} onPress={onClose}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="m5 5 14 14M19 5 5 19" />
        </svg>
      </Button>
    </main>
  );
}

interface ItemProps {
  readonly text: string;
  readonly note?: string;
  readonly onPress: () => void;
}

function Item({ text, note = '', onPress }: ItemProps): ReactNode {
  return (
    <Button kind="bare" className={css['item']} onPress={onPress}>
      {text}
      {note !== '' && <span className={css['note']}>{note}</span>}
    </Button>
  );
}

export interface MenuButtonProps {
  readonly className?: string | undefined;
  readonly onPress: () => void;
}

/** ⋮, with a dot while something waits in quarantine. */
export function MenuButton({ className = '', onPress }: MenuButtonProps): ReactNode {
  const { menu } = useWords();
  const { quarantined } = useSnapshot().queue;
  const label = quarantined > 0 ? `${menu.title}, ${menu.quarantined(quarantined)}` : menu.title;
  return (
    <Button kind="bare" className={`${css['open'] ?? ''} ${className}`} label={label} onPress={onPress}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="5" r="2" />
        <circle cx="12" cy="12" r="2" />
        <circle cx="12" cy="19" r="2" />
        {quarantined > 0 && <path className={css['dot']} d="m19 2 4 7h-8z" />}
      </svg>
    </Button>
  );
}
