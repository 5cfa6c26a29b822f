/** Owns: one store's row of the rating. Promises: it is drawn anew only when something in it changed, as a seller's. */
import { memo, type ReactNode } from 'react';
import type { NumberForm, RatingRow } from '../../src-main/contract/figures.ts';
import hidden from '../style/hidden.module.css';
import type { Format } from '../text/format.ts';
import type { FullWords } from '../text/words-full.ts';
import css from './rating.module.css';
import table from './table.module.css';

export interface RatingRowProps {
  readonly row: RatingRow;
  readonly form: NumberForm;
  readonly withValue: boolean;
  readonly format: Format;
  readonly words: FullWords['rating'];
}

function RatingRowPlain({ row, form, withValue, format, words }: RatingRowProps): ReactNode {
  return (
    <tr data-own={row.own}>
      <td className={table['place']}>{row.place === null ? '—' : format.count(row.place)}</td>
      <td className={css['moved']}>
        <Moved places={row.moved} format={format} words={words} />
      </td>
      <th scope="row">
        <bdi className={table['name']}>{row.name}</bdi>
        {row.own && <span className={table['own']}>{words.own}</span>}
      </th>
      {withValue && (
        <td className={row.fact === null ? table['absent'] : table['number']}>
          {row.fact === null ? words.noValue : format.number(row.fact, form)}
        </td>
      )}
    </tr>
  );
}

export const RatingRowView = memo(
  RatingRowPlain,
  (before, after) =>
    before.format === after.format &&
    before.withValue === after.withValue &&
    isSameFlat(before.row, after.row) &&
    isSameFlat(before.form, after.form),
);

/** Every snapshot is made anew, and a rating may have hundreds of rows: field by field, not as text. */
function isSameFlat<T extends object>(before: T, after: T): boolean {
  const values = Object.values(after);
  return before === after || Object.values(before).every((value, index) => value === values[index]);
}

const SIGNS = { up: 'M0 10 5 1l5 9z', down: 'M0 1h10l-5 9z' } as const;

interface MovedProps extends Pick<RatingRowProps, 'format' | 'words'> {
  readonly places: number | null;
}

/** Places won or lost since the morning; nothing where no earlier place is known. */
function Moved({ places, format, words }: MovedProps): ReactNode {
  if (places === null) return null;
  if (places === 0) {
    return (
      <>
        <span aria-hidden="true">—</span>
        <span className={hidden['hidden']}>{words.same}</span>
      </>
    );
  }
  const way = places > 0 ? 'up' : 'down';
  const text = format.count(Math.abs(places));
  return (
    <span className={css['way']} data-way={way}>
      <svg viewBox="0 0 10 11" aria-hidden="true">
        <path d={SIGNS[way]} />
      </svg>
      <span aria-hidden="true">{text}</span>
      <span className={hidden['hidden']}>{words[way](text)}</span>
    </span>
  );
}
