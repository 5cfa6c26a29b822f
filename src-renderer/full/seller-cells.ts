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
