/** Owns: the panel's line of help: what is left, what the next receipt needs; or the badge of a reached plan. */
import type { ReactNode } from 'react';
import { useMoments } from '../state/moments.tsx';
import { useSnapshot } from '../state/screen.tsx';
import { Badge } from './badge.tsx';
import { HintText, LeftText, useHints } from './help-text.tsx';
import css from './panel.module.css';
import { mainFigure } from './pick-figures.ts';

export function PanelHint(): ReactNode {
  const { figures } = useSnapshot().day;
  const { achievement } = useMoments();
  const main = mainFigure(figures);
  const [hint] = useHints();
  return (
    <div className={css['hint']}>
      {achievement !== null && <Badge achievement={achievement} />}
      {achievement === null && main !== null && <LeftText figure={main} />}
      {hint !== undefined && <HintText hint={hint} />}
    </div>
  );
}
