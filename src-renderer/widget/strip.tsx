/**
 * Owns: the strip beside the POS, 64 px high: the income against its plan, what is left, two more figures, the place
 * among the stores, the age. Promises: takes no keyboard; tapped anywhere it opens the panel; what does not fit is
 * dropped from the right; trouble takes the place of the lesser figures, never of the income.
 */
import { useState, type ReactNode } from 'react';
import { useNavigation } from '../state/navigation.tsx';
import { useShown, useSnapshot, useWords } from '../state/screen.tsx';
import { useIdle } from '../state/idle.ts';
import { keepFocus } from '../style/button.tsx';
import hidden from '../style/hidden.module.css';
import { LinkMark } from '../style/link-mark.tsx';
import { Menu, MenuButton } from './menu.tsx';
import { orderFigures } from './pick-figures.ts';
import { ownPlace } from './rating.ts';
import { stripColumns } from './strip-columns.ts';
import { NoFigures } from './skeleton.tsx';
import { StripAge, StripFigure, StripLeft, StripMain, StripRating, StripTrouble } from './strip-cells.tsx';
import css from './strip.module.css';
import { useStatus } from './use-status.ts';

const WITHOUT_RATING = ['metrics'] as const;
const WITH_RATING = ['metrics', 'bytradepoints'] as const;

export function Strip(): ReactNode {
  const words = useWords();
  const { day, look } = useSnapshot();
  const { size, open } = useNavigation();
  const { link, trouble } = useStatus();
  const [menuOpen, setMenuOpen] = useState(false);
  const idle = useIdle(look.idleFadeMs) && link === 'ok';
  const columns = stripColumns(size.width);
  useShown(columns.rating ? WITH_RATING : WITHOUT_RATING);

  if (menuOpen) return <Menu shape="row" onClose={() => setMenuOpen(false)} />;

  const [main, ...others] = orderFigures(day.figures);
  const place = columns.rating ? ownPlace(day) : null;
  return (
    <main className={css['strip']} data-idle={idle}>
      <h1 className={hidden['hidden']}>{words.heading.strip}</h1>
      <button
        type="button"
        className={css['cover']}
        aria-label={words.openDetails}
        onMouseDown={keepFocus}
        onClick={() => open('panel')}
      />
      <div className={css['mark']}>
        <LinkMark link={link} />
      </div>
      {main === undefined ? <NoFigures state={day.state} column={false} /> : <StripMain figure={main} />}
      {main !== undefined && <StripLeft figure={main} />}
      {trouble === null ? (
        others.slice(0, columns.others).map((figure) => <StripFigure key={figure.id} figure={figure} />)
      ) : (
        <StripTrouble trouble={trouble} narrow={columns.others < 2} />
      )}
      {trouble === null && place !== null && <StripRating place={place} />}
      <StripAge />
      <MenuButton className={css['menu']} onPress={() => setMenuOpen(true)} />
    </main>
  );
}
