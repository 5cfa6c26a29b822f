/**
 * Owns: the panel, 480 × 272 to 800 × 480: three or four figures with their plans, what the next receipt could do,
 * who is on shift, how old it all is. Trouble takes the hint's line, on the small panel the last row.
 */
import { useState, type ReactNode } from 'react';
import { useNavigation } from '../state/navigation.tsx';
import { useFormat, useShown, useSnapshot, useWords } from '../state/screen.tsx';
import { Button } from '../style/button.tsx';
import hidden from '../style/hidden.module.css';
import { Age } from './age.tsx';
import { Menu, MenuButton } from './menu.tsx';
import { PanelHint } from './panel-hint.tsx';
import { PanelRow } from './panel-row.tsx';
import css from './panel.module.css';
import { orderFigures } from './pick-figures.ts';
import { ownPlace } from './rating.ts';
import { NoFigures } from './skeleton.tsx';
import { useStatus } from './use-status.ts';

const REPORTS = ['metrics', 'bytradepoints'] as const;
const TALL_FROM = 400;
const WIDE_FROM = 640;

export function Panel(): ReactNode {
  const words = useWords();
  const { day } = useSnapshot();
  const { size, open, back } = useNavigation();
  const { trouble } = useStatus();
  const [menuOpen, setMenuOpen] = useState(false);
  useShown(REPORTS);

  if (menuOpen) return <Menu shape="list" onClose={() => setMenuOpen(false)} />;
  const tall = size.height >= TALL_FROM;
  const wide = size.width >= WIDE_FROM;
  const rows = tall ? 4 : trouble === null ? 3 : 2;
  return (
    <main className={css['panel']} data-wide={wide} data-tall={tall}>
      <h1 className={hidden['hidden']}>{words.heading.panel}</h1>
      {tall && <PanelHead />}
      <ul className={css['rows']}>
        {orderFigures(day.figures)
          .slice(0, rows)
          .map((figure) => (
            <PanelRow key={figure.id} figure={figure} wide={wide} />
          ))}
      </ul>
      {day.figures.length === 0 && <NoFigures state={day.state} column />}
      {trouble !== null ? (
        <p className={css['trouble']}>
          <strong>{trouble.what}</strong> {trouble.todo}
        </p>
      ) : (
        tall && <PanelHint />
      )}
      <footer className={css['foot']}>
        {back !== null && (
          <Button kind="bare" className={css['back']} label={words.back} onPress={back}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="m15 5-7 7 7 7" />
            </svg>
          </Button>
        )}
        <div className={css['facts']}>
          <Age />
          <PanelFacts wide={wide} />
        </div>
        <Button className={css['details']} onPress={() => open('full')}>
          {words.details}
        </Button>
        <MenuButton className={css['menu']} onPress={() => setMenuOpen(true)} />
      </footer>
    </main>
  );
}

function PanelHead(): ReactNode {
  const format = useFormat();
  const { storeName, atMs } = useSnapshot();
  return (
    <header className={css['head']}>
      <bdi className={css['store']}>{storeName}</bdi>
      <span>{format.longDate(atMs)}</span>
    </header>
  );
}

function PanelFacts({ wide }: { readonly wide: boolean }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const { seller, day } = useSnapshot();
  const place = ownPlace(day);
  return (
    <>
      {seller !== null && <bdi className={css['fact']}>{wide ? words.seller(seller) : seller}</bdi>}
      {wide && place !== null && (
        <span className={css['fact']}>
          {words.rating.place(format.count(place.place), format.count(place.stores))}
        </span>
      )}
    </>
  );
}
