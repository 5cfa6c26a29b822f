/**
 * Owns: which metric means what to the shop (decisions 28), and how its numbers are written (widget B.7). Pure.
 */
import type { MetricRole, NumberForm } from '../contract/figures.ts';
import type { MetricKind } from '../reports/model.ts';
import type { RoleNames } from './model.ts';

type Role = Exclude<MetricRole, 'other'>;

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Names in the seeds' samples, and the words and mnemonics of planSet with its spelling (device API). */
const KNOWN_NAMES: Readonly<Record<Role, readonly string[]>> = {
  income: ['выручка', 'income'],
  average: ['средний чек', 'average'],
  items: [
    'наполняемость',
    'комлексность чека по кол-ву товаров',
    'комплексность чека по кол-ву товаров',
    'комплексность чека',
    'complexity',
  ],
  count: ['кол-во продаж', 'количество продаж', 'кол-во чеков', 'количество чеков', 'count'],
};

const ROLES: readonly Role[] = ['income', 'average', 'items', 'count'];
/** From here on prices are written without kopecks, and with them all that stand beside them. */
const WHOLE_FROM = 1_000;

/** Two spellings of a name that people take for the same. */
export function sameName(one: string, other: string): boolean {
  return plainName(one) === plainName(other);
}

function plainName(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase().replaceAll('ё', 'е');
}

/** Stands around its plan at every hour. What is not surely a mean or a sum may be either. */
export function isMean(role: MetricRole, kind: MetricKind): boolean {
  return role === 'average' || role === 'items' || (role === 'other' && kind === 'percent');
}

/** Grows to its plan. */
export function addsUp(role: MetricRole, kind: MetricKind): boolean {
  return role === 'income' || role === 'count' || (role === 'other' && kind === 'money');
}

/** The metric that plays `role`: the first that settings name by id or name, else the first of a known name. */
export function findRole<T extends Named>(
  metrics: readonly T[],
  role: Role,
  names: RoleNames = {},
): T | undefined {
  const given = names[role];
  const wanted = given === undefined ? KNOWN_NAMES[role] : [given];
  return metrics.find(({ id, name }) => id === given || wanted.some((each) => sameName(each, name)));
}

/** The role of every metric by its id; each role is played once. */
export function rolesOf(metrics: readonly Named[], names?: RoleNames): ReadonlyMap<string, MetricRole> {
  const roles = new Map<string, MetricRole>(metrics.map(({ id }) => [id, 'other']));
  for (const role of ROLES.toReversed()) {
    const player = findRole(metrics, role, names);
    if (player) roles.set(player.id, role);
  }
  return roles;
}

/** The metrics that play a role: those that receipts alone move. */
export function playersOf<T extends Named>(metrics: readonly T[], names?: RoleNames): readonly T[] {
  const roles = rolesOf(metrics, names);
  return metrics.filter(({ id }) => roles.get(id) !== 'other');
}

/**
 * How `values` are written, all in the same way: a figure alone, or what stands in one column; null: not given.
 * What the samples call the type of a metric changes from report to report, the income is a plain number there once:
 * a known role goes before it, and an unknown one is no safe number.
 */
export function formOf(
  role: MetricRole,
  kind: MetricKind,
  values: readonly (number | null | undefined)[],
): NumberForm {
  if (role === 'income') return { kind: 'money', decimals: 0 };
  if (role === 'items') return { kind: 'number', decimals: 2 };
  if (role === 'count') return { kind: 'number', decimals: 0 };
  const decimals = decimalsOf(values.map((value) => value ?? 0));
  if (role === 'average' || kind === 'money') return { kind: 'money', decimals };
  return { kind: kind === 'percent' ? 'percent' : 'unsure', decimals };
}

function decimalsOf(values: readonly number[]): number {
  const isLarge = values.some((value) => Math.abs(value) >= WHOLE_FROM);
  return isLarge || values.every((value) => Math.round(value * 100) % 100 === 0) ? 0 : 2;
}
