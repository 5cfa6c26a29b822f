/** Owns: the head of a sellers' column: its name, and by a tap the order of the rows. A second tap gives it back. */
import type { ReactNode } from 'react';
import { useWordsOf } from '../state/screen.tsx';
import { keepFocus } from '../style/button.tsx';
import { fullWords } from '../text/words-full.ts';
import type { SellerColumn } from './seller-row.tsx';
import css from './sellers.module.css';
import table from './table.module.css';

export interface SellerHeadProps {
  readonly column: SellerColumn;
  readonly isSorting: boolean;
  readonly isSortable: boolean;
  readonly onPress: () => void;
}

export function SellerHead({ column, isSorting, isSortable, onPress }: SellerHeadProps): ReactNode {
  const words = useWordsOf(fullWords).sellers;
  const { name, masked } = column;
  const text = <bdi className={table['name']}>{masked ? words.ofPlan(name) : name}</bdi>;
  return (
    <th scope="col" className={table['number']} aria-sort={isSorting ? 'descending' : undefined}>
      {isSortable ? (
        <button type="button" className={css['head']} onMouseDown={keepFocus} onClick={onPress}>
          {text}
          <svg viewBox="0 0 10 6" aria-hidden="true" data-on={isSorting}>
            <path d="M1 1l4 4 4-4" />
          </svg>
        </button>
      ) : (
        text
      )}
    </th>
  );
}
