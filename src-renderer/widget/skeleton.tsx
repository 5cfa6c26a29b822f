/**
 * Owns: what stands in the place of figures before the first ones: grey bars, no zeros, nothing that turns; and the
 * words where it is known that none will come, or where they do not come in time.
 */
import type { ReactNode } from 'react';
import type { Period } from '../../src-main/contract/figures.ts';
import { useNavigation } from '../state/navigation.tsx';
import { useScreen, useWords } from '../state/screen.tsx';
import hidden from '../style/hidden.module.css';
import css from './skeleton.module.css';
import { useNoDataText } from './use-no-data-text.ts';

/** Before the first snapshot, or before the view's script is there. */
export function Skeleton(): ReactNode {
  const words = useWords();
  const { view } = useNavigation();
  const { snapshot, overdue: all } = useScreen();
  const overdue = all.figures;
  const late = snapshot === null ? words.noDataYet(words.agent.silent) : words.loading;
  return (
    <main className={css['whole']} aria-busy="true">
      <h1 className={overdue ? css['none'] : hidden['hidden']}>{overdue ? late : words.loading}</h1>
      {!overdue && <Bars column={view !== 'strip'} />}
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
  const late = useNoDataText('figures');
  if (late !== null) return <p className={css['none']}>{late}</p>;
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
