/**
 * Owns: the tab of sellers: largest income first, or by the column that was tapped; the bars side by side in the table
 * itself, the own row always in sight.
 */
import { useMemo, useState, type ReactNode } from 'react';
import type { Period, SellersTable } from '../../src-main/contract/figures.ts';
import { useFormat, useSnapshot, useWordsOf } from '../state/screen.tsx';
import { isHidden } from '../text/hide-money.ts';
import { fullWords } from '../text/words-full.ts';
import css from './sellers.module.css';
import { ScrollBox } from './scroll-box.tsx';
import { columnsSeen, isSortable, sortRows } from './seller-cells.ts';
import { SellerHead } from './seller-head.tsx';
import { SellerRowView, type SellerColumn } from './seller-row.tsx';
import { tellApart } from './short-name.ts';
import { Skeleton } from './skeleton.tsx';
import table from './table.module.css';
import { useSame } from './use-same.ts';

export function SellersTab({ period }: { readonly period: Period }): ReactNode {
  const words = useWordsOf(fullWords);
  const { sellers, sellersState } = period;
  if (sellers !== null && sellers.rows.length > 0) return <Sellers sellers={sellers} />;
  if (sellersState === 'loading' || (sellersState === 'none' && sellers === null)) {
    return <Skeleton label={words.loading} awaited="sellers" />;
  }
  return (
    <p className={css['sentence']}>
      {sellersState === 'unavailable' ? words.sellers.unavailable : words.sellers.none}
    </p>
  );
}

function Sellers({ sellers }: { readonly sellers: SellersTable }): ReactNode {
  const words = useWordsOf(fullWords);
  const format = useFormat();
  const { look } = useSnapshot();
  const { hideMoney, hideOthersMoney } = look;
  const sight = useMemo(() => ({ hideMoney, hideOthersMoney }), [hideMoney, hideOthersMoney]);
  const columns = useSame(
    columnsSeen(sellers, sight).flatMap((index): SellerColumn[] => {
      const column = sellers.columns[index];
      return column === undefined ? [] : [{ ...column, index, masked: isHidden(column.form, sight) }];
    }),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const sorting = columns.find(({ id, form }) => id === chosen && isSortable(form, sight));
  const rows = sortRows(sellers.rows, sorting?.index ?? null, sorting?.masked === true);
  const names = tellApart(rows.map(({ name }) => name));
  const largest = Math.max(0, ...sellers.rows.map((row) => row.share ?? 0));
  return (
    <ScrollBox label={words.tabs.sellers}>
      <table className={`${table['table'] ?? ''} ${css['sortable'] ?? ''}`}>
        <thead>
          <tr>
            <th scope="col" className={table['place']}>
              {words.sellers.place}
            </th>
            <th scope="col" className={css['seller']}>
              {words.sellers.seller}
            </th>
            {largest > 0 && <th scope="col">{words.sellers.share}</th>}
            {columns.map((column) => (
              <SellerHead
                key={column.id}
                column={column}
                isSorting={column === sorting}
                isSortable={isSortable(column.form, sight)}
                onPress={() => setChosen(column === sorting ? null : column.id)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <SellerRowView
              key={row.id}
              row={row}
              name={names[index] ?? row.name}
              columns={columns}
              look={sight}
              largestShare={largest}
              format={format}
              words={words.sellers}
            />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
