/**
 * Owns: the card, 320 × 240: one figure, the one furthest behind its plan until a person picks another by arrow or
 * swipe. Promises: never turns the page by itself; takes no keyboard.
 */
import { useState, type ReactNode } from 'react';
import type { Figure } from '../../src-main/contract/figures.ts';
import { useMoments } from '../state/moments.tsx';
import { useShown, useSnapshot, useWords } from '../state/screen.tsx';
import { Bar } from '../style/bar.tsx';
import { Button } from '../style/button.tsx';
import { PaceMark } from '../style/pace-mark.tsx';
import hidden from '../style/hidden.module.css';
import { Age } from './age.tsx';
import { Badge } from './badge.tsx';
import css from './card.module.css';
import { HintFor, LeftText } from './help-text.tsx';
import { Menu, MenuButton } from './menu.tsx';
import { worstFigure } from './pick-figures.ts';
import { NoFigures } from './skeleton.tsx';
import type { Trouble } from './status.ts';
import { useFigureText } from './use-figure-text.ts';
import { usePlanBy } from './use-plan-by.ts';
import { useStatus } from './use-status.ts';
import { useSwipe } from './use-swipe.ts';
import { Value } from './value.tsx';

const REPORTS = ['metrics'] as const;

export function Card(): ReactNode {
  const words = useWords();
  const { figures } = useSnapshot().day;
  const [pinned, setPinned] = useState<string | null>(null);
  const [menuOpen, setMenuOpen] = useState(false);
  const { achievement } = useMoments();
  const achieved = figures.find(({ name }) => name === achievement?.name);
  const figure = figures.find(({ id }) => id === pinned) ?? achieved ?? worstFigure(figures);
  const turn = (step: 1 | -1): void => {
    const place = figures.findIndex(({ id }) => id === figure?.id);
    setPinned(figures.at((place + step) % figures.length)?.id ?? null);
  };
  const swipe = useSwipe(turn);
  useShown(REPORTS);

  if (menuOpen) return <Menu shape="list" onClose={() => setMenuOpen(false)} />;
  return (
    <main className={css['card']} {...swipe}>
      <MenuButton className={css['menu']} onPress={() => setMenuOpen(true)} />
      {figure === null ? <CardWithout /> : <CardFigure figure={figure} />}
      <div className={css['foot']}>
        {figures.length > 1 && (
          <Arrow label={words.card.previous} path="m15 5-7 7 7 7" onPress={() => turn(-1)} />
        )}
        <Age />
        {figures.length > 1 && <Arrow label={words.card.next} path="m9 5 7 7-7 7" onPress={() => turn(1)} />}
      </div>
    </main>
  );
}

function CardWithout(): ReactNode {
  const words = useWords();
  const { state } = useSnapshot().day;
  const { trouble } = useStatus();
  return (
    <>
      <h1 className={hidden['hidden']}>{words.heading.card}</h1>
      {trouble === null ? <NoFigures state={state} column /> : <CardTrouble trouble={trouble} />}
    </>
  );
}

function CardTrouble({ trouble }: { readonly trouble: Trouble }): ReactNode {
  return (
    <p className={css['trouble']} title={`${trouble.what} ${trouble.todo}`}>
      <strong>{trouble.what}</strong> {trouble.todo}
    </p>
  );
}

function CardFigure({ figure }: { readonly figure: Figure }): ReactNode {
  const { achievement } = useMoments();
  const { trouble } = useStatus();
  return (
    <>
      <div className={css['head']}>
        <h1 className={css['name']}>
          <bdi>{figure.name}</bdi>
        </h1>
        <PaceMark figure={figure} />
      </div>
      <div className={css['value']}>
        <Value figure={figure} room={11} roomSmall={14} />
      </div>
      <div className={css['bar']}>
        <Bar figure={figure} sweep={achievement?.name === figure.name} />
      </div>
      {trouble !== null ? (
        <CardTrouble trouble={trouble} />
      ) : achievement !== null ? (
        <div className={css['lines']}>
          <Badge achievement={achievement} />
        </div>
      ) : (
        <CardLines figure={figure} />
      )}
    </>
  );
}

function CardLines({ figure }: { readonly figure: Figure }): ReactNode {
  return (
    <div className={css['lines']}>
      <p>
        <CardPlan figure={figure} />
      </p>
      <p>{figure.adds ? <LeftText figure={figure} /> : <HintFor figure={figure} />}</p>
    </div>
  );
}

function CardPlan({ figure }: { readonly figure: Figure }): ReactNode {
  const planBy = usePlanBy(useSnapshot().day, figure);
  const { noPlan } = useFigureText(figure);
  if (planBy === null) return noPlan;
  return (
    <>
      {planBy.label} <strong>{planBy.amount}</strong>
    </>
  );
}

interface ArrowProps {
  readonly label: string;
  readonly path: string;
  readonly onPress: () => void;
}

function Arrow({ label, path, onPress }: ArrowProps): ReactNode {
  return (
    <Button kind="bare" className={css['arrow']} label={label} onPress={onPress}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={path} />
      </svg>
    </Button>
  );
}
