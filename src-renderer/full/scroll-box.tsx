/** Owns: an area that scrolls by touch, wheel and keys; a region of its own for screen readers. */
import type { ReactNode, Ref } from 'react';
import css from './scroll-box.module.css';

export interface ScrollBoxProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly boxRef?: Ref<HTMLDivElement>;
}

export function ScrollBox({ label, children, boxRef }: ScrollBoxProps): ReactNode {
  return (
    <div ref={boxRef} className={css['box']} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
