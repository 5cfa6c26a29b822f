/**
 * Owns: what stands in the place of figures before the first ones: grey bars, no zeros, nothing that turns; and the
 * words where it is known that none will come.
 */
import type { ReactNode } from 'react';
import type { Period } from '../../src-main/contract/figures.ts';
import { useNavigation } from '../state/navigation.tsx';
import { useWords } from '../state/screen.tsx';
import hidden from '../style/hidden.module.css';
import css from './skeleton.module.css';

/** Before the first snapshot. */
export function Skeleton(): ReactNode {
  const words = useWords();
  const { view } = useNavigation();
  return (
    <main className={css['whole']} aria-busy="true">
      <h1 className={hidden['hidden']}>{words.loading}</h1>
      <Bars column={view !== 'strip'} />
    </main>
  );
}

export interface NoFiguresProps {
  readonly state: Period['state'];
  readonly column: boolean;
}

/** In a view whose report has not come, or came without figures. */
export function NoFigures({ state, column }: NoFiguresProps): ReactNode {
  const words = useWords();
  if (state === 'ready' || state === 'unavailable') return <p className={css['none']}>{words.noData}</p>;
  return (
    <>
      <p className={hidden['hidden']}>{words.loading}</p>
      <Bars column={column} />
    </>
  );
}

function Bars({ column }: { readonly column: boolean }): ReactNode {
  return (
    <div className={css['bars']} data-column={column}>
      <div className={css['bar']} />
      <div className={css['bar']} />
      <div className={css['bar']} />
    </div>
  );
}
