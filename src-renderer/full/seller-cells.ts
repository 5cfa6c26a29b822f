/**
 * Owns: what of a seller's figures may be seen at a till that faces customers and colleagues (widget: hideMoney,
 * hideOthersMoney). Pure.
 */
import type { NumberForm, SellerFigure, SellersTable } from '../../src-main/contract/figures.ts';
import type { Look } from '../../src-main/contract/snapshot.ts';
import type { Format } from '../text/format.ts';
import { isHidden } from '../text/hide-money.ts';

export interface CellSight {
  readonly form: NumberForm;
  readonly own: boolean;
  readonly look: Pick<Look, 'hideMoney' | 'hideOthersMoney'>;
}

/** Places of the columns in which anything may be seen: what is hidden and has no plan takes no room. */
export function columnsSeen({ columns, rows }: SellersTable, look: CellSight['look']): number[] {
  const hasPlan = (index: number): boolean => rows.some(({ cells }) => (cells[index]?.plan ?? 0) > 0);
  return columns.flatMap((column, index) => (isHidden(column.form, look) && !hasPlan(index) ? [] : [index]));
}

/**
 * The cell as it is written; null: nothing known, or nothing to be seen. Where money is hidden it becomes a
 * percentage of its plan; of colleagues only percentages are seen.
 */
export function writeCell(cell: SellerFigure | null, sight: CellSight, format: Format): string | null {
  const { form, own, look } = sight;
  if (cell === null || cell.fact === null) return null;
  if (!own && look.hideOthersMoney && form.kind !== 'percent') return null;
  if (!isHidden(form, look)) return format.number(cell.fact, form);
  return cell.plan !== null && cell.plan > 0 ? format.percent(cell.fact / cell.plan) : null;
}

/** The plan beside the cell, where the server gives one and both may be seen. */
export function writePlan(cell: SellerFigure | null, sight: CellSight, format: Format): string | null {
  const isSeen =
    cell !== null && !isHidden(sight.form, sight.look) && writeCell(cell, sight, format) !== null;
  return isSeen && cell.plan !== null && cell.plan > 0 ? format.number(cell.plan, sight.form) : null;
}

/** Whether the order of a column says no more than its cells do. */
export function isSortable(form: NumberForm, look: CellSight['look']): boolean {
  return !look.hideOthersMoney || form.kind === 'percent';
}

/** Largest first by what is seen in the column, those without it last; `index` null: as they come. */
export function sortRows(
  rows: SellersTable['rows'],
  index: number | null,
  masked: boolean,
): SellersTable['rows'] {
  if (index === null) return rows;
  const valueOf = ({ cells }: SellersTable['rows'][number]): number => {
    const { fact, plan } = cells[index] ?? { fact: null, plan: null };
    if (fact === null || !masked) return fact ?? -Infinity;
    return plan !== null && plan > 0 ? fact / plan : -Infinity;
  };
  return rows.toSorted((one, other) => valueOf(other) - valueOf(one) || 0);
}
