/**
 * Owns: the tab of stores: the own store with its neighbours first, the whole list on scroll, the own store always
 * in sight.
 */
import { useDeferredValue, useLayoutEffect, useRef, type ReactNode } from 'react';
import type { Period, Rating } from '../../src-main/contract/figures.ts';
import { useFormat, useSnapshot, useWordsOf } from '../state/screen.tsx';
import { fullWords } from '../text/words-full.ts';
import { RatingRowView } from './rating-row.tsx';
import css from './rating.module.css';
import { ScrollBox } from './scroll-box.tsx';
import { Skeleton } from './skeleton.tsx';
import table from './table.module.css';

export function RatingTab({ period }: { readonly period: Period }): ReactNode {
  const words = useWordsOf(fullWords);
  const { rating, ratingState } = period;
  if (rating !== null && rating.rows.length > 0) return <Stores key={period.type} rating={rating} />;
  // Nobody asked before this tab was opened: `none` is a moment before `loading`.
  if (ratingState === 'loading' || (ratingState === 'none' && rating === null)) {
    return <Skeleton label={words.loading} awaited="rating" />;
  }
  return (
    <p className={css['sentence']}>
      {ratingState === 'unavailable' ? words.rating.unavailable : words.rating.none}
    </p>
  );
}

function Stores({ rating: newest }: { readonly rating: Rating }): ReactNode {
  // Hundreds of rows are drawn in slices, after what is nearer to the cashier.
  const rating = useDeferredValue(newest);
  const words = useWordsOf(fullWords);
  const format = useFormat();
  const { look } = useSnapshot();
  const boxRef = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (boxRef.current !== null) showNeighbours(boxRef.current);
  }, []);
  // HEADO does not say what stores are ranked by: where money is hidden only percentages are sure to be none.
  const withValue = !look.hideMoney || rating.form.kind === 'percent';
  return (
    <div className={css['stores']}>
      {rating.byFact && <p className={css['sentence']}>{words.rating.byFact}</p>}
      {isOwnUnknown(rating) && <p className={css['sentence']}>{words.rating.ownUnknown}</p>}
      <ScrollBox label={words.tabs.rating} boxRef={boxRef}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col" className={table['place']}>
                {words.rating.place}
              </th>
              <th scope="col" className={css['moved']}>
                {words.rating.moved}
              </th>
              <th scope="col">{words.rating.store}</th>
              {withValue && (
                <th scope="col" className={table['number']}>
                  {words.rating.value}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rating.rows.map((row) => (
              <RatingRowView
                key={row.id}
                row={row}
                form={rating.form}
                withValue={withValue}
                format={format}
                words={words.rating}
              />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </div>
  );
}

/** A store that is ours may stand in the list without a place. */
function isOwnUnknown({ ownPlace, rows }: Rating): boolean {
  return ownPlace === null && !rows.some(({ own, place }) => own && place === null);
}

/** Scrolls so that the own store stands in the middle, between its neighbours. */
function showNeighbours(box: HTMLElement): void {
  const rows = [...box.querySelectorAll('tbody tr')];
  const index = rows.findIndex((row) => row.getAttribute('data-own') === 'true');
  const rowHeight = rows[0]?.getBoundingClientRect().height ?? 0;
  // Not the own row's place: that one is pinned.
  if (index >= 0) box.scrollTop = (index + 0.5) * rowHeight - (box.clientHeight - rowHeight) / 2;
}
