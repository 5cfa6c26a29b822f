/** Owns: a sentence in place of a whole view: what is the matter and what to do; with one button where one helps. */
import type { ReactNode } from 'react';
import type { Link } from '../../src-main/contract/snapshot.ts';
import { Button } from '../style/button.tsx';
import { LinkMark } from '../style/link-mark.tsx';
import css from './message.module.css';

export interface MessageProps {
  readonly link: Link;
  readonly title: string;
  readonly todo: string;
  readonly button?: { readonly text: string; readonly onPress: () => void };
}

export function Message({ link, title, todo, button }: MessageProps): ReactNode {
  return (
    <main className={css['message']}>
      <LinkMark link={link} />
      <div className={css['words']}>
        <h1 className={css['title']}>{title}</h1>
        <p className={css['todo']}>{todo}</p>
      </div>
      {button !== undefined && <Button onPress={button.onPress}>{button.text}</Button>}
    </main>
  );
}
