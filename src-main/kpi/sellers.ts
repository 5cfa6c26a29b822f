/**
 * Owns: the table of sellers as it is shown: by income, the own row marked. Pure.
 */
import type { SellerRow, SellersTable } from '../contract/figures.ts';
import type { SellersReport } from '../reports/model.ts';
import type { RoleNames } from './model.ts';
import { formOf, rolesOf, sameName } from './roles.ts';

/** `seller`: who rang up this till's last receipt; reports know sellers by their names alone. */
export function makeSellersTable(
  { columns, sellers }: SellersReport,
  seller: string | null,
  names?: RoleNames,
): SellersTable {
  const roles = rolesOf(
    columns.map(({ id, metricId, name }) => ({ id: metricId ?? id, name })),
    names,
  );
  const roleOf = (column: (typeof columns)[number]) => roles.get(column.metricId ?? column.id) ?? 'other';
  const income = columns.findIndex((column) => roleOf(column) === 'income');
  const incomeOf = (row: (typeof sellers)[number]): number | null => row.cells[income]?.fact ?? null;
  const whole = sellers.reduce((sum, row) => sum + Math.max(incomeOf(row) ?? 0, 0), 0);
  const sorted = sellers.toSorted(
    (one, other) => (incomeOf(other) ?? -Infinity) - (incomeOf(one) ?? -Infinity) || 0,
  );
  const namesakes = seller === null ? [] : sorted.filter(({ name }) => sameName(name, seller));
  // Which of two people of one name sits here nobody says.
  const own = namesakes.length === 1 ? namesakes[0] : undefined;
  const rows = sorted.map((row, index): SellerRow => {
    const earned = incomeOf(row);
    const cells = row.cells.map((cell, at) => cell && { id: columns[at]?.id ?? '', ...cell });
    const share = earned === null || whole <= 0 ? null : Math.max(earned, 0) / whole;
    return { id: row.id, name: row.name, place: index + 1, own: row === own, cells, share };
  });
  return { columns: columns.map((column, at) => describeColumn(column, at)), rows };

  /** A column is written the same way throughout. */
  function describeColumn(column: (typeof columns)[number], at: number): SellersTable['columns'][number] {
    const facts = sellers.map(({ cells }) => cells[at]?.fact);
    const { id, name, kind } = column;
    return { id, name, form: formOf(roleOf(column), kind, facts) };
  }
}
