/**
 * Owns: one seller's row. Promises: it is drawn anew only when something in it changed: there may be hundreds. That
 * is why words and number forms are handed in: whoever takes them from the screen is drawn with every snapshot.
 */
import { memo, type ReactNode } from 'react';
import type { SellerRow, SellersTable } from '../../src-main/contract/figures.ts';
import type { Look } from '../../src-main/contract/snapshot.ts';
import type { Format } from '../text/format.ts';
import type { FullWords } from '../text/words-full.ts';
import { writeCell, writePlan } from './seller-cells.ts';
import css from './sellers.module.css';
import table from './table.module.css';

export type SellerColumn = SellersTable['columns'][number] & {
  /** Its place in the cells of a row. */
  readonly index: number;
  readonly masked: boolean;
};

export interface SellerRowProps {
  readonly row: SellerRow;
  /** Short, where it tells this person from the others. */
  readonly name: string;
  /** The same list as long as nothing in it changed. */
  readonly columns: readonly SellerColumn[];
  readonly look: Pick<Look, 'hideMoney' | 'hideOthersMoney'>;
  /** The bar of the largest share fills its track; 0: no shares are known. */
  readonly largestShare: number;
  readonly format: Format;
  readonly words: FullWords['sellers'];
}

const DASH = '—';
/** Among hundreds of sellers whole percents would all be 0. */
const SMALL_SHARE = 0.1;

function SellerRowPlain({
  row,
  name,
  columns,
  look,
  largestShare,
  format,
  words,
}: SellerRowProps): ReactNode {
  return (
    <tr data-own={row.own}>
      <td className={table['place']}>{format.count(row.place)}</td>
      <th scope="row">
        <bdi className={table['name']}>{name}</bdi>
        {row.own && <span className={table['own']}>{words.own}</span>}
      </th>
      {largestShare > 0 && (
        <td>
          {row.share === null ? DASH : <Share share={row.share} largest={largestShare} format={format} />}
        </td>
      )}
      {columns.map((column) => {
        const cell = row.cells[column.index] ?? null;
        const sight = { form: column.form, own: row.own, look };
        const text = writeCell(cell, sight, format);
        const plan = writePlan(cell, sight, format);
        return (
          <td key={column.id} className={text === null ? table['absent'] : table['number']}>
            {text ?? DASH}
            {plan !== null && <span className={table['sub']}>{words.plan(plan)}</span>}
          </td>
        );
      })}
    </tr>
  );
}

export const SellerRowView = memo(SellerRowPlain, (before, after) => {
  const isSame = before.row === after.row || JSON.stringify(before.row) === JSON.stringify(after.row);
  const isSameTable =
    before.look === after.look &&
    before.name === after.name &&
    before.largestShare === after.largestShare &&
    before.format === after.format &&
    before.columns === after.columns;
  return isSame && isSameTable;
});

interface ShareProps extends Pick<SellerRowProps, 'format'> {
  readonly share: number;
  readonly largest: number;
}

function Share({ share, largest, format }: ShareProps): ReactNode {
  return (
    <span className={css['share']}>
      <svg className={css['bar']} aria-hidden="true">
        <rect width={`${((share / largest) * 100).toFixed(1)}%`} height="100%" rx="2" />
      </svg>
      <span className={css['percent']}>
        {format.number(share * 100, { kind: 'percent', decimals: share < SMALL_SHARE ? 1 : 0 })}
      </span>
    </span>
  );
}
