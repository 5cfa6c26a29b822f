/** Owns: the link's mark: ● ok, ◐ old figures, ○ no connection, ▲ a person is needed. Shape first, colour second. */
import type { ReactNode } from 'react';
import type { Link } from '../../src-main/contract/snapshot.ts';
import { useWords } from '../state/screen.tsx';
import css from './link-mark.module.css';

export function LinkMark({ link }: { readonly link: Link }): ReactNode {
  const words = useWords();
  return (
    <svg
      className={css['mark']}
      data-link={link}
      viewBox="0 0 12 12"
      role="img"
      aria-label={words.link[link]}
    >
      {shapeOf(link)}
    </svg>
  );
}

function shapeOf(link: Link): ReactNode {
  switch (link) {
    case 'ok':
      return <circle cx="6" cy="6" r="4.5" fill="currentColor" />;
    case 'stale':
      return (
        <>
          <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M6 1.5a4.5 4.5 0 0 0 0 9z" fill="currentColor" />
        </>
      );
    case 'offline':
      return <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />;
    case 'action':
      return <path d="M6 .5 12 11.5H0z" fill="currentColor" />;
  }
}
